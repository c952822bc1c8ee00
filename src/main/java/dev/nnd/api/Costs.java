package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import java.util.List;

/** Counts what the layers of a network cost. */
final class Costs implements Layer.Visitor<Long> {
  /** Of a softmax, an element: comparison, difference, exponential, sum, quotient. */
  private static final int SOFTMAX = 5;

  /** Of a layer norm, an element. */
  private static final int LAYER_NORM = 6;

  private final Graph graph;
  private final Node node;

  private Costs(Graph graph, Node node) {
    this.graph = graph;
    this.node = node;
  }

  /** The costs of all nodes that do something with samples, in order. */
  static List<LayerCost> of(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.type().shape().batched() || node.op() instanceof Layer)
        .filter(node -> !(node.op() instanceof Primitive.Input))
        .filter(node -> !(node.op() instanceof Primitive.Broadcast))
        .map(node -> new Costs(graph, node).cost())
        .toList();
  }

  private LayerCost cost() {
    long parameters = 0;
    long elements = out();
    for (Value operand : node.operands()) {
      Shape shape = graph.type(operand).shape();
      elements += shape.size();
      if (!shape.batched()) parameters += shape.size();
    }
    long flops = node.op() instanceof Layer layer ? layer.accept(this) : primitive();
    return new LayerCost(node, parameters, flops, Float.BYTES * elements);
  }

  private long primitive() {
    boolean computes =
        node.op() instanceof Primitive.Unary
            || node.op() instanceof Primitive.Binary
            || node.op() instanceof Primitive.Select;
    if (computes) return out();
    if (node.op() instanceof Primitive.Contract contract) return 2 * points(contract);
    boolean gathers =
        node.op() instanceof Primitive.Reduce || node.op() instanceof Primitive.WindowReduce;
    return gathers ? in() : 0;
  }

  private static long points(Primitive.Contract contract) {
    return contract.map().indices().stream()
        .mapToLong(index -> index.extent() == Shape.BATCH ? 1 : index.extent())
        .reduce(1, Math::multiplyExact);
  }

  private Type operand(int position) {
    return graph.type(node.operands().get(position));
  }

  private long size(int position) {
    return operand(position).shape().size();
  }

  private long in() {
    return size(0);
  }

  private long out() {
    return node.type().shape().size();
  }

  /** Multiply-adds over the weights of one output element, and its bias. */
  private long products(boolean bias) {
    Shape weight = operand(1).shape();
    long each = weight.size() / weight.dim(0);
    return out() * (2 * each + (bias ? 1 : 0));
  }

  @Override
  public Long dense(Layer.Dense op) {
    return products(op.bias());
  }

  @Override
  public Long convolution(Layer.Convolution op) {
    return products(op.bias());
  }

  /** Multiply-adds over the weights of one input element, and the bias of each output. */
  @Override
  public Long transposedConvolution(Layer.TransposedConvolution op) {
    Shape weight = operand(1).shape();
    return in() * 2 * (weight.size() / weight.dim(0)) + (op.bias() ? out() : 0);
  }

  @Override
  public Long pool(Layer.Pool op) {
    return out() * op.size().stream().reduce(1, Math::multiplyExact);
  }

  @Override
  public Long globalPool(Layer.GlobalPool op) {
    return in();
  }

  /** One multiply-add an element; statistics of the batch, in training, are three more. */
  @Override
  public Long batchNorm(Layer.BatchNorm op) {
    return 2 * out();
  }

  @Override
  public Long fusedNorm(Layer.FusedNorm op) {
    return out() * (2 + (op.residual() ? 1 : 0) + (op.activation().isPresent() ? 1 : 0));
  }

  @Override
  public Long normalize(Layer.Normalize op) {
    return 2 * out();
  }

  /** Sum, difference, square and its sum, multiply-add. */
  @Override
  public Long layerNorm(Layer.LayerNorm op) {
    return LAYER_NORM * out();
  }

  @Override
  public Long groupNorm(Layer.GroupNorm op) {
    return LAYER_NORM * out();
  }

  @Override
  public Long channelAffine(Layer.ChannelAffine op) {
    return 2 * out();
  }

  @Override
  public Long dropout(Layer.Dropout op) {
    return 2 * out();
  }

  @Override
  public Long activate(Layer.Activate op) {
    return out();
  }

  @Override
  public Long softmax(Layer.Softmax op) {
    return SOFTMAX * out();
  }

  @Override
  public Long logSoftmax(Layer.LogSoftmax op) {
    return SOFTMAX * out();
  }

  /** A logarithm and a sum, at every position. */
  @Override
  public Long crossEntropy(Layer.CrossEntropy op) {
    return 2 * size(1);
  }

  @Override
  public Long softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return SOFTMAX * in();
  }

  /** Difference, square, sum. */
  @Override
  public Long meanSquaredError(Layer.MeanSquaredError op) {
    return 3 * in();
  }

  /** Two logarithms by what they count for, and their sum. */
  @Override
  public Long binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return 5 * in();
  }

  /** An exponential, a logarithm, a product, and their sum. */
  @Override
  public Long sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return 5 * in();
  }

  /** Difference, absolute value, sum. */
  @Override
  public Long meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return 3 * in();
  }

  /** Difference, absolute value, the bounded part, its product with the rest, sum. */
  @Override
  public Long huber(Layer.Huber op) {
    return 5 * in();
  }

  /** The weight at every step; about ten operations an element of the gates. */
  @Override
  public Long recurrence(Layer.Recurrence op) {
    return 2 * size(1) * operand(0).shape().dim(1) + 10 * in();
  }
}
