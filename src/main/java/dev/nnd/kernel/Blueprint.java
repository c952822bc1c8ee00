package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.LoopProgram;
import java.util.List;

/**
 * Everything needed to build and run a compiled graph.
 *
 * @param program the loops
 * @param parameters what stands in the weights between steps
 * @param weightsLength elements of the weights
 * @param arenaLength elements of the arena
 * @param arenaBound the largest sum of values alive at the same time: no arena is shorter
 * @param arenaValues what stands in the arena, the largest first, for people
 * @param inputs the caller's arrays to read, in order
 * @param outputs the caller's arrays to write, behind the inputs
 * @param settings the names of the settings, by position
 * @param streams the names of the streams of random numbers, by position
 * @param kernels what each kernel does, in order, for people
 */
public record Blueprint(
    LoopProgram program,
    List<Stored> parameters,
    int weightsLength,
    int arenaLength,
    long arenaBound,
    List<ArenaValue> arenaValues,
    List<Port> inputs,
    List<Port> outputs,
    List<String> settings,
    List<String> streams,
    List<KernelSummary> kernels) {
  public Blueprint {
    parameters = List.copyOf(parameters);
    arenaValues = List.copyOf(arenaValues);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    settings = List.copyOf(settings);
    streams = List.copyOf(streams);
    kernels = List.copyOf(kernels);
  }

  /**
   * Asserts that this code and that of another target can take turns from step to step: both take
   * the same arrays, and find the same parameters at the same places.
   *
   * @throws IllegalStateException if they cannot
   */
  public void requireTakesTurnsWith(Blueprint other) {
    boolean same = weightsLength == other.weightsLength;
    same &= inputs.equals(other.inputs) && outputs.equals(other.outputs);
    same &= settings.equals(other.settings) && streams.equals(other.streams);
    same &= parameters.size() == other.parameters.size();
    for (int i = 0; same && i < parameters.size(); i++) {
      same = parameters.get(i).standsAs(other.parameters.get(i));
    }
    if (!same) throw new IllegalStateException("kernel: two targets differ in what they are given");
  }

  /**
   * An array of the caller's, row-major.
   *
   * @param batched whether it has one row a sample
   * @param size elements, of one sample if it is batched
   */
  public record Port(String name, boolean batched, int size) {}

  /** How many phases a step has. */
  public int phases() {
    return program.phases().size();
  }

  /** A parameter and where its elements stand. */
  public static final class Stored {
    private final String path;
    private final Shape shape;
    private final Layout layout;
    private final int start;

    Stored(String path, Shape shape, Layout layout, int start) {
      this.path = path;
      this.shape = shape;
      this.layout = layout;
      this.start = start;
    }

    private boolean standsAs(Stored other) {
      return path.equals(other.path)
          && shape.equals(other.shape)
          && layout.equals(other.layout)
          && start == other.start;
    }

    /** Its name in weight files. */
    public String path() {
      return path;
    }

    /**
     * Its shape in the compiled graph; the elements of weight files stand in the same row-major
     * order.
     */
    public Shape shape() {
      return shape;
    }

    /**
     * Copies row-major elements to their places.
     *
     * @throws IllegalArgumentException if there are not as many as the shape says
     */
    public void pack(float[] rowMajor, float[] weights) {
      check(rowMajor);
      walk((index, place, step, count) -> copy(rowMajor, index, 1, weights, place, step, count));
    }

    /** Copies the elements from their places. */
    public void unpack(float[] weights, float[] rowMajor) {
      check(rowMajor);
      walk((index, place, step, count) -> copy(weights, place, step, rowMajor, index, 1, count));
    }

    private void check(float[] rowMajor) {
      if (rowMajor.length != shape.size()) {
        throw new IllegalArgumentException(
            path + " is " + shape + ", given " + rowMajor.length + " elements");
      }
    }

    /** Every start copies all parameters: a loop of a few operations is compiled at once. */
    private static void copy(
        float[] from, int first, int fromStep, float[] to, int start, int toStep, int count) {
      if (fromStep == 1 && toStep == 1) {
        System.arraycopy(from, first, to, start, count);
        return;
      }
      for (int i = 0; i < count; i++) to[start + i * toStep] = from[first + i * fromStep];
    }

    /** A stretch of elements that follow each other along the last axis. */
    @FunctionalInterface
    private interface Row {
      void at(int rowMajorIndex, int place, int step, int count);
    }

    private void walk(Row row) {
      int last = shape.rank() - 1;
      int count = last < 0 ? 1 : shape.dim(last);
      int step = last < 0 ? 1 : layout.strides().get(last);
      int[] counters = new int[Math.max(0, last)];
      int total = Math.toIntExact(shape.size());
      for (int i = 0; i < total; i += count) {
        int place = start + layout.origin();
        for (int axis = 0; axis < counters.length; axis++)
          place += counters[axis] * layout.strides().get(axis);
        row.at(i, place, step, count);
        for (int axis = counters.length - 1;
            axis >= 0 && ++counters[axis] == shape.dim(axis);
            axis--) {
          counters[axis] = 0;
        }
      }
    }
  }
}
