package dev.nnd.pass;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The user's words for nodes, for explanations. */
final class Terms {
  private final Graph graph;

  Terms(Graph graph) {
    this.graph = graph;
  }

  /** A layer's name in the language, as in {@code conv2d}. */
  String name(Node node) {
    return node.op() instanceof Layer layer
        ? layer.accept(new LayerNames(node))
        : ((Primitive) node.op()).accept(new PrimitiveNames(node));
  }

  /** A layer's name and where it stands, as in {@code conv2d (line 3)}. */
  String place(Node node) {
    return node.origin().isNowhere()
        ? name(node)
        : name(node) + " (line " + node.origin().line() + ")";
  }

  /** The place of the node that defines a value. */
  String place(Value value) {
    return place(graph.producer(value));
  }

  /** The result that a value is, if it is one: {@code the output `y`}. */
  Optional<String> result(Value value) {
    return graph.results().stream()
        .filter(r -> r.value().equals(value))
        .findFirst()
        .map(r -> r.kind() == Result.Kind.OUTPUT ? "the output `" + r.name() + "`" : "the loss");
  }

  /**
   * Why a value cannot be taken over by its one reader: who else sees it. Empty if nobody does.
   *
   * @param reader the reader that does not count
   */
  Optional<String> otherReader(Value value, Node reader) {
    Optional<String> result = result(value);
    if (result.isPresent()) return Optional.of(place(value) + " is " + result.get());
    List<Node> readers = graph.readers(value);
    if (readers.size() == 1) return Optional.empty();
    Node other = readers.stream().filter(r -> !r.equals(reader)).findFirst().orElse(reader);
    return Optional.of(place(value) + " is also read by " + place(other));
  }

  private final class LayerNames implements Layer.Visitor<String> {
    private final Node node;

    LayerNames(Node node) {
      this.node = node;
    }

    @Override
    public String dense(Layer.Dense op) {
      return "dense";
    }

    @Override
    public String convolution(Layer.Convolution op) {
      int perGroup = graph.type(node.operands().get(1)).shape().dim(1);
      String conv = "conv" + op.stride().size() + "d";
      return op.groups() > 1 && perGroup == 1 ? "depthwise_" + conv : conv;
    }

    @Override
    public String transposedConvolution(Layer.TransposedConvolution op) {
      return "conv" + op.stride().size() + "d_transpose";
    }

    @Override
    public String pool(Layer.Pool op) {
      return (op.pooling() == Pooling.MAX ? "max_pool" : "avg_pool") + op.size().size() + "d";
    }

    @Override
    public String globalPool(Layer.GlobalPool op) {
      return op.pooling() == Pooling.MAX ? "global_max_pool" : "global_avg_pool";
    }

    @Override
    public String batchNorm(Layer.BatchNorm op) {
      return "batch_norm";
    }

    @Override
    public String fusedNorm(Layer.FusedNorm op) {
      return "batch_norm";
    }

    @Override
    public String recurrence(Layer.Recurrence op) {
      return op.cell().toString();
    }

    @Override
    public String normalize(Layer.Normalize op) {
      return "batch_norm";
    }

    @Override
    public String layerNorm(Layer.LayerNorm op) {
      return op.centred() ? "layer_norm" : "rms_norm";
    }

    @Override
    public String groupNorm(Layer.GroupNorm op) {
      return "group_norm";
    }

    @Override
    public String channelAffine(Layer.ChannelAffine op) {
      return "batch_norm";
    }

    @Override
    public String dropout(Layer.Dropout op) {
      return "dropout";
    }

    @Override
    public String activate(Layer.Activate op) {
      Activation.Kind kind = op.activation().kind();
      return kind == Activation.Kind.GELU_TANH ? "gelu" : kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String softmax(Layer.Softmax op) {
      return "softmax";
    }

    @Override
    public String logSoftmax(Layer.LogSoftmax op) {
      return "log_softmax";
    }

    @Override
    public String crossEntropy(Layer.CrossEntropy op) {
      return "cross_entropy";
    }

    @Override
    public String softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
      return "cross_entropy";
    }

    @Override
    public String meanSquaredError(Layer.MeanSquaredError op) {
      return "mse";
    }

    @Override
    public String binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
      return "binary_cross_entropy";
    }

    @Override
    public String sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
      return "binary_cross_entropy";
    }

    @Override
    public String meanAbsoluteError(Layer.MeanAbsoluteError op) {
      return "mae";
    }

    @Override
    public String huber(Layer.Huber op) {
      return "huber";
    }
  }

  private record PrimitiveNames(Node node) implements Primitive.Visitor<String> {
    @Override
    public String input(Primitive.Input op) {
      return "the input `" + op.name() + "`";
    }

    @Override
    public String parameter(Primitive.Parameter op) {
      return op.path();
    }

    @Override
    public String setting(Primitive.Setting op) {
      return op.name();
    }

    @Override
    public String constant(Primitive.Constant op) {
      return "a number";
    }

    @Override
    public String batchSize(Primitive.BatchSize op) {
      return "the batch's size";
    }

    @Override
    public String iota(Primitive.Iota op) {
      return "a range";
    }

    @Override
    public String random(Primitive.Random op) {
      return "a random number";
    }

    @Override
    public String unary(Primitive.Unary op) {
      return op.function().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String binary(Primitive.Binary op) {
      return switch (op.function()) {
        case ADD -> "`+`";
        case SUBTRACT -> "`-`";
        case MULTIPLY -> "`*`";
        case DIVIDE -> "`/`";
        case MAXIMUM, MINIMUM, LESS, EQUAL -> op.function().name().toLowerCase(Locale.ROOT);
      };
    }

    @Override
    public String select(Primitive.Select op) {
      return "a choice";
    }

    @Override
    public String broadcast(Primitive.Broadcast op) {
      return "a broadcast";
    }

    @Override
    public String reduce(Primitive.Reduce op) {
      return op.reduction().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String contract(Primitive.Contract op) {
      return "a contraction";
    }

    @Override
    public String windowReduce(Primitive.WindowReduce op) {
      return "a window's " + op.reduction().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String windowScatter(Primitive.WindowScatter op) {
      return "a window's gradient";
    }

    @Override
    public String tileTransform(Primitive.TileTransform op) {
      return "transformed tiles";
    }

    @Override
    public String tileMerge(Primitive.TileMerge op) {
      return "merged tiles";
    }

    @Override
    public String pad(Primitive.Pad op) {
      return "padding";
    }

    @Override
    public String slice(Primitive.Slice op) {
      return "a slice";
    }

    @Override
    public String reshape(Primitive.Reshape op) {
      return node.type().shape().rank() == 2 ? "flatten" : "reshape";
    }

    @Override
    public String permute(Primitive.Permute op) {
      return "permute";
    }

    @Override
    public String concat(Primitive.Concat op) {
      return "concat";
    }

    @Override
    public String scan(Primitive.Scan op) {
      return "a loop over time";
    }

    @Override
    public String gather(Primitive.Gather op) {
      return "embedding";
    }

    @Override
    public String scatterAdd(Primitive.ScatterAdd op) {
      return "an embedding's gradient";
    }
  }
}
