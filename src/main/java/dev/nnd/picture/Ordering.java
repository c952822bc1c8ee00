package dev.nnd.picture;

import dev.nnd.picture.Level.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders the slots of rows so that few arrows cross: each slot goes to the mean place of its
 * neighbours in the row before, then in the row after, again and again; the best order wins.
 */
final class Ordering {
  /** Down and up that often; more seldom helps. */
  private static final int SWEEPS = 6;

  private final Map<Slot, List<Slot>> above = new HashMap<>();
  private final Map<Slot, List<Slot>> below = new HashMap<>();
  private final List<Link> links;

  private Ordering(List<Link> links) {
    this.links = links;
    for (Link link : links) {
      above.computeIfAbsent(link.to(), slot -> new ArrayList<>()).add(link.from());
      below.computeIfAbsent(link.from(), slot -> new ArrayList<>()).add(link.to());
    }
  }

  static List<List<Slot>> of(List<List<Slot>> rows, List<Link> links) {
    Ordering ordering = new Ordering(links);
    List<List<Slot>> best = rows;
    long fewest = ordering.crossings(rows);
    List<List<Slot>> now = rows;
    for (int i = 0; i < SWEEPS && fewest > 0; i++) {
      now = ordering.swept(now, i % 2 == 0);
      long crossings = ordering.crossings(now);
      if (crossings < fewest) {
        fewest = crossings;
        best = now;
      }
    }
    return best;
  }

  private List<List<Slot>> swept(List<List<Slot>> rows, boolean down) {
    List<List<Slot>> swept = new ArrayList<>(rows);
    Map<Slot, Integer> places = places(rows);
    for (int i = 1; i < rows.size(); i++) {
      int row = down ? i : rows.size() - 1 - i;
      Map<Slot, List<Slot>> neighbours = down ? above : below;
      Map<Slot, Double> means = new HashMap<>();
      for (Slot slot : rows.get(row)) {
        means.put(
            slot,
            neighbours.getOrDefault(slot, List.of()).stream()
                .mapToInt(places::get)
                .average()
                .orElse(places.get(slot)));
      }
      List<Slot> ordered = new ArrayList<>(rows.get(row));
      ordered.sort(Comparator.comparingDouble(means::get));
      for (int place = 0; place < ordered.size(); place++) places.put(ordered.get(place), place);
      swept.set(row, ordered);
    }
    return swept;
  }

  private static Map<Slot, Integer> places(List<List<Slot>> rows) {
    Map<Slot, Integer> places = new HashMap<>();
    for (List<Slot> row : rows) {
      for (int place = 0; place < row.size(); place++) places.put(row.get(place), place);
    }
    return places;
  }

  /** How many pairs of arrows between two rows cross. */
  private long crossings(List<List<Slot>> rows) {
    Map<Slot, Integer> places = places(rows);
    Map<Slot, Integer> rowOf = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      for (Slot slot : rows.get(i)) rowOf.put(slot, i);
    }
    Map<Integer, List<Link>> byRow = new HashMap<>();
    for (Link link : links) {
      byRow.computeIfAbsent(rowOf.get(link.to()), row -> new ArrayList<>()).add(link);
    }
    long crossings = 0;
    for (List<Link> between : byRow.values()) {
      for (int i = 0; i < between.size(); i++) {
        for (int j = 0; j < i; j++) {
          Link a = between.get(i);
          Link b = between.get(j);
          int from = places.get(a.from()) - places.get(b.from());
          int to = places.get(a.to()) - places.get(b.to());
          if ((long) from * to < 0) crossings++;
        }
      }
    }
    return crossings;
  }
}
