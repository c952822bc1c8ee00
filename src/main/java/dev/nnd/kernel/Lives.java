package dev.nnd.kernel;

import dev.nnd.kernel.Stage.Step;
import dev.nnd.kernel.Stage.Walk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When each value of the arena is touched first and last. The steps of a walk come again for each
 * block, and several tasks do not keep step with each other: so one moment is a step if a single
 * task does it for all samples, a walk if a single task does it, and else a whole stage.
 */
final class Lives {
  /** The life of one value. */
  static final class Life {
    private final Buffer buffer;
    private final int walk;
    private final int first;
    private final int firstStep;
    private final int firstPhase;
    private int last;
    private int lastStep;
    private final int parts;
    private int lastPhase;
    private boolean local;

    private Life(
        Buffer buffer, int walk, int parts, int moment, int step, int phase, boolean local) {
      this.buffer = buffer;
      this.walk = walk;
      this.parts = parts;
      this.first = moment;
      this.firstStep = step;
      this.firstPhase = phase;
      this.local = local;
    }

    Buffer buffer() {
      return buffer;
    }

    /** Whether one block at a time is enough, as one walk alone touches it. */
    boolean isLocal() {
      return local;
    }

    /** The walk that touches it first. */
    int walk() {
      return walk;
    }

    int firstPhase() {
      return firstPhase;
    }

    int lastPhase() {
      return lastPhase;
    }

    /** What of a layout is one sample's, or one unit's of the walk. */
    int step(Layout layout) {
      return layout.size() / parts;
    }

    /** From the first moment to the last, for so many elements. */
    MemoryPlan.Life among(long size) {
      return new MemoryPlan.Life(size, first, last);
    }

    /** From the first step of its walk that touches it to the last, for so many elements. */
    MemoryPlan.Life within(long size) {
      return new MemoryPlan.Life(size, firstStep, lastStep);
    }
  }

  private final Placed placed;
  private final Map<Integer, Life> lives = new LinkedHashMap<>();
  private int phase;
  private int walks;
  private int moment;

  private Lives(Placed placed) {
    this.placed = placed;
  }

  /** The lives of all values in the arena that these stages touch. */
  static List<Life> of(List<Stage> stages, Placed placed, Options options) {
    Lives all = new Lives(placed);
    for (Stage stage : stages) all.visit(stage, stage.tasks(options.shards()) == 1);
    return List.copyOf(all.lives.values());
  }

  private void visit(Stage stage, boolean alone) {
    for (Walk walk : stage.walks()) {
      boolean blocks = walk.block() > 0;
      for (int i = 0; i < walk.steps().size(); i++) {
        visit(walk.steps().get(i), i, walk);
        if (alone && !blocks) moment++;
      }
      if (alone && blocks) moment++;
      walks++;
    }
    moment++;
    phase++;
  }

  private void visit(Step step, int number, Walk walk) {
    int parts = Math.max(1, walk.units());
    for (int id : step.footprint().touched()) {
      Buffer buffer = placed.fused().buffers().get(id);
      if (!buffer.inArena()) continue;
      boolean apart =
          walk.units() == 0
              ? Places.batched(buffer) && placed.layout(buffer).keepsSamplesApart()
              : isOwn(step.stretch(id), buffer);
      boolean local = walk.block() > 0 && apart;
      Life life =
          lives.computeIfAbsent(
              id, k -> new Life(buffer, walks, parts, moment, number, phase, local));
      life.last = moment;
      life.lastStep = number;
      life.lastPhase = phase;
      life.local &= local && life.walk == walks;
    }
  }

  /** Whether what a unit touches stands together. */
  private boolean isOwn(Optional<Division> stretch, Buffer buffer) {
    Layout layout = placed.layout(buffer);
    return !Places.batched(buffer)
        && stretch.isPresent()
        && layout.strides().get(stretch.get().axis()) * stretch.get().extent() == layout.size();
  }
}
