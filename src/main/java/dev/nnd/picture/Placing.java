package dev.nnd.picture;

import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import dev.nnd.picture.Slot.Pass;
import dev.nnd.picture.Slot.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the slots of a level their coordinates, in pixels: rows one below the other, and in each
 * row the slots as near to their neighbours above and below as their widths allow.
 */
final class Placing {
  /** The height of a step. */
  static final int ROW = 22;

  /** The height of the title of a group. */
  static final int TITLE = 26;

  private static final int GAP_X = 22;
  private static final int GAP_Y = 30;
  private static final int GAP_BORDER = 18;
  private static final int PADDING = 14;
  private static final int SWEEPS = 10;

  /**
   * A slot in the picture.
   *
   * @param rowTop where its row begins, and arrows into the row end
   * @param rowBottom where its row ends
   */
  record Area(double x, double y, double width, double height, double rowTop, double rowBottom) {
    double middle() {
      return x + width / 2;
    }

    Area moved(double right, double down) {
      return new Area(x + right, y + down, width, height, rowTop + down, rowBottom + down);
    }
  }

  /** The slots of a level and all levels in it, from its upper left corner. */
  record Placed(Map<Slot, Area> areas, double width, double height) {}

  private final Level level;
  private final Map<Slot, Placed> inner = new HashMap<>();
  private final Map<Slot, Double> widths = new HashMap<>();
  private final Map<Slot, Double> left = new HashMap<>();
  private final Map<Slot, List<Link>> links = new HashMap<>();

  private Placing(Level level) {
    this.level = level;
    for (List<Slot> row : level.rows()) {
      for (Slot slot : row) {
        if (slot instanceof Box box) inner.put(box, of(box.level()));
        widths.put(slot, measured(slot));
      }
    }
    for (Link link : level.links()) {
      links.computeIfAbsent(link.from(), slot -> new ArrayList<>()).add(link);
      links.computeIfAbsent(link.to(), slot -> new ArrayList<>()).add(link);
    }
  }

  static Placed of(Level level) {
    Placing placing = new Placing(level);
    placing.columns();
    return placing.place();
  }

  private double width(Slot slot) {
    return widths.get(slot);
  }

  private double measured(Slot slot) {
    if (slot instanceof Card card) return CardText.of(card).width();
    if (!(slot instanceof Box box)) return 0;
    return Math.max(inner.get(box).width + 2 * PADDING, titleWidth(box));
  }

  private static double titleWidth(Box box) {
    return CardText.width(CardText.shortened(box.group().title())) + 2 * PADDING;
  }

  private double height(Slot slot) {
    if (slot instanceof Card card) return card.steps().size() * ROW;
    return slot instanceof Box ? inner.get(slot).height + TITLE + PADDING : 0;
  }

  /** Where the arrows of a slot meet it, from its left side. */
  private double anchor(Slot slot, Link link) {
    if (slot instanceof Box box) {
      Slot port = link.from() == slot ? link.start() : link.end();
      return inset(box) + inner.get(box).areas.get(port).middle();
    }
    return width(slot) / 2;
  }

  /** How far the rows of a group stand from its left side. */
  private double inset(Box box) {
    return (width(box) - inner.get(box).width) / 2;
  }

  private void columns() {
    for (List<Slot> row : level.rows()) {
      double x = 0;
      for (Slot slot : row) {
        left.put(slot, x);
        x += width(slot) + GAP_X;
      }
      for (Slot slot : row) left.merge(slot, -x / 2, Double::sum);
    }
    for (int i = 0; i < SWEEPS; i++) {
      boolean down = i % 2 == 0;
      for (int j = 0; j < level.rows().size(); j++) {
        settle(level.rows().get(down ? j : level.rows().size() - 1 - j), down, i >= SWEEPS - 4);
      }
    }
  }

  /** Moves the slots of a row to where those above, or below, or both, want them. */
  private void settle(List<Slot> row, boolean down, boolean both) {
    double[] wanted = new double[row.size()];
    double[] weights = new double[row.size()];
    double offset = 0;
    for (int i = 0; i < wanted.length; i++) {
      Slot slot = row.get(i);
      double sum = 0;
      double mass = 0;
      for (Link link : links.getOrDefault(slot, List.of())) {
        if (!both && (link.to() == slot) != down) continue;
        Slot other = link.from() == slot ? link.to() : link.from();
        double weight = weight(other);
        sum += weight * (left.get(other) + anchor(other, link) - anchor(slot, link));
        mass += weight;
      }
      wanted[i] = (mass == 0 ? left.get(slot) : sum / mass) - offset;
      weights[i] = weight(slot);
      offset += width(slot) + GAP_X;
    }
    double[] found = Monotone.nearest(wanted, weights);
    offset = 0;
    for (int i = 0; i < found.length; i++) {
      left.put(row.get(i), found[i] + offset);
      offset += width(row.get(i)) + GAP_X;
    }
  }

  /** Whether a row is where arrows come into a group, or leave it. */
  static boolean isBorder(List<Slot> row) {
    return row.get(0) instanceof Port;
  }

  /** Arrows that pass by give way to what stands in the row, so that the main way is straight. */
  private static double weight(Slot slot) {
    return slot instanceof Pass ? 0.02 : 1;
  }

  private Placed place() {
    double west = left.values().stream().mapToDouble(x -> x).min().orElse(0);
    Map<Slot, Area> areas = new LinkedHashMap<>();
    double y = 0;
    double east = west;
    for (int i = 0; i < level.rows().size(); i++) {
      List<Slot> row = level.rows().get(i);
      if (i > 0) y += isBorder(row) || isBorder(level.rows().get(i - 1)) ? GAP_BORDER : GAP_Y;
      double height = row.stream().mapToDouble(this::height).max().orElse(0);
      for (Slot slot : row) {
        double x = left.get(slot) - west;
        double top = y + (height - height(slot)) / 2;
        areas.put(slot, new Area(x, top, width(slot), height(slot), y, y + height));
        if (slot instanceof Box box) {
          Placed within = inner.get(box);
          within.areas.forEach((s, area) -> areas.put(s, area.moved(x + inset(box), top + TITLE)));
        }
        east = Math.max(east, left.get(slot) + width(slot));
      }
      y += height;
    }
    return new Placed(areas, east - west, y);
  }
}
