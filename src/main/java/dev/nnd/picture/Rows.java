package dev.nnd.picture;

import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Slot.Pass;
import dev.nnd.picture.Slot.Port;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts slots into rows: each as far down as the longest way that leads to it, and an arrow over
 * several rows through a place of its own in each. Sources of nothing but one row, such as an input
 * that is read late, go down to their reader.
 */
final class Rows {
  private final Map<Slot, Integer> row = new HashMap<>();
  private final List<List<Slot>> rows = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<String, Pass> passes = new HashMap<>();
  private final String prefix;

  private Rows(String prefix) {
    this.prefix = prefix;
  }

  /**
   * The level of these slots.
   *
   * @param slots in an order in which arrows lead forwards
   */
  static Level of(
      Collection<Slot> slots,
      Collection<Link> links,
      Map<Integer, Port> entries,
      Map<Integer, Port> exits,
      String prefix) {
    Rows rows = new Rows(prefix);
    rows.fill(slots, links, entries.values(), exits.values());
    links.forEach(rows::link);
    return new Level(Ordering.of(rows.rows, rows.links), rows.links, entries, exits);
  }

  private void fill(
      Collection<Slot> slots,
      Collection<Link> links,
      Collection<Port> entries,
      Collection<Port> exits) {
    Map<Slot, List<Link>> into = new HashMap<>();
    Map<Slot, List<Link>> from = new HashMap<>();
    for (Link link : links) {
      into.computeIfAbsent(link.to(), slot -> new ArrayList<>()).add(link);
      from.computeIfAbsent(link.from(), slot -> new ArrayList<>()).add(link);
    }
    entries.forEach(entry -> row.put(entry, 0));
    int first = entries.isEmpty() ? 0 : 1;
    int last = first;
    for (Slot slot : slots) {
      int at = first;
      for (Link link : into.getOrDefault(slot, List.of())) {
        at = Math.max(at, row.get(link.from()) + 1);
      }
      row.put(slot, at);
      last = Math.max(last, at);
    }
    for (Slot slot : slots) {
      if (!into.containsKey(slot)) lower(slot, from.getOrDefault(slot, List.of()));
    }
    for (Port exit : exits) row.put(exit, last + 1);
    for (int i = 0; i <= last + (exits.isEmpty() ? 0 : 1); i++) rows.add(new ArrayList<>());
    entries.forEach(entry -> rows.get(0).add(entry));
    slots.forEach(slot -> rows.get(row.get(slot)).add(slot));
    exits.forEach(exit -> rows.get(last(rows)).add(exit));
  }

  /** Lowers a slot that nothing flows into. */
  private void lower(Slot slot, List<Link> from) {
    from.stream()
        .filter(link -> row.containsKey(link.to()))
        .mapToInt(link -> row.get(link.to()) - 1)
        .min()
        .ifPresent(lowest -> row.put(slot, lowest));
  }

  private static int last(List<?> list) {
    return list.size() - 1;
  }

  /** An arrow in pieces of one row. Arrows of one result share their way as long as they can. */
  private void link(Link link) {
    Slot at = link.from();
    for (int i = row.get(link.from()) + 1; i < row.get(link.to()); i++) {
      int number = i;
      String key = link.from().id() + "/" + link.source() + "/" + i;
      Slot before = at;
      at =
          passes.computeIfAbsent(
              key,
              k -> {
                Pass pass = new Pass(prefix + "p" + number + "-" + passes.size());
                rows.get(number).add(pass);
                links.add(new Link(before, pass, link.source()));
                return pass;
              });
    }
    links.add(new Link(at, link.to(), link.source()));
  }
}
