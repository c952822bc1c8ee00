package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of an op: its name and {@code key=value} attributes, both ways. */
final class OpText {
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\s*([a-z]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*\\]|[^,\\s\\[\"]+(?:\\[[^\\]]*\\])?)\\s*,?");

  private OpText() {}

  static String print(Op op) {
    return op instanceof Layer layer
        ? layer.accept(new LayerText())
        : ((Primitive) op).accept(new PrimitiveText());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String unquote(String text) {
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String of(String name, Object... attributes) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(i == 0 ? "(" : ", ").append(attributes[i]).append('=').append(attributes[i + 1]);
    }
    return attributes.length == 0 ? name : text.append(')').toString();
  }

  private static final class LayerText implements Layer.Visitor<String> {
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
    public String normalize(Layer.Normalize op) {
      return of("normalize", "epsilon", op.epsilon(), "scale", op.scale(), "shift", op.shift());
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
  }

  private static final class PrimitiveText implements Primitive.Visitor<String> {
    @Override
    public String input(Primitive.Input op) {
      return of(
          "input",
          "name",
          quote(op.name()),
          "element",
          op.type().element(),
          "shape",
          op.type().shape());
    }

    @Override
    public String parameter(Primitive.Parameter op) {
      return of(
          "parameter",
          "path",
          quote(op.path()),
          "role",
          op.role(),
          "shape",
          op.shape(),
          "init",
          word(op.init().distribution())
              + "["
              + op.init().first()
              + ", "
              + op.init().second()
              + "]");
    }

    @Override
    public String setting(Primitive.Setting op) {
      return of("setting", "name", quote(op.name()));
    }

    @Override
    public String constant(Primitive.Constant op) {
      return of("constant", "value", op.value());
    }

    @Override
    public String batchSize(Primitive.BatchSize op) {
      return of("batch_size");
    }

    @Override
    public String iota(Primitive.Iota op) {
      return of("iota", "size", op.size());
    }

    @Override
    public String random(Primitive.Random op) {
      return of("random", "stream", quote(op.stream()), "shape", op.shape());
    }

    @Override
    public String unary(Primitive.Unary op) {
      return word(op.function());
    }

    @Override
    public String binary(Primitive.Binary op) {
      return word(op.function());
    }

    @Override
    public String select(Primitive.Select op) {
      return of("select");
    }

    @Override
    public String broadcast(Primitive.Broadcast op) {
      return of("broadcast", "shape", op.shape(), "axes", op.axes());
    }

    @Override
    public String reduce(Primitive.Reduce op) {
      return of("reduce_" + word(op.reduction()), "axes", op.axes());
    }

    @Override
    public String contract(Primitive.Contract op) {
      return of("contract", "map", quote(op.map().toString()));
    }

    @Override
    public String windowReduce(Primitive.WindowReduce op) {
      return of("window_" + word(op.reduction()), "size", op.size(), "stride", op.stride());
    }

    @Override
    public String windowScatter(Primitive.WindowScatter op) {
      return of("window_scatter", "size", op.size(), "stride", op.stride());
    }

    @Override
    public String tileTransform(Primitive.TileTransform op) {
      return of(
          "tile_transform",
          "rows",
          op.matrix().rows(),
          "matrix",
          op.matrix().elements(),
          "stride",
          op.stride(),
          "before",
          op.before(),
          "tiles",
          op.tiles());
    }

    @Override
    public String tileMerge(Primitive.TileMerge op) {
      Matrix matrix = op.matrix();
      return of(
          "tile_merge", "rows", matrix.rows(), "matrix", matrix.elements(), "size", op.size());
    }

    @Override
    public String pad(Primitive.Pad op) {
      return of(
          "pad",
          "axis",
          op.axis(),
          "low",
          op.low(),
          "high",
          op.high(),
          "interior",
          op.interior(),
          "value",
          op.value());
    }

    @Override
    public String slice(Primitive.Slice op) {
      return of("slice", "axis", op.axis(), "start", op.start(), "size", op.size());
    }

    @Override
    public String reshape(Primitive.Reshape op) {
      return of("reshape", "shape", op.shape());
    }

    @Override
    public String permute(Primitive.Permute op) {
      return of("permute", "axes", op.axes());
    }

    @Override
    public String concat(Primitive.Concat op) {
      return of("concat", "axis", op.axis());
    }
  }

  /** The attributes of one op, read. */
  private record Attributes(Map<String, String> values) {
    static Attributes read(String text) {
      Map<String, String> values = new LinkedHashMap<>();
      Matcher matcher = ATTRIBUTE.matcher(text);
      int at = 0;
      while (at < text.length() && matcher.find(at) && matcher.start() == at) {
        values.put(matcher.group(1), matcher.group(2));
        at = matcher.end();
      }
      if (at < text.length())
        throw new IllegalArgumentException("attributes: " + text.substring(at));
      return new Attributes(values);
    }

    String text(String key) {
      String value = values.get(key);
      if (value == null)
        throw new IllegalArgumentException("no attribute " + key + " in " + values);
      return value;
    }

    String string(String key) {
      return unquote(text(key));
    }

    int number(String key) {
      return Integer.parseInt(text(key));
    }

    double real(String key) {
      return Double.parseDouble(text(key));
    }

    boolean flag(String key) {
      return Boolean.parseBoolean(text(key));
    }

    List<String> items(String key) {
      String text = text(key);
      String inside = text.substring(text.indexOf('[') + 1, text.length() - 1).trim();
      return inside.isEmpty() ? List.of() : List.of(inside.split("\\s*,\\s*"));
    }

    List<Integer> numbers(String key) {
      return items(key).stream().map(Integer::parseInt).toList();
    }

    Matrix matrix() {
      List<Double> elements = items("matrix").stream().map(Double::parseDouble).toList();
      return new Matrix(number("rows"), elements);
    }

    Shape shape(String key) {
      return new Shape(
          items(key).stream().map(s -> s.equals("N") ? Shape.BATCH : Integer.parseInt(s)).toList());
    }

    <E extends Enum<E>> E constant(String key, Class<E> type) {
      String text = text(key);
      int bracket = text.indexOf('[');
      return named(bracket < 0 ? text : text.substring(0, bracket), type);
    }

    Activation activation() {
      Activation.Kind kind = constant("activation", Activation.Kind.class);
      return new Activation(kind, Float.parseFloat(items("activation").get(0)));
    }

    Init init() {
      List<String> numbers = items("init");
      return new Init(
          constant("init", Init.Distribution.class),
          Double.parseDouble(numbers.get(0)),
          Double.parseDouble(numbers.get(1)));
    }

    Layer.BatchNorm norm() {
      return new Layer.BatchNorm(real("momentum"), real("epsilon"), flag("scale"), flag("shift"));
    }
  }

  private static <E extends Enum<E>> E named(String word, Class<E> type) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** Reads what {@link #print} prints. */
  static Op parse(String name, String attributes) {
    Attributes a = Attributes.read(attributes);
    return layer(name, a).map(Op.class::cast).orElseGet(() -> primitive(name, a));
  }

  private static Optional<Layer> layer(String name, Attributes a) {
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
          case "normalize" ->
              new Layer.Normalize(a.real("epsilon"), a.flag("scale"), a.flag("shift"));
          case "channel_affine" -> new Layer.ChannelAffine();
          case "dropout" -> new Layer.Dropout(a.real("rate"), a.string("stream"));
          case "activate" -> new Layer.Activate(a.activation());
          case "softmax" -> new Layer.Softmax(a.number("axis"));
          case "cross_entropy" -> new Layer.CrossEntropy(a.real("smoothing"));
          case "softmax_cross_entropy" -> new Layer.SoftmaxCrossEntropy(a.real("smoothing"));
          case "mean_squared_error" -> new Layer.MeanSquaredError();
          default -> null;
        });
  }

  private static Primitive primitive(String name, Attributes a) {
    return switch (name) {
      case "input" ->
          new Primitive.Input(
              a.string("name"), new Type(a.constant("element", Element.class), a.shape("shape")));
      case "parameter" ->
          new Primitive.Parameter(
              a.string("path"), a.constant("role", Role.class), a.shape("shape"), a.init());
      case "setting" -> new Primitive.Setting(a.string("name"));
      case "constant" -> new Primitive.Constant(Float.parseFloat(a.text("value")));
      case "batch_size" -> new Primitive.BatchSize();
      case "iota" -> new Primitive.Iota(a.number("size"));
      case "random" -> new Primitive.Random(a.string("stream"), a.shape("shape"));
      case "select" -> new Primitive.Select();
      case "broadcast" -> new Primitive.Broadcast(a.shape("shape"), a.numbers("axes"));
      case "reduce_sum" -> new Primitive.Reduce(Reduction.SUM, a.numbers("axes"));
      case "reduce_max" -> new Primitive.Reduce(Reduction.MAX, a.numbers("axes"));
      case "contract" -> new Primitive.Contract(IndexMap.parse(a.string("map")));
      case "window_sum" ->
          new Primitive.WindowReduce(Reduction.SUM, a.numbers("size"), a.numbers("stride"));
      case "window_max" ->
          new Primitive.WindowReduce(Reduction.MAX, a.numbers("size"), a.numbers("stride"));
      case "window_scatter" -> new Primitive.WindowScatter(a.numbers("size"), a.numbers("stride"));
      case "tile_transform" ->
          new Primitive.TileTransform(
              a.matrix(), a.number("stride"), a.number("before"), a.numbers("tiles"));
      case "tile_merge" -> new Primitive.TileMerge(a.matrix(), a.numbers("size"));
      case "pad" ->
          new Primitive.Pad(
              a.number("axis"),
              a.number("low"),
              a.number("high"),
              a.number("interior"),
              (float) a.real("value"));
      case "slice" -> new Primitive.Slice(a.number("axis"), a.number("start"), a.number("size"));
      case "reshape" -> new Primitive.Reshape(a.shape("shape"));
      case "permute" -> new Primitive.Permute(a.numbers("axes"));
      case "concat" -> new Primitive.Concat(a.number("axis"));
      default -> elementwise(name);
    };
  }

  private static Primitive elementwise(String name) {
    for (UnaryFunction f : UnaryFunction.values())
      if (word(f).equals(name)) return new Primitive.Unary(f);
    for (BinaryFunction f : BinaryFunction.values())
      if (word(f).equals(name)) return new Primitive.Binary(f);
    throw new IllegalArgumentException("no op named " + name);
  }
}
