package dev.nnd.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where buffers that live for a part of a step stand in the arena: two that live at the same time
 * do not overlap. They are placed one by one, the largest or those that live longest first, each at
 * the lowest place that is free while it lives.
 *
 * @param places the first element of each buffer, in the order they were asked for
 * @param length elements of the arena
 * @param bound the largest sum of the sizes of buffers that live at the same time: no plan is
 *     shorter
 */
record MemoryPlan(List<Long> places, long length, long bound) {
  /**
   * A buffer's life.
   *
   * @param size elements
   * @param first when it is first written
   * @param last when it is last read or written
   */
  record Life(long size, int first, int last) {
    /** How long it lives. */
    private int moments() {
      return last - first + 1;
    }

    boolean overlaps(Life other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** Which are placed first; equals keep their order. */
  private static final List<Comparator<Life>> ORDERS =
      List.of(
          Comparator.comparing(Life::size).reversed(),
          Comparator.comparing(Life::moments).thenComparing(Life::size).reversed(),
          Comparator.comparing((Life life) -> life.size() * life.moments()).reversed(),
          Comparator.comparing(Life::first));

  /** Plans the places of buffers: the shortest of a few plans, as none is best for all lives. */
  static MemoryPlan of(List<Life> lives) {
    long bound = bound(lives);
    MemoryPlan shortest = inOrder(lives, ORDERS.get(0), bound);
    for (Comparator<Life> order : ORDERS.subList(1, ORDERS.size())) {
      if (shortest.length == bound) break;
      MemoryPlan other = inOrder(lives, order, bound);
      if (other.length < shortest.length) shortest = other;
    }
    return shortest;
  }

  private static MemoryPlan inOrder(List<Life> lives, Comparator<Life> first, long bound) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) order.add(i);
    order.sort(Comparator.comparing((Integer i) -> lives.get(i), first));
    Map<Integer, Long> placed = new HashMap<>();
    long length = 0;
    for (int index : order) {
      long place = lowest(lives.get(index), lives, placed);
      placed.put(index, place);
      length = Math.max(length, place + lives.get(index).size());
    }
    List<Long> places = IntStream.range(0, lives.size()).mapToObj(placed::get).toList();
    return new MemoryPlan(places, length, bound);
  }

  /**
   * A length as an array has it.
   *
   * @throws IllegalArgumentException if no array is so long
   */
  static int toInt(long length) {
    if (length > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "this network needs " + length + " floats at once; take a smaller batch");
    }
    return (int) length;
  }

  /** The lowest gap that is large enough among those placed that live at the same time. */
  private static long lowest(Life life, List<Life> lives, Map<Integer, Long> placed) {
    List<Integer> rivals = new ArrayList<>(placed.keySet());
    rivals.removeIf(rival -> !lives.get(rival).overlaps(life));
    rivals.sort(Comparator.comparing(placed::get));
    long place = 0;
    for (int rival : rivals) {
      if (placed.get(rival) - place >= life.size()) break;
      place = Math.max(place, placed.get(rival) + lives.get(rival).size());
    }
    return place;
  }

  /** The largest sum of the sizes of those that live at the same time. */
  static long bound(List<Life> lives) {
    long most = 0;
    for (Life at : lives) {
      long sum = 0;
      for (Life other : lives)
        if (other.first() <= at.first() && at.first() <= other.last()) sum += other.size();
      most = Math.max(most, sum);
    }
    return most;
  }
}
