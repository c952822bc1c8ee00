package dev.nnd.kernel;

import dev.nnd.kernel.Lives.Life;
import dev.nnd.kernel.Stage.Walk;
import dev.nnd.loop.LoopProgram.Place;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of values in the arena. Local values, which live for one block of a walk, stand
 * together: each task of the walk has a region for all of them.
 *
 * @param places of each value, by the id of its buffer
 * @param length elements
 * @param bound the largest sum of the sizes of values that live at the same time: no arena is
 *     shorter
 * @param values what stands there, the largest first
 */
record Arena(Map<Integer, Place> places, long length, long bound, List<ArenaValue> values) {

  /**
   * The local values of a walk, and where they stand in the region of a task.
   *
   * @param block the samples or units of a task that stand at a time
   */
  private record Region(int tasks, int block, List<Life> lives, MemoryPlan plan) {}

  /** Plans the places of everything that the steps of these stages touch. */
  static Arena of(List<Stage> stages, Placed placed, Options options) {
    List<Life> lives = Lives.of(stages, placed, options);
    List<Life> whole = lives.stream().filter(life -> !life.isLocal()).toList();
    List<Region> regions = new ArrayList<>();
    int walks = 0;
    for (Stage stage : stages) {
      for (Walk walk : stage.walks()) {
        int number = walks++;
        List<Life> local =
            lives.stream().filter(life -> life.isLocal() && life.walk() == number).toList();
        if (!local.isEmpty()) {
          int tasks = stage.tasks(options.shards());
          regions.add(region(local, walk.block(), tasks, placed, options.capacity()));
        }
      }
    }
    return place(whole, regions, placed, options.capacity());
  }

  private static Region region(
      List<Life> local, int block, int tasks, Placed placed, int capacity) {
    List<MemoryPlan.Life> lives = new ArrayList<>();
    for (Life life : local) {
      // Loops over the batch count elements of all samples, though not all of them stand.
      MemoryPlan.toInt(Kernels.size(life.buffer(), placed, capacity));
      lives.add(life.within(size(life, block, placed)));
    }
    return new Region(tasks, block, local, MemoryPlan.of(lives));
  }

  /** Elements of a local value for so many samples or units, rounded up to whole vectors. */
  private static long size(Life life, int block, Placed placed) {
    long size = (long) block * life.step(placed.layout(life.buffer()));
    return (size + Layout.BLOCK - 1) / Layout.BLOCK * Layout.BLOCK;
  }

  private static Arena place(List<Life> whole, List<Region> regions, Placed placed, int capacity) {
    List<MemoryPlan.Life> asked = new ArrayList<>();
    List<MemoryPlan.Life> least = new ArrayList<>();
    for (Life life : whole) {
      MemoryPlan.Life all = life.among(Kernels.size(life.buffer(), placed, capacity));
      asked.add(all);
      least.add(all);
    }
    for (Region region : regions) {
      Life any = region.lives().get(0);
      asked.add(any.among(region.tasks() * region.plan().length()));
      least.add(any.among(region.tasks() * region.plan().bound()));
    }
    MemoryPlan plan = MemoryPlan.of(asked);
    MemoryPlan.toInt(plan.length());
    Map<Integer, Place> places = new HashMap<>();
    for (int i = 0; i < whole.size(); i++) {
      places.put(whole.get(i).buffer().id(), Place.at(plan.places().get(i).intValue()));
    }
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      long start = plan.places().get(whole.size() + i);
      for (int j = 0; j < region.lives().size(); j++) {
        Life life = region.lives().get(j);
        int at = (int) (start + region.plan().places().get(j));
        int step = life.step(placed.layout(life.buffer()));
        places.put(life.buffer().id(), new Place(at, (int) region.plan().length(), step));
      }
    }
    return new Arena(
        places, plan.length(), MemoryPlan.bound(least), values(whole, regions, placed, capacity));
  }

  private static List<ArenaValue> values(
      List<Life> whole, List<Region> regions, Placed placed, int capacity) {
    Map<Integer, Span> origins = new HashMap<>();
    for (Kernel kernel : placed.fused().kernels()) {
      Footprint.of(kernel).writes().forEach(id -> origins.putIfAbsent(id, kernel.origin()));
    }
    List<ArenaValue> values = new ArrayList<>();
    for (Life life : whole) values.add(value(life, 1, capacity, placed, origins));
    for (Region region : regions) {
      for (Life life : region.lives())
        values.add(value(life, region.tasks(), region.block(), placed, origins));
    }
    values.sort(Comparator.comparing(ArenaValue::length).reversed());
    return values;
  }

  private static ArenaValue value(
      Life life, int tasks, int samples, Placed placed, Map<Integer, Span> origins) {
    Buffer buffer = life.buffer();
    return new ArenaValue(
        buffer.name(),
        buffer.shape(),
        Places.batched(buffer) ? tasks * samples : 0,
        tasks
            * (life.isLocal()
                ? size(life, samples, placed)
                : Kernels.size(buffer, placed, samples)),
        life.firstPhase(),
        life.lastPhase(),
        origins.get(buffer.id()));
  }
}
