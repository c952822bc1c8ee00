package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Each primitive alone, on random shapes and settings: graphs from inputs to an output {@code y}.
 */
public final class OpSamples {
  private final Random random;
  private final Map<String, Graph> samples = new LinkedHashMap<>();
  private GraphBuilder to = new GraphBuilder();
  private int inputs;

  private OpSamples(long seed) {
    this.random = new Random(seed);
  }

  /** All samples by name; the same seed gives the same. */
  public static Map<String, Graph> all(long seed) {
    OpSamples samples = new OpSamples(seed);
    samples.leaves();
    samples.elementwise();
    samples.select();
    samples.broadcast();
    samples.reduce();
    samples.contract();
    samples.windows();
    samples.tiles();
    samples.pad();
    samples.slice();
    samples.reorder();
    samples.rows();
    samples.scan();
    return samples.samples;
  }

  private void done(String name, Value y) {
    to.result(Result.Kind.OUTPUT, "y", y);
    samples.put(name, to.build());
    to = new GraphBuilder();
    inputs = 0;
  }

  private int extent() {
    return 1 + random.nextInt(5);
  }

  /** A shape with a batch axis or without. */
  private Shape shape(int rank) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) dims.add(extent());
    if (random.nextInt(4) > 0) dims.set(0, Shape.BATCH);
    return new Shape(dims);
  }

  private Value input(Shape shape) {
    return to.add(new Primitive.Input("x" + inputs++, Type.floats(shape)));
  }

  private Value parameter(int... dims) {
    Shape shape = Shape.of(dims);
    return to.add(new Primitive.Parameter("p", Role.WEIGHT, shape, Init.constant(0)));
  }

  private Value add(Primitive op, Value... operands) {
    return to.add(op, operands);
  }

  /** Away from 0, where logarithms and quotients are wild. */
  private Value positive(Value x) {
    return to.plus(to.unary(UnaryFunction.ABS, x), to.constant(0.5));
  }

  private void leaves() {
    Shape shape = Shape.of(Shape.BATCH, extent());
    Value x = to.times(input(shape), add(new Primitive.Setting("rate")));
    Value iota = to.along(1, add(new Primitive.Iota(shape.dim(1))), shape);
    Value p = to.along(1, parameter(shape.dim(1)), shape);
    Value numbers = to.plus(iota, add(new Primitive.Random("stream", shape)));
    done("leaves", to.plus(to.over(x, add(new Primitive.BatchSize())), to.times(numbers, p)));
  }

  private void elementwise() {
    for (UnaryFunction function : UnaryFunction.values()) {
      Value x = input(shape(1 + random.nextInt(3)));
      boolean needsPositive = function == UnaryFunction.LOG || function == UnaryFunction.SQRT;
      done("unary " + function, to.unary(function, needsPositive ? positive(x) : x));
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      Shape shape = shape(1 + random.nextInt(3));
      Value x = input(shape);
      Value other = function == BinaryFunction.DIVIDE ? positive(input(shape)) : input(shape);
      done("binary " + function, to.binary(function, x, other));
    }
    Shape classes = Shape.of(Shape.BATCH, 3);
    Value labels = to.add(new Primitive.Input("t", Type.ints(Shape.of(Shape.BATCH))));
    Value iota = to.along(1, add(new Primitive.Iota(3)), classes);
    Value mask = to.binary(BinaryFunction.EQUAL, iota, to.broadcast(labels, classes, List.of(0)));
    done("one hot", to.times(mask, input(classes)));
  }

  private void select() {
    Shape shape = shape(2);
    Value condition = to.binary(BinaryFunction.LESS, input(shape), to.constant(0));
    done("select", to.select(condition, input(shape), input(shape)));
  }

  private void broadcast() {
    done("broadcast scalar", to.fill(to.sum(input(Shape.of(2)), List.of(0)), shape(2)));
    int c = extent();
    Shape shape = Shape.of(Shape.BATCH, c, extent(), extent());
    done("broadcast channels", to.along(1, input(Shape.of(c)), shape));
    done("broadcast rows", to.broadcast(input(Shape.of(Shape.BATCH, c)), shape, List.of(0, 1)));
    Value units = input(Shape.of(Shape.BATCH, c, 1, shape.dim(3)));
    done("broadcast units", to.broadcast(units, shape, List.of(0, 1, 2, 3)));
    done(
        "broadcast inner", to.broadcast(input(shape.without(List.of(0, 1))), shape, List.of(2, 3)));
  }

  private void reduce() {
    for (Reduction reduction : Reduction.values()) {
      for (int i = 0; i < 3; i++) {
        Shape shape = shape(1 + random.nextInt(4));
        List<Integer> axes =
            IntStream.range(0, shape.rank()).filter(a -> random.nextBoolean()).boxed().toList();
        done(
            "reduce " + reduction + " " + i,
            add(new Primitive.Reduce(reduction, axes), input(shape)));
      }
    }
  }

  private void contract() {
    contract("matrices", "n=N o=%d i=%d: n, i; o, i; n, o", 2);
    contract("rows", "n=N t=%d o=%d i=%d: n, t, i; o, i; n, t, o", 3);
    contract("attention", "n=N h=%d t=%d u=%d d=%d: n, h, t, d; n, h, u, d; n, h, t, u", 4);
    contract("outer", "n=N o=%d i=%d: n, i; n, o; o, i", 2);
    contract("convolution", "n=N o=%d p=4 c=%d r=3: n, c, p+r-1; o, c, r; n, o, p", 2);
    contract(
        "strided",
        "n=N o=%d p=3 q=2 c=%d r=2 s=3: n, c, 2*p+r-1, 3*q+2*s-2; o, c, r, s; n, o, p, q",
        2);
    contract("depthwise", "n=N g=%d o=%d p=4 r=3: n, g, p+r; 2*g+o, 0, r; n, 2*g+o, p", 1);
    contract("groups", "n=N g=%d o=2 p=5 c=3: n, 3*g+c, p; 2*g+o, c, 0; n, 2*g+o, p", 1);
    contract(
        "first",
        "n=N p=%d q=%d c=%d o=9 r=3 s=2: n, c, 2*p+r-1, q+2*s-1; o, c, r, s; n, o, p, q",
        3);
    contract(
        "first slope",
        "n=N p=%d q=%d c=%d o=9 r=3 s=2: n, c, p+2*r-1, q+s-2; n, o, p, q; o, c, r, s",
        3);
    spread();
    contract("gaps", "n=N o=%d p=3 c=%d r=1: n, c, 3*p; o, c, r; n, o, p", 2);
  }

  /** As the input gradient of a convolution: slopes stand a stride apart, with zeros between. */
  private void spread() {
    for (int axes = 1; axes <= 2; axes++) {
      StringBuilder head = new StringBuilder("n=N c=%d o=2".formatted(extent()));
      StringBuilder reads = new StringBuilder("n, o");
      StringBuilder taps = new StringBuilder("o, c");
      StringBuilder writes = new StringBuilder("n, c");
      List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH, 2));
      for (int i = 0; i < axes; i++) {
        int size = random.nextInt(5);
        head.append(" h%d=%d".formatted(i, 1 + random.nextInt(9)));
        if (size > 0) head.append(" r%d=%d".formatted(i, size));
        String tap = size == 0 ? "" : "-%d*r%d".formatted(1 + random.nextInt(3), i);
        reads.append(", h%d%s+%d".formatted(i, tap, random.nextInt(4)));
        taps.append(size == 0 ? ", 0" : ", r" + i);
        writes.append(", h" + i);
        dims.add(extent());
      }
      IndexMap map = IndexMap.parse("%s: %s; %s; %s".formatted(head, reads, taps, writes));
      Value slope = input(new Shape(dims));
      for (int i = 0; i < axes; i++)
        slope = add(new Primitive.Pad(2 + i, 0, 0, random.nextInt(4), 0), slope);
      Value y = to.contract(map, slope, input(operandShape(map, map.right())));
      done(
          "contract spread " + axes,
          random.nextBoolean() ? y : pointwise(to.plus(y, input(to.shape(y)))));
    }
  }

  /** Read by another contraction, so that it stands in memory with what is done to it. */
  private Value pointwise(Value x) {
    Shape shape = to.shape(x);
    String places = shape.rank() == 3 ? "p" : "p, q";
    String extents = shape.rank() == 3 ? "p=%d" : "p=%d q=%d";
    Object[] sizes = shape.dims().subList(2, shape.rank()).toArray();
    String head = "n=N d=2 c=%d ".formatted(shape.dim(1)) + extents.formatted(sizes);
    IndexMap map = IndexMap.parse("%s: n, c, %s; c, d; n, d, %s".formatted(head, places, places));
    return to.contract(map, x, input(Shape.of(shape.dim(1), 2)));
  }

  /** A contraction with random extents; a {@code %d} too many is 2. */
  private void contract(String name, String text, int extents) {
    Object[] values = new Object[5];
    for (int i = 0; i < values.length; i++) values[i] = i < extents ? extent() : 2;
    IndexMap map = IndexMap.parse(text.formatted(values));
    Value left = input(operandShape(map, map.left()));
    done("contract " + name, to.contract(map, left, input(operandShape(map, map.right()))));
  }

  /** The smallest shape that is read as far as the map reads, less the padding of 1 at the end. */
  private static Shape operandShape(IndexMap map, List<IndexMap.Axis> axes) {
    List<Integer> dims = new ArrayList<>();
    for (IndexMap.Axis axis : axes) {
      int last = axis.offset();
      boolean batch = false;
      for (IndexMap.Term term : axis.terms()) {
        int extent = map.indices().get(term.index()).extent();
        batch |= extent == Shape.BATCH;
        last += term.coefficient() * (extent - 1);
      }
      dims.add(batch ? Shape.BATCH : Math.max(1, last + 1 + (axis.offset() < 0 ? -1 : 0)));
    }
    return new Shape(dims);
  }

  private void windows() {
    for (int axes = 1; axes <= 2; axes++) {
      List<Integer> size = new ArrayList<>();
      List<Integer> stride = new ArrayList<>();
      List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH, extent()));
      for (int i = 0; i < axes; i++) {
        size.add(1 + random.nextInt(3));
        stride.add(1 + random.nextInt(3));
        dims.add(size.get(i) + random.nextInt(5));
      }
      Shape shape = new Shape(dims);
      Primitive sum = new Primitive.WindowReduce(Reduction.SUM, size, stride);
      Primitive max = new Primitive.WindowReduce(Reduction.MAX, size, stride);
      done("window sum " + axes, add(sum, input(shape)));
      done("window max " + axes, add(max, input(shape)));
      Value x = input(shape);
      done(
          "window scatter " + axes, add(new Primitive.WindowScatter(size, stride), x, add(sum, x)));
    }
  }

  private void tiles() {
    for (int i = 0; i < 2; i++) {
      int first = i == 0 ? Shape.BATCH : extent();
      int channels = i == 0 && random.nextBoolean() ? 20 : extent();
      Matrix matrix = matrix(1 + random.nextInt(4), 1 + random.nextInt(4));
      int stride = 1 + random.nextInt(3);
      List<Integer> tiles = List.of(1 + random.nextInt(3), 1 + random.nextInt(3));
      Primitive cut = new Primitive.TileTransform(matrix, stride, random.nextInt(2), tiles);
      Value image = input(Shape.of(first, channels, extent(), extent()));
      done("tile transform " + i, to.times(add(cut, image), 2));
      int size = matrix.columns();
      List<Integer> cover = tiles.stream().map(t -> covered(t, matrix.rows())).toList();
      Value cuts = input(Shape.of(first, channels, size, size, tiles.get(0), tiles.get(1)));
      Value merged = add(new Primitive.TileMerge(matrix, cover), cuts);
      Value bias = to.along(1, input(Shape.of(channels)), to.shape(merged));
      done("tile merge " + i, i == 0 ? to.plus(merged, bias) : merged);
    }
  }

  /** An extent that so many tiles of a size reach the end of. */
  private int covered(int tiles, int size) {
    return tiles * size - random.nextInt(size);
  }

  /** Small whole numbers, and sometimes rows that are equal but for signs. */
  private Matrix matrix(int rows, int columns) {
    int[] numbers = random.ints((long) rows * columns, -2, 3).toArray();
    for (int c = 0; c < columns && rows > 1 && random.nextBoolean(); c++)
      numbers[columns + c] = c % 2 == 0 ? numbers[c] : -numbers[c];
    return Matrix.over(2, rows, numbers);
  }

  private void pad() {
    for (int i = 0; i < 3; i++) {
      Shape shape = Shape.of(Shape.BATCH, extent(), extent());
      int axis = 1 + random.nextInt(2);
      int interior = i == 0 ? 0 : random.nextInt(3);
      Primitive pad =
          new Primitive.Pad(axis, random.nextInt(3), random.nextInt(3), interior, i - 0.5f);
      done("pad " + i, add(pad, input(shape)));
    }
    done("pad rows", add(new Primitive.Pad(0, 1, 0, 2, 0), input(Shape.of(extent(), extent()))));
  }

  private void slice() {
    Shape shape = Shape.of(Shape.BATCH, 2 + extent(), 2 + extent());
    int axis = 1 + random.nextInt(2);
    int start = random.nextInt(2);
    int size = 1 + random.nextInt(shape.dim(axis) - start);
    done("slice", add(new Primitive.Slice(axis, start, size), input(shape)));
  }

  private void rows() {
    for (int i = 0; i < 3; i++) {
      int rows = 1 + random.nextInt(9);
      int columns = i == 0 ? 1 + random.nextInt(40) : extent();
      Shape shape = shape(1 + random.nextInt(3));
      done("gather " + i, add(new Primitive.Gather(), codes(shape), parameter(rows, columns)));
      Value codes = codes(shape);
      Value values = input(shape.and(columns));
      done("scatter add " + i, add(new Primitive.ScatterAdd(rows), codes, values));
    }
  }

  /** A state that is a contraction of the one before, and one that is a mere sum. */
  private void scan() {
    int units = extent();
    int steps = extent();
    GraphBuilder body = new GraphBuilder();
    Shape state = Shape.of(Shape.BATCH, units);
    Value x = body.add(new Primitive.Input("x", Type.floats(state)));
    Value w = body.add(new Primitive.Input("w", Type.floats(Shape.of(units, units))));
    Value h = body.add(new Primitive.Input("h", Type.floats(state)));
    Value sum = body.add(new Primitive.Input("sum", Type.floats(state)));
    IndexMap map = IndexMap.parse("n=N o=%d i=%d: n, i; o, i; n, o".formatted(units, units));
    Value next = body.unary(UnaryFunction.TANH, body.plus(body.contract(map, h, w), x));
    body.result(Result.Kind.OUTPUT, "h", next);
    body.result(Result.Kind.OUTPUT, "sum", body.plus(sum, body.times(next, 0.5)));
    body.result(Result.Kind.OUTPUT, "before", h);
    Graph loop = body.build();
    boolean reverse = random.nextBoolean();
    Value given = input(Shape.of(Shape.BATCH, steps, units));
    Value weight = parameter(units, units);
    Value states = add(new Primitive.Scan(loop, "h", steps, reverse), given, weight);
    Value sums = add(new Primitive.Scan(loop, "sum", steps, reverse), given, weight);
    Value before = add(new Primitive.Scan(loop, "before", steps, reverse), given, weight);
    done("scan", to.plus(to.times(states, 2), to.plus(sums, before)));
  }

  /** Whole numbers, of which some are no rows, so that they are moved to the first or the last. */
  private Value codes(Shape shape) {
    return to.add(new Primitive.Input("codes", Type.ints(shape)));
  }

  private void reorder() {
    int c = extent();
    int h = extent();
    Shape shape = Shape.of(Shape.BATCH, c, h);
    done("reshape merge", to.reshape(input(shape), Shape.of(Shape.BATCH, c * h)));
    done("reshape split", to.reshape(input(Shape.of(Shape.BATCH, c * h)), shape));
    List<Integer> axes = new ArrayList<>(List.of(1, 2, 3));
    Collections.shuffle(axes, random);
    axes.add(0, 0);
    Value x = input(Shape.of(Shape.BATCH, c, h, extent()));
    done("permute", add(new Primitive.Permute(axes), x));
    int axis = 1 + random.nextInt(2);
    Value[] parts = new Value[2 + random.nextInt(2)];
    for (int i = 0; i < parts.length; i++) parts[i] = input(shape.with(axis, extent()));
    done("concat", add(new Primitive.Concat(axis), parts));
  }
}
