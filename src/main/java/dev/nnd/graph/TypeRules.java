package dev.nnd.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The type of an op's result from those of its operands; operands that do not suit are refused. */
public final class TypeRules {
  private TypeRules() {}

  /**
   * Derives the type of a result.
   *
   * @throws IllegalArgumentException if the operands do not suit, saying which and why
   */
  public static Type derive(Op op, List<Type> operands) {
    try {
      return op instanceof Layer layer
          ? layer.accept(new LayerTypes(operands))
          : ((Primitive) op).accept(new PrimitiveTypes(operands));
    } catch (IndexOutOfBoundsException tooFew) {
      throw new IllegalArgumentException(
          op + " misses operands or axes, given " + operands, tooFew);
    }
  }

  /**
   * {@code (n + before + after - (dilation * (size - 1) + 1)) / stride + 1}, or a refusal if no
   * window fits.
   */
  public static int windows(int n, int size, int stride, int before, int after, int dilation) {
    int room = n + before + after - (dilation * (size - 1) + 1);
    check(room >= 0, "a window of ", size, " does not fit into ", n);
    return room / stride + 1;
  }

  /**
   * The parts of the reason are put together only if it is needed: nodes are made by the thousand.
   */
  static void check(boolean holds, Object... why) {
    if (!holds) {
      throw new IllegalArgumentException(
          Arrays.stream(why).map(String::valueOf).collect(Collectors.joining()));
    }
  }

  static void count(List<Type> operands, int expected) {
    check(operands.size() == expected, "needs ", expected, " operands, given ", operands);
  }

  static int bit(boolean present) {
    return present ? 1 : 0;
  }
}
