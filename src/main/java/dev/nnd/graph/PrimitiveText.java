package dev.nnd.graph;

import static dev.nnd.graph.OpText.of;
import static dev.nnd.graph.OpText.quote;
import static dev.nnd.graph.OpText.word;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;

/** The text form of primitives, both ways. */
final class PrimitiveText implements Primitive.Visitor<String> {
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
        word(op.init().distribution()) + "[" + op.init().first() + ", " + op.init().second() + "]");
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
    return of("tile_merge", "rows", matrix.rows(), "matrix", matrix.elements(), "size", op.size());
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

  @Override
  public String gather(Primitive.Gather op) {
    return of("gather");
  }

  @Override
  public String scan(Primitive.Scan op) {
    return of(
        "scan",
        "result",
        quote(op.result()),
        "steps",
        op.steps(),
        "reverse",
        op.reverse(),
        "body",
        quote(op.body().toString()));
  }

  @Override
  public String scatterAdd(Primitive.ScatterAdd op) {
    return of("scatter_add", "rows", op.rows());
  }

  /** Reads what this class writes. */
  static Primitive parse(String name, OpAttributes a) {
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
      case "scan" ->
          new Primitive.Scan(
              GraphText.parse(a.string("body")),
              a.string("result"),
              a.number("steps"),
              a.flag("reverse"));
      case "gather" -> new Primitive.Gather();
      case "scatter_add" -> new Primitive.ScatterAdd(a.number("rows"));
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
