package dev.nnd.picture;

import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Step;
import java.util.List;

/** What stands in a row. Each one is a thing of its own, however much it looks like another. */
abstract sealed class Slot {
  private final String id;

  private Slot(String id) {
    this.id = id;
  }

  /** A name that no other slot of the picture has. */
  final String id() {
    return id;
  }

  /** Steps one below the other, of which each is all that the next one reads. */
  static final class Card extends Slot {
    private final List<Step> steps;

    Card(List<Step> steps) {
      super("s" + steps.get(0).id());
      this.steps = List.copyOf(steps);
    }

    List<Step> steps() {
      return steps;
    }
  }

  /** A group, with rows of its own. */
  static final class Box extends Slot {
    private final Group group;
    private final Level level;

    Box(String id, Group group, Level level) {
      super(id);
      this.group = group;
      this.level = level;
    }

    Group group() {
      return group;
    }

    Level level() {
      return level;
    }
  }

  /** Where the result of a step comes into a group, or leaves it. */
  static final class Port extends Slot {
    Port(String id) {
      super(id);
    }
  }

  /** Room for an arrow that goes on to a later row. */
  static final class Pass extends Slot {
    Pass(String id) {
      super(id);
    }
  }
}
