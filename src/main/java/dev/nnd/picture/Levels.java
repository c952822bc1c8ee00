package dev.nnd.picture;

import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Arrow;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import dev.nnd.picture.Slot.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes levels of a sketch: cards of steps, groups, and what flows between them. */
final class Levels {
  private final Map<Integer, List<Integer>> readers = new HashMap<>();
  private final Map<Integer, List<Integer>> sources = new HashMap<>();
  private int groups;

  private Levels(Sketch sketch) {
    for (Arrow arrow : sketch.arrows()) {
      readers.computeIfAbsent(arrow.from(), id -> new ArrayList<>()).add(arrow.to());
      sources.computeIfAbsent(arrow.to(), id -> new ArrayList<>()).add(arrow.from());
    }
  }

  static Level of(Sketch sketch) {
    return new Levels(sketch).level(sketch.items(), "");
  }

  /** A level; the names of what it adds begin with that of its group. */
  private Level level(List<Item> items, String group) {
    Map<Integer, Slot> owners = new TreeMap<>();
    Set<Slot> slots = new LinkedHashSet<>();
    for (List<Step> steps : cards(items)) {
      Card card = new Card(steps);
      steps.forEach(step -> owners.put(step.id(), card));
    }
    for (Item item : items) {
      if (item instanceof Group inner) {
        String id = "g" + groups++;
        Box box = new Box(id, inner, level(inner.items(), id));
        ids(inner.items()).forEach(step -> owners.put(step, box));
      }
    }
    slots.addAll(owners.values());
    Map<Integer, Port> entries = new LinkedHashMap<>();
    Map<Integer, Port> exits = new LinkedHashMap<>();
    Set<Link> links = new LinkedHashSet<>();
    owners.forEach(
        (step, owner) -> {
          for (int from : sources.getOrDefault(step, List.of())) {
            Slot start =
                owners.containsKey(from)
                    ? owners.get(from)
                    : entries.computeIfAbsent(from, id -> new Port(group + "in" + id));
            if (start != owner) links.add(new Link(start, owner, from));
          }
          if (readers.getOrDefault(step, List.of()).stream()
              .anyMatch(r -> !owners.containsKey(r))) {
            Port exit = exits.computeIfAbsent(step, id -> new Port(group + "out" + id));
            links.add(new Link(owner, exit, step));
          }
        });
    return Rows.of(slots, links, entries, exits, group);
  }

  /**
   * The steps among items, as cards: each with the step that alone reads it, if it alone is read.
   */
  private List<List<Step>> cards(List<Item> items) {
    Map<Integer, List<Step>> byLast = new LinkedHashMap<>();
    List<List<Step>> cards = new ArrayList<>();
    for (Item item : items) {
      if (!(item instanceof Step step)) continue;
      List<Integer> from = sources.getOrDefault(step.id(), List.of());
      boolean follows =
          flows(step)
              && from.size() == 1
              && byLast.containsKey(from.get(0))
              && readers.get(from.get(0)).size() == 1;
      List<Step> card = follows ? byLast.remove(from.get(0)) : new ArrayList<>();
      if (!follows) cards.add(card);
      card.add(step);
      if (flows(step)) byLast.put(step.id(), card);
    }
    return cards;
  }

  private static boolean flows(Step step) {
    return step.kind() == Kind.LAYER || step.kind() == Kind.ARITHMETIC;
  }

  private static List<Integer> ids(List<Item> items) {
    List<Integer> ids = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Group group) ids.addAll(ids(group.items()));
      if (item instanceof Step step) ids.add(step.id());
    }
    return ids;
  }
}
