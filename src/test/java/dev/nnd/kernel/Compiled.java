package dev.nnd.kernel;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.interpret.Feed;
import dev.nnd.loop.LoopProgram;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.runtime.Step;
import dev.nnd.runtime.Team;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A level-2 graph as a class, with all the arrays it needs, for tests. */
public final class Compiled {
  private final Blueprint blueprint;
  private final Step step;
  private final float[] weights;
  private final float[] arena;

  public Compiled(Graph graph, Target target, int capacity, int shards) {
    this(graph, target, capacity, shards, 0);
  }

  /** A graph whose kernels go over so many samples at a time, or 0 for as many as suit. */
  Compiled(Graph graph, Target target, int capacity, int shards, int block) {
    Options options =
        new Options(target, capacity, shards, block, "dev.nnd.test.Compiled", "test.nnd");
    blueprint = Kernels.plan(graph, options);
    LoopProgram program = blueprint.program();
    step = ClassFile.define(program.name(), ClassFile.emit(program));
    weights = new float[blueprint.weightsLength()];
    arena = new float[blueprint.arenaLength()];
    Arrays.fill(arena, Float.NaN);
  }

  Blueprint blueprint() {
    return blueprint;
  }

  /**
   * Runs one step and gives the outputs by name, then the parameters by path, as they are after it.
   */
  public Map<String, float[]> run(Feed feed, int threads) {
    Map<String, float[]> found = new LinkedHashMap<>();
    try (Team team = new Team(threads)) {
      steps(feed, team, found).run();
    }
    for (Blueprint.Stored stored : blueprint.parameters()) {
      float[] row = new float[(int) stored.shape().size()];
      stored.unpack(weights, row);
      found.put("after " + stored.path(), row);
    }
    return found;
  }

  /**
   * What runs a step each time it is called, with everything it needs made before.
   *
   * @param outputs is given the arrays that each step writes, by name
   */
  Runnable steps(Feed feed, Team team, Map<String, float[]> outputs) {
    for (Blueprint.Stored stored : blueprint.parameters()) {
      stored.pack(floats(feed.parameters().get(stored.path())), weights);
    }
    float[][] caller = caller(feed, outputs);
    float[] settings = new float[blueprint.settings().size()];
    for (int i = 0; i < settings.length; i++) {
      settings[i] = feed.settings().get(blueprint.settings().get(i)).floatValue();
    }
    int[] keys = new int[blueprint.streams().size()];
    for (int i = 0; i < keys.length; i++) {
      int stream = CounterRandom.key(feed.seed(), blueprint.streams().get(i));
      keys[i] = CounterRandom.key(stream, feed.step());
    }
    float[][][] scratch = new float[team.threads()][][];
    for (int t = 0; t < scratch.length; t++) scratch[t] = scratch();
    Team.Job[] phases = new Team.Job[step.phases()];
    for (int p = 0; p < phases.length; p++) {
      int phase = p;
      phases[p] =
          (task, worker) ->
              step.run(
                  phase,
                  task,
                  feed.batch(),
                  0,
                  weights,
                  arena,
                  scratch[worker],
                  caller,
                  settings,
                  keys);
    }
    return () -> {
      for (int p = 0; p < phases.length; p++) team.run(phases[p], step.tasks(p));
    };
  }

  private float[][] caller(Feed feed, Map<String, float[]> outputs) {
    float[][] caller = new float[blueprint.inputs().size() + blueprint.outputs().size()][];
    for (int i = 0; i < blueprint.inputs().size(); i++) {
      caller[i] = floats(feed.inputs().get(blueprint.inputs().get(i).name()));
    }
    for (int i = 0; i < blueprint.outputs().size(); i++) {
      Blueprint.Port port = blueprint.outputs().get(i);
      float[] output = new float[port.batched() ? port.size() * feed.batch() : port.size()];
      caller[blueprint.inputs().size() + i] = output;
      outputs.put(port.name(), output);
    }
    return caller;
  }

  private float[][] scratch() {
    List<Integer> lengths = blueprint.program().scratch();
    float[][] rows = new float[lengths.size()][];
    for (int i = 0; i < rows.length; i++) rows[i] = new float[lengths.get(i)];
    return rows;
  }

  private static float[] floats(double[] data) {
    float[] floats = new float[data.length];
    for (int i = 0; i < data.length; i++) floats[i] = (float) data[i];
    return floats;
  }
}
