package dev.nnd.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Level 2: the tensor operations that layers, gradients, losses and optimizers are made of. Axes
 * count from the batch axis. Operands of elementwise primitives have the same shape; {@link
 * Broadcast} makes it so.
 */
public sealed interface Primitive extends Op {
  /** Calls the case of this primitive. */
  <R> R accept(Visitor<R> visitor);

  /** Functions of one number. {@code SIGN} is -1, 0 or 1. */
  enum UnaryFunction {
    NEGATE,
    ABS,
    SIGN,
    EXP,
    LOG,
    SQRT,
    TANH,
    SIGMOID,
    ERF
  }

  /** Functions of two numbers. The comparisons give 1 or 0. */
  enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAXIMUM,
    MINIMUM,
    LESS,
    EQUAL
  }

  /** How elements are put together along an axis or in a window. */
  enum Reduction {
    SUM,
    MAX
  }

  /** What the caller brings, batch by batch: features or a target. */
  record Input(String name, Type type) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.input(this);
    }
  }

  /**
   * A tensor that lives from step to step.
   *
   * @param path the name in weight files, as in {@code digit.conv2d.weight}
   */
  record Parameter(String path, Role role, Shape shape, Init init) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.parameter(this);
    }
  }

  /**
   * A number that the caller sets before each step, such as the learning rate. Result {@code
   * float[]}.
   */
  record Setting(String name) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setting(this);
    }
  }

  /** The same number always. Result {@code float[]}. */
  record Constant(float value) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** The number of samples in this batch. Result {@code float[]}. */
  record BatchSize() implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchSize(this);
    }
  }

  /** {@code 0, 1, …, size - 1}. Result {@code float[size]}. */
  record Iota(int size) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.iota(this);
    }
  }

  /**
   * Uniform numbers in [0, 1), the element at row-major position {@code i} being a function of the
   * step's seed, the stream and {@code i} alone.
   */
  record Random(String stream, Shape shape) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.random(this);
    }
  }

  /** A function on every element. */
  record Unary(UnaryFunction function) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /** A function on pairs of elements. */
  record Binary(BinaryFunction function) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }
  }

  /** {@code condition != 0 ? a : b}, elementwise. */
  record Select() implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.select(this);
    }
  }

  /**
   * Repeats a tensor along new or unit axes.
   *
   * @param shape the result's shape
   * @param axes for each axis of the operand, in rising order, the result's axis it becomes; its
   *     extent there is the same, or it is 1 and is repeated
   */
  record Broadcast(Shape shape, List<Integer> axes) implements Primitive {
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.broadcast(this);
    }
  }

  /** Removes axes by summing or taking the largest. The batch axis may be among them. */
  record Reduce(Reduction reduction, List<Integer> axes) implements Primitive {
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reduce(this);
    }
  }

  /**
   * The sum of products over an {@link IndexMap}: matrix products, convolutions and their
   * gradients.
   */
  record Contract(IndexMap map) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.contract(this);
    }
  }

  /**
   * Sums or maxima of the windows over the last axes, which lie wholly inside: extent {@code (n -
   * size) / stride + 1}, rounded down.
   *
   * @param size window extents, one for each of the last {@code size.size()} axes
   * @param stride step between windows, likewise
   */
  record WindowReduce(Reduction reduction, List<Integer> size, List<Integer> stride)
      implements Primitive {
    public WindowReduce {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.windowReduce(this);
    }
  }

  /**
   * Adds each window's number to the first of the window's largest elements, in row-major order:
   * the gradient of the largest. Operands: the windowed tensor x, and one number a window. Result:
   * as x.
   */
  record WindowScatter(List<Integer> size, List<Integer> stride) implements Primitive {
    public WindowScatter {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.windowScatter(this);
    }
  }

  /**
   * Cuts the last two axes into square tiles, which may overlap, and multiplies each from both
   * sides: {@code y[a,b,p,q,i,j] = sum over r, s of matrix[p,r] * matrix[q,s] * x[a, b, stride*i +
   * r - before, stride*j + s - before]}. Positions outside read as zero. Operand {@code [A,B,H,W]},
   * result {@code [A,B,P,P,I,J]}.
   *
   * @param matrix of as many columns as a tile has rows and columns
   * @param stride elements from one tile to the next; at least 1
   * @param before how far the first tile begins before the first element; at least 0
   * @param tiles how many there are along each axis, {@code [I,J]}
   */
  record TileTransform(Matrix matrix, int stride, int before, List<Integer> tiles)
      implements Primitive {
    public TileTransform {
      tiles = List.copyOf(tiles);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tileTransform(this);
    }
  }

  /**
   * Multiplies tiles from both sides and puts them side by side: {@code y[a, b, m*i + u, m*j + v] =
   * sum over p, q of matrix[u,p] * matrix[v,q] * x[a,b,p,q,i,j]}, where {@code m} is the number of
   * rows of the matrix. What lies past the end is cut off. Operand {@code [A,B,P,P,I,J]}, result
   * {@code [A,B,H,W]}.
   *
   * @param matrix of P columns
   * @param size the extents of the result, {@code [H,W]}; the last tiles reach their end or past it
   */
  record TileMerge(Matrix matrix, List<Integer> size) implements Primitive {
    public TileMerge {
      size = List.copyOf(size);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tileMerge(this);
    }
  }

  /**
   * Puts {@code low} elements before an axis (not the batch axis), {@code high} after it and {@code
   * interior} between neighbours, all of one value. None is negative.
   */
  record Pad(int axis, int low, int high, int interior, float value) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pad(this);
    }
  }

  /** Keeps {@code size} elements of an axis (not the batch axis) from {@code start} on. */
  record Slice(int axis, int start, int size) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.slice(this);
    }
  }

  /** The same elements in row-major order under another shape; the batch axis stays. */
  record Reshape(Shape shape) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reshape(this);
    }
  }

  /** Result axis {@code i} is operand axis {@code axes[i]}; the batch axis stays. */
  record Permute(List<Integer> axes) implements Primitive {
    public Permute {
      axes = List.copyOf(axes);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.permute(this);
    }
  }

  /** Two or more tensors one after the other along an axis (not the batch axis). */
  record Concat(int axis) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.concat(this);
    }
  }

  /**
   * Rows of a table: {@code y[…, d] = table[indices[…], d]}. An index is rounded toward zero, and
   * one outside the table means the row nearest to it; callers refuse such indices before.
   *
   * <p>Operands: indices {@code int[…]}, table {@code [V, D]}. Result {@code […, D]}.
   */
  record Gather() implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.gather(this);
    }
  }

  /**
   * The gradient of {@link Gather} along its table: {@code y[v, d] = sum of values[…, d] over the
   * positions whose index is v}, in the order of positions.
   *
   * <p>Operands: indices {@code int[…]}, values {@code […, D]}. Result {@code [rows, D]}.
   *
   * @param rows how many rows there are; at least 1
   */
  record ScatterAdd(int rows) implements Primitive {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scatterAdd(this);
    }
  }

  /**
   * A loop over the steps along axis 1. Its body is a graph for one step: the first of its inputs
   * are the operands, of batched ones a step at a time, of others all; each further input is what
   * the result of its name was at the step before, at first 0.
   *
   * <p>Operands {@code [N, T, …]} or without batch, for the body's inputs {@code [N, …]} or the
   * same. Result: that of the body's results which is asked for, step by step, {@code [N, T, …]}.
   * Scans that differ in nothing else are one loop.
   *
   * @param body of primitives alone; its results are outputs
   * @param result the name of a result of the body
   * @param steps T
   * @param reverse whether the last step comes first
   */
  record Scan(Graph body, String result, int steps, boolean reverse) implements Primitive {
    /** The shape of a value of all steps. */
    public Shape stacked(Shape one) {
      List<Integer> dims = new ArrayList<>(one.dims());
      dims.add(1, steps);
      return new Shape(dims);
    }

    /** Whether another scan of the same operands is the same loop. */
    public boolean isSameLoop(Scan other) {
      return steps == other.steps
          && reverse == other.reverse
          && (body == other.body || body.toString().equals(other.body.toString()));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Scan scan && result.equals(scan.result) && isSameLoop(scan);
    }

    @Override
    public int hashCode() {
      return 31 * result.hashCode() + steps;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scan(this);
    }
  }

  /**
   * One case per primitive and no defaults, so that a new primitive fails to compile until every
   * phase has it.
   */
  interface Visitor<R> {
    R input(Input op);

    R parameter(Parameter op);

    R setting(Setting op);

    R constant(Constant op);

    R batchSize(BatchSize op);

    R iota(Iota op);

    R random(Random op);

    R unary(Unary op);

    R binary(Binary op);

    R select(Select op);

    R broadcast(Broadcast op);

    R reduce(Reduce op);

    R contract(Contract op);

    R windowReduce(WindowReduce op);

    R windowScatter(WindowScatter op);

    R tileTransform(TileTransform op);

    R tileMerge(TileMerge op);

    R pad(Pad op);

    R slice(Slice op);

    R reshape(Reshape op);

    R permute(Permute op);

    R concat(Concat op);

    R gather(Gather op);

    R scatterAdd(ScatterAdd op);

    R scan(Scan op);
  }
}
