package dev.nnd.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where buffers that live for a part of a step stand in the arena: two that live at the same time
 * do not overlap. The largest are placed first, each at the lowest place that is free while it
 * lives.
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
    boolean overlaps(Life other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** Plans the places of buffers. */
  static MemoryPlan of(List<Life> lives) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) order.add(i);
    order.sort(Comparator.comparing((Integer i) -> -lives.get(i).size()).thenComparing(i -> i));
    Long[] places = new Long[lives.size()];
    long length = 0;
    for (int index : order) {
      places[index] = lowest(index, lives, places);
      length = Math.max(length, places[index] + lives.get(index).size());
    }
    return new MemoryPlan(List.of(places), length, bound(lives));
  }

  private static long lowest(int index, List<Life> lives, Long[] places) {
    List<Integer> rivals = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      if (places[i] != null && lives.get(i).overlaps(lives.get(index))) rivals.add(i);
    }
    rivals.sort(Comparator.comparing((Integer i) -> places[i]));
    long place = 0;
    for (int rival : rivals) {
      if (places[rival] - place >= lives.get(index).size()) break;
      place = Math.max(place, places[rival] + lives.get(rival).size());
    }
    return place;
  }

  private static long bound(List<Life> lives) {
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
