package dev.nnd.graph;

import static dev.nnd.graph.OpText.of;
import static dev.nnd.graph.OpText.quote;
import static dev.nnd.graph.OpText.word;

import java.util.Arrays;
import java.util.Optional;

/** The text form of layers, both ways. */
final class LayerText implements Layer.Visitor<String> {
  @Override
  public String dense(Layer.Dense op) {
    return of("dense", "bias", op.bias());
  }

  @Override
  public String convolution(Layer.Convolution op) {
    return of(
        "convolution",
        "stride",
        op.stride(),
        "padding",
        op.padding(),
        "dilation",
        op.dilation(),
        "groups",
        op.groups(),
        "bias",
        op.bias());
  }

  @Override
  public String transposedConvolution(Layer.TransposedConvolution op) {
    return of(
        "transposed_convolution",
        "stride",
        op.stride(),
        "padding",
        op.padding(),
        "more",
        op.outputPadding(),
        "bias",
        op.bias());
  }

  @Override
  public String pool(Layer.Pool op) {
    return of(
        "pool",
        "kind",
        op.pooling(),
        "size",
        op.size(),
        "stride",
        op.stride(),
        "padding",
        op.padding());
  }

  @Override
  public String globalPool(Layer.GlobalPool op) {
    return of("global_pool", "kind", op.pooling());
  }

  @Override
  public String batchNorm(Layer.BatchNorm op) {
    return norm("batch_norm", op);
  }

  private static String norm(String name, Layer.BatchNorm op, Object... more) {
    Object[] own = {
      "momentum", op.momentum(), "epsilon", op.epsilon(), "scale", op.scale(), "shift", op.shift()
    };
    Object[] all = Arrays.copyOf(own, own.length + more.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return of(name, all);
  }

  @Override
  public String fusedNorm(Layer.FusedNorm op) {
    Object[] residual = {"residual", op.residual()};
    return op.activation()
        .map(
            a ->
                norm(
                    "fused_norm",
                    op.norm(),
                    "residual",
                    op.residual(),
                    "activation",
                    activation(a)))
        .orElseGet(() -> norm("fused_norm", op.norm(), residual));
  }

  @Override
  public String recurrence(Layer.Recurrence op) {
    return of("recurrence", "cell", op.cell(), "reverse", op.reverse());
  }

  @Override
  public String normalize(Layer.Normalize op) {
    return of("normalize", "epsilon", op.epsilon(), "scale", op.scale(), "shift", op.shift());
  }

  @Override
  public String layerNorm(Layer.LayerNorm op) {
    return of(
        "layer_norm",
        "centred",
        op.centred(),
        "epsilon",
        op.epsilon(),
        "scale",
        op.scale(),
        "shift",
        op.shift());
  }

  @Override
  public String groupNorm(Layer.GroupNorm op) {
    return of("group_norm", "groups", op.groups(), "epsilon", op.epsilon());
  }

  @Override
  public String channelAffine(Layer.ChannelAffine op) {
    return of("channel_affine");
  }

  @Override
  public String dropout(Layer.Dropout op) {
    return of("dropout", "rate", op.rate(), "stream", quote(op.stream()));
  }

  private static String activation(Activation activation) {
    return word(activation.kind()) + "[" + activation.argument() + "]";
  }

  @Override
  public String activate(Layer.Activate op) {
    return of("activate", "activation", activation(op.activation()));
  }

  @Override
  public String softmax(Layer.Softmax op) {
    return of("softmax", "axis", op.axis());
  }

  @Override
  public String logSoftmax(Layer.LogSoftmax op) {
    return of("log_softmax", "axis", op.axis());
  }

  @Override
  public String crossEntropy(Layer.CrossEntropy op) {
    return of("cross_entropy", "smoothing", op.smoothing());
  }

  @Override
  public String softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return of("softmax_cross_entropy", "smoothing", op.smoothing());
  }

  @Override
  public String meanSquaredError(Layer.MeanSquaredError op) {
    return of("mean_squared_error");
  }

  @Override
  public String binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return of("binary_cross_entropy", "smoothing", op.smoothing());
  }

  @Override
  public String sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return of("sigmoid_cross_entropy", "smoothing", op.smoothing());
  }

  @Override
  public String meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return of("mean_absolute_error");
  }

  @Override
  public String huber(Layer.Huber op) {
    return of("huber", "delta", op.delta());
  }

  /** Reads what this class writes; empty if no layer has the name. */
  static Optional<Layer> parse(String name, OpAttributes a) {
    return Optional.ofNullable(
        switch (name) {
          case "dense" -> new Layer.Dense(a.flag("bias"));
          case "convolution" ->
              new Layer.Convolution(
                  a.numbers("stride"),
                  a.numbers("padding"),
                  a.numbers("dilation"),
                  a.number("groups"),
                  a.flag("bias"));
          case "transposed_convolution" ->
              new Layer.TransposedConvolution(
                  a.numbers("stride"), a.numbers("padding"), a.numbers("more"), a.flag("bias"));
          case "pool" ->
              new Layer.Pool(
                  a.constant("kind", Pooling.class),
                  a.numbers("size"),
                  a.numbers("stride"),
                  a.numbers("padding"));
          case "global_pool" -> new Layer.GlobalPool(a.constant("kind", Pooling.class));
          case "batch_norm" -> a.norm();
          case "fused_norm" ->
              new Layer.FusedNorm(
                  a.norm(),
                  a.flag("residual"),
                  a.values().containsKey("activation")
                      ? Optional.of(a.activation())
                      : Optional.empty());
          case "recurrence" ->
              new Layer.Recurrence(a.constant("cell", Cell.class), a.flag("reverse"));
          case "normalize" ->
              new Layer.Normalize(a.real("epsilon"), a.flag("scale"), a.flag("shift"));
          case "layer_norm" ->
              new Layer.LayerNorm(
                  a.flag("centred"), a.real("epsilon"), a.flag("scale"), a.flag("shift"));
          case "group_norm" -> new Layer.GroupNorm(a.number("groups"), a.real("epsilon"));
          case "channel_affine" -> new Layer.ChannelAffine();
          case "dropout" -> new Layer.Dropout(a.real("rate"), a.string("stream"));
          case "activate" -> new Layer.Activate(a.activation());
          case "softmax" -> new Layer.Softmax(a.number("axis"));
          case "log_softmax" -> new Layer.LogSoftmax(a.number("axis"));
          case "cross_entropy" -> new Layer.CrossEntropy(a.real("smoothing"));
          case "softmax_cross_entropy" -> new Layer.SoftmaxCrossEntropy(a.real("smoothing"));
          case "mean_squared_error" -> new Layer.MeanSquaredError();
          case "binary_cross_entropy" -> new Layer.BinaryCrossEntropy(a.real("smoothing"));
          case "sigmoid_cross_entropy" -> new Layer.SigmoidCrossEntropy(a.real("smoothing"));
          case "mean_absolute_error" -> new Layer.MeanAbsoluteError();
          case "huber" -> new Layer.Huber(a.real("delta"));
          default -> null;
        });
  }
}
