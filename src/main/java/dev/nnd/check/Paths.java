package dev.nnd.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives the layers of one chain their paths: the second layer of a name gets {@code _2}, and so on.
 */
final class Paths {
  private final String prefix;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Paths that begin with {@code prefix} and a dot.
   *
   * @param prefix the path of the statement, or of what else has the chain
   */
  Paths(String prefix) {
    this.prefix = prefix;
  }

  /** A new path for a layer, block, repeat or fork of this name. */
  String next(String name) {
    String numbered;
    do {
      int count = counts.merge(name, 1, Integer::sum);
      numbered = count == 1 ? name : name + "_" + count;
      // A block may itself be called `dense_2`.
    } while (!taken.add(numbered));
    return join(prefix, numbered);
  }

  /** Two parts of a path, of which the first may be empty. */
  static String join(String first, String second) {
    return first.isEmpty() ? second : first + "." + second;
  }
}
