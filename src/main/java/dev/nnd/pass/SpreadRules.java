package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How a constant that is the same in every sample passes through one op: {@code op(x + c) = op(x) +
 * c'}, and what {@code c'} is.
 *
 * <p>Linear steps map the constant as they map anything, which is how they are written down here:
 * the op itself, on the constant. A pool of either kind passes what is the same all over a channel,
 * and its padding does not matter, as neither a largest nor a mean element takes it in.
 */
final class SpreadRules implements Layer.Visitor<Spread>, Primitive.Visitor<Spread> {
  private final Graph graph;
  private final Node node;
  private final List<Optional<Value>> constants;
  private final UnaryOperator<Value> weights;
  private final GraphBuilder to;

  /**
   * Rules for one node.
   *
   * @param graph the node's graph
   * @param constants what the operands carry; a bias that is looked at carries itself
   * @param weights the same weight in the graph that is made
   * @param to takes the constants
   */
  SpreadRules(
      Graph graph,
      Node node,
      List<Optional<Value>> constants,
      UnaryOperator<Value> weights,
      GraphBuilder to) {
    this.graph = graph;
    this.node = node;
    this.constants = constants;
    this.weights = weights;
    this.to = to;
  }

  /** Applies the rule of the node's op. */
  Spread apply() {
    return node.op() instanceof Layer layer
        ? layer.accept(this)
        : ((Primitive) node.op()).accept(this);
  }

  private Spread stop() {
    return new Spread.Stopped(new Terms(graph).place(node) + " comes before any batch_norm");
  }

  private Spread stop(String why) {
    return new Spread.Stopped(new Terms(graph).place(node) + " " + why);
  }

  private static Spread carry(Value constant) {
    return new Spread.Carried(constant);
  }

  private Shape operand(int position) {
    return graph.type(node.operands().get(position)).shape();
  }

  /** Whether the constant is the same along all axes from {@code axis} on. */
  private boolean sameFrom(int axis, Value constant) {
    Shape shape = to.shape(constant);
    return IntStream.range(axis, shape.rank()).allMatch(i -> shape.dim(i) == 1);
  }

  /** Repeats a constant, where it does not vary, to other extents. */
  private Value repeated(Value constant, Shape shape) {
    if (to.shape(constant).rank() == 0) return to.fill(constant, shape);
    return to.broadcast(constant, shape, IntStream.range(0, shape.rank()).boxed().toList());
  }

  @Override
  public Spread dense(Layer.Dense op) {
    return linear(Linear.of(node).orElseThrow());
  }

  @Override
  public Spread convolution(Layer.Convolution op) {
    Linear layer = Linear.of(node).orElseThrow();
    Optional<Value> input = constants.get(0);
    if (input.isPresent() && layer.zeroPadded()) {
      return stop("pads with zeros, which the bias does not reach");
    }
    if (input.isPresent() && !sameFrom(2, input.get())) {
      return stop("mixes positions where the bias differs");
    }
    return linear(layer);
  }

  /** {@code W (x + c) + b + d = (W x + b) + (W c + d)}, for a constant, a bias or both. */
  private Spread linear(Linear layer) {
    Optional<Value> own = layer.hasBias() ? constants.get(Linear.BIAS) : Optional.empty();
    Optional<Value> through = constants.get(0).map(c -> through(layer, c));
    Optional<Value> added = own.map(b -> alongChannels(layer, b));
    if (through.isEmpty()) return carry(added.orElseThrow());
    return carry(added.map(a -> both(BinaryFunction.ADD, through.get(), a)).orElse(through.get()));
  }

  private Value alongChannels(Linear layer, Value bias) {
    int rank = node.type().shape().rank();
    List<Integer> dims = new ArrayList<>(Collections.nCopies(rank, 1));
    dims.set(layer.channelAxis(), to.shape(bias).dim(0));
    return to.reshape(bias, new Shape(dims));
  }

  private Value through(Linear layer, Value constant) {
    Value weight = weights.apply(layer.weight());
    Shape seen = to.shape(constant).with(layer.channelAxis(), operand(0).dim(layer.channelAxis()));
    if (node.op() instanceof Layer.Convolution op) {
      for (int axis = 2; axis < seen.rank(); axis++) {
        int taps = to.shape(weight).dim(axis);
        seen = seen.with(axis, op.dilation().get(axis - 2) * (taps - 1) + 1);
      }
    }
    Op without = layer.op(false);
    return to.add(without, List.of(repeated(constant, seen), weight), node.origin());
  }

  @Override
  public Spread transposedConvolution(Layer.TransposedConvolution op) {
    return constants.get(0).isPresent()
        ? stop("adds up more of the bias at some positions than at others")
        : linear(Linear.of(node).orElseThrow());
  }

  @Override
  public Spread pool(Layer.Pool op) {
    Value constant = constants.get(0).orElseThrow();
    return sameFrom(2, constant) ? carry(constant) : stop("mixes positions where the bias differs");
  }

  @Override
  public Spread globalPool(Layer.GlobalPool op) {
    Value constant = constants.get(0).orElseThrow();
    if (!sameFrom(2, constant)) return stop("mixes positions where the bias differs");
    return carry(to.reshape(constant, Shape.of(1, to.shape(constant).dim(1))));
  }

  @Override
  public Spread batchNorm(Layer.BatchNorm op) {
    Value constant = constants.get(0).orElseThrow();
    if (!sameFrom(2, constant)) {
      return stop("has its channels along axis 0, and the bias differs along another");
    }
    Shape channels = node.type().shape().with(0, 1);
    Value all = repeated(constant, to.shape(constant).with(1, channels.dim(1)));
    return new Spread.Absorbed(to.reshape(all, Shape.of(channels.dim(1))));
  }

  @Override
  public Spread fusedNorm(Layer.FusedNorm op) {
    return op.residual() && constants.get(constants.size() - 1).isPresent()
        ? stop("adds it after the norm")
        : batchNorm(op.norm());
  }

  @Override
  public Spread normalize(Layer.Normalize op) {
    return stop();
  }

  @Override
  public Spread layerNorm(Layer.LayerNorm op) {
    return stop();
  }

  @Override
  public Spread groupNorm(Layer.GroupNorm op) {
    return stop();
  }

  @Override
  public Spread channelAffine(Layer.ChannelAffine op) {
    return stop();
  }

  @Override
  public Spread dropout(Layer.Dropout op) {
    return stop();
  }

  @Override
  public Spread activate(Layer.Activate op) {
    return stop();
  }

  @Override
  public Spread softmax(Layer.Softmax op) {
    return stop();
  }

  @Override
  public Spread logSoftmax(Layer.LogSoftmax op) {
    return stop();
  }

  @Override
  public Spread crossEntropy(Layer.CrossEntropy op) {
    return stop();
  }

  @Override
  public Spread softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return stop();
  }

  @Override
  public Spread meanSquaredError(Layer.MeanSquaredError op) {
    return stop();
  }

  @Override
  public Spread binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return stop();
  }

  @Override
  public Spread sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return stop();
  }

  @Override
  public Spread meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return stop();
  }

  @Override
  public Spread huber(Layer.Huber op) {
    return stop();
  }

  @Override
  public Spread input(Primitive.Input op) {
    return stop();
  }

  @Override
  public Spread parameter(Primitive.Parameter op) {
    return stop();
  }

  @Override
  public Spread setting(Primitive.Setting op) {
    return stop();
  }

  @Override
  public Spread constant(Primitive.Constant op) {
    return stop();
  }

  @Override
  public Spread batchSize(Primitive.BatchSize op) {
    return stop();
  }

  @Override
  public Spread iota(Primitive.Iota op) {
    return stop();
  }

  @Override
  public Spread random(Primitive.Random op) {
    return stop();
  }

  @Override
  public Spread unary(Primitive.Unary op) {
    return op.function() == UnaryFunction.NEGATE
        ? carry(to.unary(UnaryFunction.NEGATE, constants.get(0).orElseThrow()))
        : stop();
  }

  @Override
  public Spread binary(Primitive.Binary op) {
    return switch (op.function()) {
      case ADD -> carry(both(BinaryFunction.ADD));
      case SUBTRACT -> carry(both(BinaryFunction.SUBTRACT));
      case MULTIPLY -> constants.get(0).isPresent() ? times(op, 0) : times(op, 1);
      case DIVIDE -> constants.get(0).isPresent() ? times(op, 0) : stop();
      case MAXIMUM, MINIMUM, LESS, EQUAL -> stop();
    };
  }

  private Value both(BinaryFunction function) {
    Optional<Value> a = constants.get(0);
    Optional<Value> b = constants.get(1);
    if (b.isEmpty()) return a.orElseThrow();
    if (a.isPresent()) return both(function, a.get(), b.get());
    return function == BinaryFunction.ADD ? b.get() : to.unary(UnaryFunction.NEGATE, b.get());
  }

  private Value both(BinaryFunction function, Value a, Value b) {
    Shape left = to.shape(a);
    Shape right = to.shape(b);
    Shape joint =
        new Shape(
            IntStream.range(0, left.rank())
                .mapToObj(i -> Math.max(left.dim(i), right.dim(i)))
                .toList());
    return to.binary(function, repeated(a, joint), repeated(b, joint));
  }

  /** A product or quotient with a number; with anything else the constant is no constant after. */
  private Spread times(Primitive.Binary op, int position) {
    Optional<Value> number = Affine.number(node.operands().get(1 - position), graph::producer);
    if (number.isEmpty() || constants.get(1 - position).isPresent()) return stop();
    Primitive.Constant factor = (Primitive.Constant) graph.producer(number.get()).op();
    return carry(
        to.binary(
            op.function(), constants.get(position).orElseThrow(), to.constant(factor.value())));
  }

  @Override
  public Spread select(Primitive.Select op) {
    return stop();
  }

  @Override
  public Spread broadcast(Primitive.Broadcast op) {
    Shape from = to.shape(constants.get(0).orElseThrow());
    List<Integer> dims = new ArrayList<>(Collections.nCopies(op.shape().rank(), 1));
    for (int i = 0; i < from.rank(); i++) dims.set(op.axes().get(i), from.dim(i));
    return carry(to.reshape(constants.get(0).get(), new Shape(dims)));
  }

  /** What is the same along an axis is also its largest, and adds up to as many times itself. */
  @Override
  public Spread reduce(Primitive.Reduce op) {
    Shape wide = to.shape(constants.get(0).orElseThrow());
    boolean same = op.axes().stream().allMatch(axis -> wide.dim(axis) == 1);
    if (op.axes().contains(0)) return stop();
    if (op.reduction() == Reduction.MAX) {
      return same
          ? carry(to.add(op, constants.get(0).get()))
          : stop("mixes positions where the bias differs");
    }
    Shape whole = wide;
    for (int axis : op.axes()) whole = whole.with(axis, operand(0).dim(axis));
    return carry(to.add(op, repeated(constants.get(0).get(), whole)));
  }

  @Override
  public Spread contract(Primitive.Contract op) {
    return stop();
  }

  @Override
  public Spread windowReduce(Primitive.WindowReduce op) {
    return stop();
  }

  @Override
  public Spread windowScatter(Primitive.WindowScatter op) {
    return stop();
  }

  @Override
  public Spread tileTransform(Primitive.TileTransform op) {
    return stop();
  }

  @Override
  public Spread tileMerge(Primitive.TileMerge op) {
    return stop();
  }

  @Override
  public Spread pad(Primitive.Pad op) {
    return stop("pads with zeros, which the bias does not reach");
  }

  @Override
  public Spread slice(Primitive.Slice op) {
    Value constant = constants.get(0).orElseThrow();
    return carry(to.shape(constant).dim(op.axis()) == 1 ? constant : to.add(op, constant));
  }

  /**
   * Axes are taken together into the smallest groups that have as many elements before and after;
   * the constant varies along all new axes of a group if it varied along any old one.
   */
  @Override
  public Spread reshape(Primitive.Reshape op) {
    Value constant = constants.get(0).orElseThrow();
    Shape old = operand(0);
    List<Integer> before = new ArrayList<>(List.of(1));
    List<Integer> after = new ArrayList<>(List.of(1));
    int i = 1;
    int j = 1;
    while (i < old.rank() || j < op.shape().rank()) {
      int firstOld = i;
      int firstNew = j;
      long sizeOld = 1;
      long sizeNew = 1;
      do {
        if (sizeOld <= sizeNew && i < old.rank()) sizeOld *= old.dim(i++);
        else sizeNew *= op.shape().dim(j++);
      } while (sizeOld != sizeNew);
      Shape carried = to.shape(constant);
      boolean varies = IntStream.range(firstOld, i).anyMatch(a -> carried.dim(a) > 1);
      for (int axis = firstOld; axis < i; axis++) before.add(varies ? old.dim(axis) : 1);
      for (int axis = firstNew; axis < j; axis++) after.add(varies ? op.shape().dim(axis) : 1);
    }
    return carry(to.reshape(repeated(constant, new Shape(before)), new Shape(after)));
  }

  @Override
  public Spread permute(Primitive.Permute op) {
    return carry(to.add(op, constants.get(0).orElseThrow()));
  }

  @Override
  public Spread concat(Primitive.Concat op) {
    List<Integer> joint = new ArrayList<>(Collections.nCopies(operand(0).rank(), 1));
    for (Optional<Value> constant : constants) {
      if (constant.isEmpty()) continue;
      Shape shape = to.shape(constant.get());
      for (int a = 0; a < shape.rank(); a++) joint.set(a, Math.max(joint.get(a), shape.dim(a)));
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      Shape part = new Shape(joint).with(op.axis(), operand(i).dim(op.axis()));
      parts.add(repeated(constants.get(i).orElseGet(() -> to.constant(0)), part));
    }
    return carry(to.add(op, parts, node.origin()));
  }

  @Override
  public Spread gather(Primitive.Gather op) {
    return stop();
  }

  @Override
  public Spread scatterAdd(Primitive.ScatterAdd op) {
    return stop();
  }

  @Override
  public Spread recurrence(Layer.Recurrence op) {
    return stop();
  }

  @Override
  public Spread scan(Primitive.Scan op) {
    return stop();
  }
}
