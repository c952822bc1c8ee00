package dev.nnd.kernel;

import dev.nnd.kernel.Stage.Role;
import dev.nnd.kernel.Stage.Step;
import dev.nnd.kernel.Stage.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups the steps of a stage over the batch into walks, whose blocks are as large as a core's
 * second cache allows: then what one kernel writes is still there when the next reads it. Where the
 * weights are large and a sample uses each of them but a few times, as in a dense layer, a block
 * takes more samples instead, as the weights come from afar for each block.
 */
final class Walks {
  /** Floats that a block may touch at a time: half of a second cache of 1 MB. */
  private static final int CACHE = 512 * 1024 / Float.BYTES;

  /** So many times as much on the portable target, whose rows are longer with more samples. */
  private static final int LONG_ROWS = 8;

  private final Placed placed;
  private final Options options;

  private Walks(Placed placed, Options options) {
    this.placed = placed;
    this.options = options;
  }

  /** The walks of these steps, which all divide the batch; what starts sums comes first. */
  static List<Walk> of(List<Step> steps, Placed placed, Options options) {
    List<Walk> walks = new ArrayList<>();
    List<Step> starts = steps.stream().filter(step -> step.role() == Role.START).toList();
    List<Step> others = steps.stream().filter(step -> step.role() != Role.START).toList();
    if (!starts.isEmpty()) walks.add(new Walk(0, 0, starts));
    if (!others.isEmpty()) walks.addAll(new Walks(placed, options).blocks(others));
    return walks;
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

  private List<Walk> blocks(List<Step> group) {
    List<Wish> wishes = wishes(group);
    List<Walk> walks = new ArrayList<>();
    int start = 0;
    Wish wish = wishes.get(0);
    for (int i = 1; i <= group.size(); i++) {
      if (i < group.size() && !wish.clashesWith(wishes.get(i))) {
        wish = wish.and(wishes.get(i));
        continue;
      }
      walks.add(new Walk(0, block(wish), group.subList(start, i)));
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
      int at = Step.kernel(group, i);
      for (int id : group.get(i).footprint().touched()) {
        if (Places.batched(buffer(id))) lives.computeIfAbsent(id, k -> new int[] {at, at})[1] = at;
      }
    }
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      int at = Step.kernel(group, i);
      long floats = 1;
      for (Map.Entry<Integer, int[]> life : lives.entrySet()) {
        boolean alive = life.getValue()[0] <= at && at <= life.getValue()[1];
        if (alive) floats += placed.layout(buffer(life.getKey())).size();
      }
      int samples = options.samplesPerTask();
      if (group.get(at).rounds().count() > 1) {
        // A step of time is little work, and loads its weights anew: all samples go together.
        wishes.add(new Wish(samples, samples));
        continue;
      }
      int room = options.target().isPortable() ? LONG_ROWS * CACHE : CACHE;
      int least = Math.min(samples, group.get(at).least());
      wishes.add(new Wish(least, (int) Math.min(samples, Math.max(1, room / floats))));
    }
    return wishes;
  }

  private Buffer buffer(int id) {
    return placed.fused().buffers().get(id);
  }
}
