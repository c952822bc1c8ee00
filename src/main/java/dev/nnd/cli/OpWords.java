package dev.nnd.cli;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive;
import java.util.Locale;

/** What ops are, in a word or two, for tables. */
final class OpWords implements Layer.Visitor<String> {
  private static final OpWords WORDS = new OpWords();

  private OpWords() {}

  static String of(Op op) {
    if (op instanceof Layer layer) return layer.accept(WORDS);
    if (op instanceof Primitive.Binary binary) return lower(binary.function());
    if (op instanceof Primitive.Unary unary) return lower(unary.function());
    if (op instanceof Primitive.Reduce reduce) return lower(reduce.reduction());
    return op.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String withBias(String name, boolean bias) {
    return bias ? name + " + bias" : name;
  }

  private static String activation(Activation activation) {
    return lower(activation.kind());
  }

  @Override
  public String dense(Layer.Dense op) {
    return withBias("dense", op.bias());
  }

  @Override
  public String convolution(Layer.Convolution op) {
    return withBias("convolution", op.bias());
  }

  @Override
  public String transposedConvolution(Layer.TransposedConvolution op) {
    return withBias("transposed convolution", op.bias());
  }

  @Override
  public String pool(Layer.Pool op) {
    return op.pooling() + " pool";
  }

  @Override
  public String globalPool(Layer.GlobalPool op) {
    return "global " + op.pooling() + " pool";
  }

  @Override
  public String batchNorm(Layer.BatchNorm op) {
    return "norm";
  }

  @Override
  public String fusedNorm(Layer.FusedNorm op) {
    String added = op.residual() ? "norm + residual" : "norm";
    return op.activation().map(a -> added + " + " + activation(a)).orElse(added);
  }

  @Override
  public String normalize(Layer.Normalize op) {
    return "normalize";
  }

  @Override
  public String layerNorm(Layer.LayerNorm op) {
    return op.centred() ? "layer norm" : "rms norm";
  }

  @Override
  public String groupNorm(Layer.GroupNorm op) {
    return "group norm";
  }

  @Override
  public String channelAffine(Layer.ChannelAffine op) {
    return "multiply-add";
  }

  @Override
  public String dropout(Layer.Dropout op) {
    return "dropout";
  }

  @Override
  public String activate(Layer.Activate op) {
    return activation(op.activation());
  }

  @Override
  public String softmax(Layer.Softmax op) {
    return "softmax";
  }

  @Override
  public String logSoftmax(Layer.LogSoftmax op) {
    return "log softmax";
  }

  @Override
  public String crossEntropy(Layer.CrossEntropy op) {
    return "cross entropy";
  }

  @Override
  public String softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return "softmax + cross entropy";
  }

  @Override
  public String meanSquaredError(Layer.MeanSquaredError op) {
    return "mean squared error";
  }

  @Override
  public String binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return "binary cross entropy";
  }

  @Override
  public String sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return "sigmoid + binary cross entropy";
  }

  @Override
  public String meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return "mean absolute error";
  }

  @Override
  public String huber(Layer.Huber op) {
    return "huber";
  }

  @Override
  public String recurrence(Layer.Recurrence op) {
    return op.cell().toString();
  }
}
