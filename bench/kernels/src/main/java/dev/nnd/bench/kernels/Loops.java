package dev.nnd.bench.kernels;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.Kernels;
import dev.nnd.kernel.Options;
import dev.nnd.kernel.Target;
import dev.nnd.loop.LoopProgram;
import dev.nnd.runtime.Step;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The loops of one kernel with everything they work on. */
final class Loops {
  /** Parts of a batch, as in the API's training steps. */
  private static final int SHARDS = 4;

  private static final String NAME = "dev.nnd.bench.kernels.Generated";

  private final Step step;
  private final int phases;
  private final float[] weights;
  private final float[] arena;
  private final float[][] scratch;
  private final float[][] caller;
  private final float[] settings;
  private final int[] keys;

  private Loops(Step step, int phases, Loops data) {
    this.step = step;
    this.phases = phases;
    this.weights = data.weights;
    this.arena = data.arena;
    this.scratch = data.scratch;
    this.caller = data.caller;
    this.settings = data.settings;
    this.keys = data.keys;
  }

  private Loops(Blueprint blueprint) {
    LoopProgram program = blueprint.program();
    step = define(program);
    phases = program.phases().size();
    SplittableRandom random = new SplittableRandom(1);
    weights = numbers(blueprint.weightsLength(), random);
    arena = new float[blueprint.arenaLength()];
    scratch = program.scratch().stream().map(float[]::new).toArray(float[][]::new);
    List<Blueprint.Port> ports = new ArrayList<>(blueprint.inputs());
    ports.addAll(blueprint.outputs());
    caller = new float[ports.size()][];
    for (int i = 0; i < caller.length; i++) {
      Blueprint.Port port = ports.get(i);
      caller[i] = numbers(port.size() * (port.batched() ? Kernel.SAMPLES : 1), random);
    }
    settings = new float[blueprint.settings().size()];
    Arrays.fill(settings, 0.5f);
    keys = new int[blueprint.streams().size()];
  }

  /**
   * Compiles a kernel, and runs the whole step once so that its loops find numbers to work on.
   *
   * @throws IllegalStateException if nothing is left to measure
   */
  static Loops of(Kernel kernel, Target target, SourceFile source) {
    Options options = new Options(target, Kernel.SAMPLES, SHARDS, NAME, source.name());
    Blueprint blueprint = Kernels.plan(LayerGraph.of(kernel, source), options);
    Loops whole = new Loops(blueprint);
    whole.run();
    LoopProgram part = Calls.of(blueprint.program(), kernel.loops);
    if (part.phases().isEmpty()) throw new IllegalStateException(kernel + " is part of another");
    return new Loops(define(part), part.phases().size(), whole);
  }

  private static Step define(LoopProgram program) {
    return ClassFile.define(program.name(), ClassFile.emit(program));
  }

  /** Numbers around 0, none so small that processors are slow with it. */
  private static float[] numbers(int size, SplittableRandom random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) numbers[i] = (float) (random.nextDouble() - 0.5);
    return numbers;
  }

  /** Runs the loops once. */
  void run() {
    for (int phase = 0; phase < phases; phase++) {
      for (int task = 0; task < step.tasks(phase); task++) {
        step.run(phase, task, Kernel.SAMPLES, 0, weights, arena, scratch, caller, settings, keys);
      }
    }
  }
}
