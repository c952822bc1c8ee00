package dev.nnd.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws by a seed, and names that nothing else has. */
final class Chance {
  private final Random random;
  private int names;

  Chance(long seed) {
    // The first draws of seeds in a row would be alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** From 0 to before {@code limit}. */
  int below(int limit) {
    return random.nextInt(limit);
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** A size: now and then more than a vector of 16. */
  int size(int most) {
    return oneIn(14) ? between(15, 18) : between(1, most);
  }

  String name(String start) {
    return start + "_" + ++names;
  }

  /** A name of a block or another declaration. */
  String camel(String start) {
    return start + ++names;
  }
}
