package dev.nnd.kernel;

import dev.nnd.kernel.Stage.Step;
import dev.nnd.kernel.Stage.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups steps into stages, and within a stage of the batch into walks, whose blocks are as large
 * as a core's second cache allows: then what one kernel writes is still there when the next reads
 * it. Where the weights are large and a sample uses each of them but a few times, as in a dense
 * layer, a block takes more samples instead, as the weights come from afar for each block.
 */
final class Stages {
  /** Floats that a block may touch at a time: half of a second cache of 1 MB. */
  private static final int CACHE = 512 * 1024 / Float.BYTES;

  private final Placed placed;
  private final Options options;

  private Stages(Placed placed, Options options) {
    this.placed = placed;
    this.options = options;
  }

  /** The stages of these steps, in order. */
  static List<Stage> of(List<Step> steps, Placed placed, Options options) {
    Stages stages = new Stages(placed, options);
    List<Stage> all = new ArrayList<>();
    for (List<Step> group : groups(steps)) all.add(stages.stage(group));
    return all;
  }

  /**
   * Steps that divide the batch follow each other within a part of it; so do steps that are not
   * divided at all.
   */
  private static List<List<Step>> groups(List<Step> steps) {
    List<List<Step>> groups = new ArrayList<>();
    int units = -1;
    for (Step step : steps) {
      boolean joins = step.work().units() == units && units <= 1;
      if (!joins) groups.add(new ArrayList<>());
      units = step.work().units();
      groups.get(groups.size() - 1).add(step);
    }
    return groups;
  }

  private Stage stage(List<Step> group) {
    int units = group.get(0).work().units();
    return new Stage(units, units == 0 ? walks(group) : List.of(new Walk(0, group)));
  }

  /** What a walk wants of its blocks: at least enough for its weights, at most what fits. */
  private record Wish(int least, int most) {
    Wish and(Wish other) {
      return new Wish(Math.max(least, other.least), Math.min(most, other.most));
    }

    int block() {
      return least <= most ? most : Math.min(least, 2 * most);
    }

    /** Whether one walk would be much worse for a part of it than two are. */
    boolean clashesWith(Wish other) {
      int needed = Math.max(Math.min(least, block()), Math.min(other.least, other.block()));
      return 2 * Math.min(most, other.most) <= needed;
    }
  }

  private List<Walk> walks(List<Step> group) {
    List<Wish> wishes = wishes(group);
    List<Walk> walks = new ArrayList<>();
    int start = 0;
    Wish wish = wishes.get(0);
    for (int i = 1; i <= group.size(); i++) {
      if (i < group.size() && !wish.clashesWith(wishes.get(i))) {
        wish = wish.and(wishes.get(i));
        continue;
      }
      walks.add(new Walk(block(wish), group.subList(start, i)));
      if (i < group.size()) wish = wishes.get(i);
      start = i;
    }
    return walks;
  }

  private int block(Wish wish) {
    return options.block() > 0 ? options.block() : Math.min(wish.block(), options.samplesPerTask());
  }

  private List<Wish> wishes(List<Step> group) {
    Map<Integer, int[]> lives = new HashMap<>();
    for (int i = 0; i < group.size(); i++) {
      int at = i;
      for (int id : group.get(i).footprint().touched()) {
        if (Places.batched(buffer(id))) lives.computeIfAbsent(id, k -> new int[] {at, at})[1] = i;
      }
    }
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      long floats = 1;
      for (Map.Entry<Integer, int[]> life : lives.entrySet()) {
        boolean alive = life.getValue()[0] <= i && i <= life.getValue()[1];
        if (alive) floats += placed.layout(buffer(life.getKey())).size();
      }
      int samples = options.samplesPerTask();
      int least = Math.min(samples, group.get(i).least());
      wishes.add(new Wish(least, (int) Math.min(samples, Math.max(1, CACHE / floats))));
    }
    return wishes;
  }

  private Buffer buffer(int id) {
    return placed.fused().buffers().get(id);
  }
}
