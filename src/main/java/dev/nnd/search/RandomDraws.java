package dev.nnd.search;

import java.util.function.IntFunction;

/** Independent draws. */
record RandomDraws(Space space) implements Proposer {
  @Override
  public int reads(int number) {
    return 0;
  }

  @Override
  public IntFunction<double[]> propose(int number, Past past) {
    return attempt -> space.draw(number, attempt);
  }
}
