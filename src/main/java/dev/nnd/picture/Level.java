package dev.nnd.picture;

import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Port;
import java.util.List;
import java.util.Map;

/**
 * The rows of a network or a group, from top to bottom, each from left to right.
 *
 * @param links arrows, each from one row to the next
 * @param entries by the number of the step outside whose result comes in; in the first row
 * @param exits by the number of the step inside whose result leaves; in the last row
 */
record Level(
    List<List<Slot>> rows, List<Link> links, Map<Integer, Port> entries, Map<Integer, Port> exits) {
  Level {
    rows = rows.stream().map(List::copyOf).toList();
    links = List.copyOf(links);
    entries = Map.copyOf(entries);
    exits = Map.copyOf(exits);
  }

  /**
   * An arrow, or a piece of one.
   *
   * @param source the step whose result flows
   */
  record Link(Slot from, Slot to, int source) {
    /** Where the arrow comes from: a group's exit rather than the group. */
    Slot start() {
      return from instanceof Box box ? box.level().exits().get(source) : from;
    }

    /** Where the arrow leads: a group's entry rather than the group. */
    Slot end() {
      return to instanceof Box box ? box.level().entries().get(source) : to;
    }
  }
}
