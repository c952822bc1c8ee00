package dev.nnd.source;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the fewest insertions, deletions, replacements and swaps of neighbours away
   * from {@code name} (optimal string alignment), if that is at most a third of its length (at
   * least one). Case does not count, unless all else is equal; among equals the first in the
   * alphabet wins.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    int limit = Math.max(1, name.length() / 3);
    return candidates.stream()
        .distinct()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
        .map(
            candidate ->
                new Candidate(
                    candidate,
                    distance(lower(name), lower(candidate)),
                    caseDiffers(name, candidate)))
        .filter(candidate -> candidate.distance <= limit && candidate.distance < name.length())
        .min(Candidate::compareTo)
        .map(Candidate::name);
  }

  private record Candidate(String name, int distance, boolean caseDiffers)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byDistance = Integer.compare(distance, other.distance);
      if (byDistance != 0) {
        return byDistance;
      }
      int byCase = Boolean.compare(caseDiffers, other.caseDiffers);
      return byCase != 0 ? byCase : name.compareTo(other.name);
    }
  }

  private static boolean caseDiffers(String a, String b) {
    return startsUpper(a) != startsUpper(b);
  }

  private static boolean startsUpper(String name) {
    return !name.isEmpty() && Character.isUpperCase(name.charAt(0));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    Arrays.setAll(last, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
