package dev.nnd.kernel;

import dev.nnd.graph.Primitive;
import dev.nnd.source.Span;
import java.util.List;

/** What one sweep over memory does, without saying how. */
sealed interface Kernel {
  /** The user's words it comes from. */
  Span origin();

  /** What it writes. */
  List<Output> outputs();

  /**
   * A value that a kernel writes, at every point of its domain or summed over some of its axes.
   *
   * @param kind whether and how elements of several points are put together
   * @param target what is written
   * @param index the target's axes in terms of the domain; without the axes that are summed over
   * @param value the element at a point
   */
  record Output(Kind kind, Buffer target, List<Affine> index, Element value) {
    public Output {
      index = List.copyOf(index);
    }

    /** All of a buffer, by a kernel that has its own way to make it. */
    static Output whole(Buffer target) {
      List<Affine> all = Affine.identity(target.shape().rank());
      return new Output(Kind.STORE, target, all, new Element.Product());
    }

    /** Outputs with the same target are few; what they are made of may be large. */
    @Override
    public int hashCode() {
      return target.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || other instanceof Output output
              && kind == output.kind
              && target.equals(output.target)
              && index.equals(output.index)
              && value.equals(output.value);
    }

    /** Whether it goes on with sums of its task, which another step has begun. */
    boolean continues() {
      return target.place() == Buffer.Place.PARTS;
    }

    /** The same with another element. */
    Output with(Element other) {
      return new Output(kind, target, index, other);
    }

    boolean keeps(int axis) {
      return index.stream().anyMatch(a -> a.coefficients().get(axis) != 0);
    }
  }

  /** How elements of several points are put together. */
  enum Kind {
    STORE,
    SUM,
    MAX
  }

  /**
   * Elementwise work and sums over a rectangular domain.
   *
   * @param extents of the domain's axes; {@link dev.nnd.graph.Shape#BATCH} for the batch axis
   * @param fill what the whole targets are set to first, where not all of them is written; NaN for
   *     nothing
   */
  record Nest(List<Integer> extents, List<Output> outputs, float fill, Span origin)
      implements Kernel {
    public Nest {
      extents = List.copyOf(extents);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A sum of products, and what is done to each sum before it is stored.
   *
   * @param extents of the indices, which are the domain; those that the outputs do not keep are
   *     summed over
   * @param left the first factor
   * @param right the second
   * @param outputs what is stored, in terms of {@link Element.Product}
   */
  record Contraction(
      List<Integer> extents,
      Element.Read left,
      Element.Read right,
      List<Output> outputs,
      Span origin)
      implements Kernel {
    public Contraction {
      extents = List.copyOf(extents);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Tiles of a value, each between two matrices.
   *
   * @param op which tiles and matrix; its operand is the input, its result the target
   */
  record Transform(Buffer input, Primitive.TileTransform op, Buffer target, Span origin)
      implements Kernel {
    @Override
    public List<Output> outputs() {
      return List.of(Output.whole(target));
    }
  }

  /**
   * Tiles between two matrices put side by side, and what is done to each element before it is
   * stored. The domain is the result's.
   *
   * @param op which matrix and size; its operand is the input
   * @param outputs what is stored, in terms of {@link Element.Product}
   */
  record Merge(Buffer input, Primitive.TileMerge op, List<Output> outputs, Span origin)
      implements Kernel {
    public Merge {
      outputs = List.copyOf(outputs);
    }
  }

  /** The gradient of window maxima; see {@link dev.nnd.graph.Primitive.WindowScatter}. */
  record Scatter(
      Buffer input,
      Buffer slope,
      Buffer target,
      List<Integer> size,
      List<Integer> stride,
      Span origin)
      implements Kernel {
    @Override
    public List<Output> outputs() {
      return List.of();
    }
  }

  /** Rows of a table; see {@link dev.nnd.graph.Primitive.Gather}. */
  record Gather(Buffer indices, Buffer table, Buffer target, Span origin) implements Kernel {
    @Override
    public List<Output> outputs() {
      return List.of(Output.whole(target));
    }
  }

  /** Sums of rows; see {@link dev.nnd.graph.Primitive.ScatterAdd}. */
  record ScatterAdd(Buffer indices, Buffer values, Buffer target, Span origin) implements Kernel {
    @Override
    public List<Output> outputs() {
      return List.of(Output.whole(target));
    }
  }

  /**
   * Kernels that are done step by step, in order.
   *
   * @param body what a step does; of stacked values it sees steps, which are other buffers
   * @param steps how many there are
   * @param reverse whether the last comes first
   * @param views the buffers that are steps of others
   * @param stacks what it writes, with all steps
   */
  record Loop(
      List<Kernel> body,
      int steps,
      boolean reverse,
      List<Buffer> views,
      List<Buffer> stacks,
      Span origin)
      implements Kernel {
    public Loop {
      body = List.copyOf(body);
      views = List.copyOf(views);
      stacks = List.copyOf(stacks);
    }

    /** The same with another body. */
    Loop with(List<Kernel> other) {
      return new Loop(other, steps, reverse, views, stacks, origin);
    }

    @Override
    public List<Output> outputs() {
      return stacks.stream().map(Output::whole).toList();
    }
  }

  /** This kernel, or those of a loop's body. */
  default List<Kernel> parts() {
    return this instanceof Loop loop ? loop.body : List.of(this);
  }
}
