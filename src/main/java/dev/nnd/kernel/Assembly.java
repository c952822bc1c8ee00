package dev.nnd.kernel;

import dev.nnd.kernel.Stage.Step;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.LoopProgram.Call;
import dev.nnd.loop.LoopProgram.Phase;
import dev.nnd.loop.LoopProgram.Place;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts routines into phases, buffers into memory, and both into a blueprint. */
final class Assembly {
  private final Placed placed;
  private final List<Step> steps;
  private final Options options;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Part, Routine> routines = new LinkedHashMap<>();

  private Assembly(Placed placed, List<Step> steps, Options options) {
    this.placed = placed;
    this.steps = steps;
    this.options = options;
  }

  static Blueprint assemble(Placed placed, List<Step> steps, Options options) {
    return new Assembly(placed, steps, options).run();
  }

  private Blueprint run() {
    List<Stage> stages = Stages.of(steps, placed, options);
    int weights = placeWeights();
    Arena arena = Arena.of(stages, placed, options);
    places.putAll(arena.places());
    List<Phase> phases = stages.stream().map(this::phase).toList();
    Fused fused = placed.fused();
    LoopProgram program =
        new LoopProgram(
            options.className(),
            options.sourceFile(),
            options.target().lanes(),
            List.copyOf(routines.values()),
            phases,
            ScratchLengths.of(routines.values(), scratch()));
    return new Blueprint(
        program,
        parameters(),
        weights,
        (int) arena.length(),
        arena.bound(),
        arena.values(),
        fused.inputs().stream().map(this::port).toList(),
        fused.outputs().stream().map(this::port).toList(),
        fused.settings(),
        fused.streams(),
        Summaries.of(placed));
  }

  private int placeWeights() {
    long next = 0;
    for (Buffer buffer : placed.fused().parameters().values()) {
      places.put(buffer.id(), Place.at(MemoryPlan.toInt(next)));
      next += Kernels.size(buffer, placed, options.capacity());
    }
    return MemoryPlan.toInt(next);
  }

  private Phase phase(Stage stage) {
    return new Phase(
        stage.tasks(options.shards()),
        stage.walks().stream().map(walk -> walk(walk, stage)).toList());
  }

  private LoopProgram.Walk walk(Stage.Walk walk, Stage stage) {
    // A small network is called for little work: it is spared the loop over a single block.
    boolean once =
        stage.tasks(options.shards()) == 1
            && walk.units() == 0
            && walk.block() >= options.capacity();
    List<LoopProgram.Action> actions = new ArrayList<>();
    for (Step step : walk.steps()) {
      List<Call> calls = new ArrayList<>();
      for (Work work : step.works()) {
        List<Place> arguments = work.places().stream().map(b -> place(b, step, once)).toList();
        calls.add(new Call(routine(work).name(), arguments));
      }
      int rounds = step.rounds().count();
      if (rounds == 1) actions.addAll(calls);
      else actions.add(new LoopProgram.Repeat(rounds, calls));
    }
    return new LoopProgram.Walk(walk.units(), walk.cost(), once ? 0 : walk.block(), actions);
  }

  /** Where a buffer is for a step: who adds to a sum over the batch has that of its task. */
  private Place place(Buffer buffer, Step step, boolean once) {
    if (buffer.isStep()) {
      Buffer whole = placed.fused().buffers().get(buffer.slot());
      int stride = placed.layout(whole).strides().get(1);
      Stage.Rounds rounds = step.rounds();
      Place first = place(whole, step, once);
      if (rounds.count() == 1) return first;
      return rounds.reverse()
          ? first.plus((rounds.count() - 1) * stride).perRound(-stride)
          : first.perRound(stride);
    }
    Place place = places.get(buffer.id());
    if (once) return Place.at(place.start());
    boolean own =
        buffer.place() == Buffer.Place.PARTS && step.footprint().writes().contains(buffer.id());
    return own ? new Place(place.start(), placed.layout(buffer).strides().get(0), 0) : place;
  }

  /** Equal routines are one, whatever the places they are called with. */
  private Routine routine(Work whole) {
    Work work = Outline.of(whole);
    Map<String, String> names = new HashMap<>();
    for (Part part : work.parts()) {
      List<Statement> body = named(part.body(), names);
      Part named = new Part(part.name(), part.given(), part.parameters(), body);
      names.put(part.name(), routine(named).name());
    }
    return routine(new Part(work.name(), 0, work.parameters(), named(work.body(), names)));
  }

  private Routine routine(Part part) {
    return routines.computeIfAbsent(
        part,
        key ->
            new Routine(
                part.name() + "_" + routines.size(), part.given(), part.parameters(), part.body()));
  }

  /** The body with parts called by the names of their routines. */
  private static List<Statement> named(List<Statement> body, Map<String, String> names) {
    if (names.isEmpty()) return body;
    List<Statement> named = new ArrayList<>();
    for (Statement s : body) {
      if (s instanceof Statement.For f) {
        named.add(
            new Statement.For(f.counter(), f.from(), f.to(), f.step(), named(f.body(), names)));
      } else if (s instanceof Statement.If c) {
        named.add(new Statement.If(c.value(), named(c.then(), names), named(c.otherwise(), names)));
      } else if (s instanceof Statement.Call c) {
        named.add(new Statement.Call(names.get(c.routine()), c.arrays(), c.arguments()));
      } else {
        named.add(s);
      }
    }
    return named;
  }

  private List<Blueprint.Stored> parameters() {
    List<Blueprint.Stored> all = new ArrayList<>();
    placed
        .fused()
        .parameters()
        .forEach(
            (path, buffer) ->
                all.add(
                    new Blueprint.Stored(
                        path,
                        buffer.shape(),
                        placed.layout(buffer),
                        places.get(buffer.id()).start())));
    return all;
  }

  private Blueprint.Port port(Fused.Port port) {
    return new Blueprint.Port(
        port.name(), Places.batched(port.buffer()), placed.layout(port.buffer()).size());
  }

  /** How long steps want the first array of scratch to be. */
  private int scratch() {
    return steps.stream()
        .flatMap(step -> step.works().stream())
        .mapToInt(Work::scratch)
        .max()
        .orElse(0);
  }
}
