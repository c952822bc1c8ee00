package dev.nnd.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Arrow;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Placing.Area;
import dev.nnd.picture.Placing.Placed;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for the picture of any network: 300 random ones, each from its own number. */
final class RandomPictureTest {
  private static final int NETWORKS = 300;
  private static final double SMALL = 1e-6;

  /** Steps in random groups; each reads one to three steps before it, mostly the last. */
  private static Sketch random(Random random) {
    Set<Arrow> arrows = new LinkedHashSet<>();
    int[] next = {0};
    List<Item> items = items(random, 0, next, arrows);
    return new Sketch("Random", Map.of(), List.of(), items, List.copyOf(arrows), 0);
  }

  private static List<Item> items(Random random, int depth, int[] next, Set<Arrow> arrows) {
    List<Item> items = new ArrayList<>();
    int count = 1 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      if (depth < 3 && random.nextInt(4) == 0) {
        items.add(new Group("Group" + next[0], 1, items(random, depth + 1, next, arrows)));
      } else {
        items.add(step(random, next[0]++, arrows));
      }
    }
    return items;
  }

  private static Step step(Random random, int id, Set<Arrow> arrows) {
    boolean input = id == 0 || random.nextInt(12) == 0;
    int operands = input ? 0 : 1 + Math.max(0, random.nextInt(6) - 3);
    for (int i = 0; i < operands; i++) {
      arrows.add(new Arrow(random.nextInt(3) == 0 ? random.nextInt(id) : id - 1, id));
    }
    String text = "layer".repeat(1 + random.nextInt(4));
    return new Step(id, input ? Kind.INPUT : Kind.LAYER, text, "[1]", random.nextInt(9), 1, 1);
  }

  @Test
  void nothingOverlapsAndArrowsLeadDown() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Level level = Levels.of(random(new Random(seed)));
      Placed placed = Placing.of(level);
      Area whole = new Area(0, 0, placed.width(), placed.height(), 0, placed.height());
      check(level, placed, whole, "seed " + seed);
    }
  }

  private static void check(Level level, Placed placed, Area around, String seed) {
    List<Slot> slots = level.rows().stream().flatMap(List::stream).toList();
    for (Slot slot : slots) {
      Area area = placed.areas().get(slot);
      assertTrue(contains(around, area), () -> seed + ": " + slot.id() + " leaves its group");
      for (Slot other : slots) {
        boolean apart = slot == other || apart(area, placed.areas().get(other));
        assertTrue(apart, () -> seed + ": " + slot.id() + " lies over " + other.id());
      }
      if (slot instanceof Box box) check(box.level(), placed, area, seed);
    }
    for (Link link : level.links()) {
      Area from = placed.areas().get(link.from());
      Area to = placed.areas().get(link.to());
      assertTrue(from.rowBottom() < to.rowTop(), () -> seed + ": an arrow leads up");
      assertTrue(
          placed.areas().containsKey(link.start()) && placed.areas().containsKey(link.end()),
          () -> seed + ": an arrow has no end");
    }
  }

  private static boolean contains(Area outer, Area inner) {
    return inner.x() >= outer.x() - SMALL
        && inner.y() >= outer.y() - SMALL
        && inner.x() + inner.width() <= outer.x() + outer.width() + SMALL
        && inner.y() + inner.height() <= outer.y() + outer.height() + SMALL;
  }

  private static boolean apart(Area a, Area b) {
    return a.x() + a.width() <= b.x() + SMALL
        || b.x() + b.width() <= a.x() + SMALL
        || a.y() + a.height() <= b.y() + SMALL
        || b.y() + b.height() <= a.y() + SMALL;
  }

  /** The pieces of arrows, put together again, are the arrows of the network. */
  @Test
  void arrowsAreThoseOfTheNetwork() {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Sketch sketch = random(new Random(seed));
      Map<Slot, Set<Slot>> next = new HashMap<>();
      Map<Slot, Card> cards = new HashMap<>();
      Set<Arrow> drawn = new HashSet<>();
      gather(Levels.of(sketch), next, cards, drawn);
      for (Card card : cards.values()) {
        int last = card.steps().get(card.steps().size() - 1).id();
        for (Slot end : ends(next, card)) {
          drawn.add(new Arrow(last, ((Card) end).steps().get(0).id()));
        }
      }
      assertEquals(new HashSet<>(sketch.arrows()), drawn, "seed " + seed);
    }
  }

  /** Each card has but one result, so that its arrows need not be told apart. */
  private static void gather(
      Level level, Map<Slot, Set<Slot>> next, Map<Slot, Card> cards, Set<Arrow> within) {
    for (Link link : level.links()) {
      next.computeIfAbsent(link.start(), slot -> new HashSet<>()).add(link.end());
    }
    for (List<Slot> row : level.rows()) {
      for (Slot slot : row) {
        if (slot instanceof Box box) gather(box.level(), next, cards, within);
        if (!(slot instanceof Card card)) continue;
        cards.put(card, card);
        for (int i = 1; i < card.steps().size(); i++) {
          within.add(new Arrow(card.steps().get(i - 1).id(), card.steps().get(i).id()));
        }
      }
    }
  }

  private static Set<Slot> ends(Map<Slot, Set<Slot>> next, Slot from) {
    Set<Slot> ends = new HashSet<>();
    for (Slot slot : next.getOrDefault(from, Set.of())) {
      if (slot instanceof Card) {
        ends.add(slot);
      } else {
        ends.addAll(ends(next, slot));
      }
    }
    return ends;
  }
}
