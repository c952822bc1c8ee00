package dev.nnd.bench.common;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The main method of every program: does one task and prints what came out, a line each.
 *
 * <p>{@code task=prepare} writes files; {@code task=measure} prints {@code nanos} a call and {@code
 * output}, the numbers that all programs should agree on; {@code task=start} prints {@code first}
 * as soon as the first result is there.
 */
public final class Bench {
  /** Parts of the measured time; the result is the median. */
  private static final int PARTS = 5;

  /** Calls between two looks at the clock take about this long, as a look takes time itself. */
  private static final double LOOK_NANOS = 1e6;

  /** Warming up ends after so many calls, since the JVM counts calls to see what to compile... */
  private static final int FEWEST = 100;

  /** ...when its later half was no faster than its first half by this factor... */
  private static final double FASTER = 0.97;

  /** ...or after so many seconds. */
  private static final double LONGEST = 60;

  /** Losses that are printed. */
  private static final int LOSSES = 10;

  private final Program program;
  private final Map<String, String> settings = new HashMap<>();
  private final Workload workload;
  private final Program.Setup setup;

  private Bench(Program program, String[] args) {
    this.program = program;
    for (String arg : args) {
      int equals = arg.indexOf('=');
      settings.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    this.workload = Workload.of(settings.get("workload"));
    this.setup =
        new Program.Setup(
            Integer.parseInt(settings.get("threads")),
            settings.get("task").equals("start"),
            Path.of(settings.get("folder")),
            Path.of(settings.get("workloads")));
  }

  /** Does what the arguments say, each of them {@code name=value}. */
  public static void run(Program program, String[] args) throws Exception {
    Bench bench = new Bench(program, args);
    switch (bench.settings.get("task")) {
      case "prepare" ->
          program.prepare(bench.workload.network(), bench.workload.batch(), bench.setup);
      case "measure" -> bench.measure();
      case "start" -> bench.start();
      default -> throw new IllegalArgumentException(bench.settings.get("task"));
    }
    // Some libraries leave threads behind that would keep the process.
    System.exit(0);
  }

  private void start() throws Exception {
    Network network = workload.network();
    int batch = workload.batch();
    float[] images = new float[batch * network.size()];
    if (workload.kind().learns()) {
      program.learner(network, batch, setup).step(images, new float[batch]);
    } else {
      float[] probabilities = new float[batch * network.classes()];
      program.predictor(network, batch, setup).predict(images, probabilities);
    }
    System.out.println("first");
  }

  private void measure() throws Exception {
    Call call = workload.kind().learns() ? steps() : predictions();
    double once = warmUp(call);
    int calls = (int) Math.max(1, Math.min(100_000, LOOK_NANOS / once));
    double[] nanos = new double[PARTS];
    for (int i = 0; i < PARTS; i++) nanos[i] = spin(call, seconds("seconds") / PARTS, calls);
    Arrays.sort(nanos);
    System.out.printf(Locale.ROOT, "nanos %.2f%n", nanos[PARTS / 2]);
  }

  /**
   * Calls for the time that was asked for, and on while calls still get faster: a virtual machine
   * compiles what it runs, and on one core beside it, with pauses of seconds in which nothing gets
   * faster. Nanoseconds a call, in the end.
   */
  private double warmUp(Call call) throws Exception {
    double most = Math.max(seconds("warm"), LONGEST);
    List<Double> each = new ArrayList<>();
    long start = System.nanoTime();
    double passed;
    double calls = 0;
    do {
      each.add(spin(call, 1, 1));
      calls += 1e9 / each.get(each.size() - 1);
      passed = (System.nanoTime() - start) / 1e9;
    } while (passed < most && (passed < seconds("warm") || calls < FEWEST || getsFaster(each)));
    return each.get(each.size() - 1);
  }

  /** Whether the later half has a second that was faster than all of the first half. */
  private static boolean getsFaster(List<Double> each) {
    int half = each.size() / 2;
    return half == 0
        || Collections.min(each.subList(half, each.size()))
            < FASTER * Collections.min(each.subList(0, half));
  }

  private Call predictions() throws Exception {
    Network network = workload.network();
    int batch = workload.batch();
    float[] images = Images.noise(network, batch, 1, program.channelsLast());
    float[] probabilities = new float[batch * network.classes()];
    Program.Predictor predictor = program.predictor(network, batch, setup);
    predictor.predict(images, probabilities);
    print(probabilities);
    return () -> predictor.predict(images, probabilities);
  }

  private Call steps() throws Exception {
    Network network = workload.network();
    Images data = Images.of(network, workload.batch(), program.channelsLast());
    System.out.println("data " + Images.source(network));
    Program.Learner learner = program.learner(network, workload.batch(), setup);
    int[] next = {0};
    float[] losses = new float[LOSSES];
    for (int i = 0; i < LOSSES; i++) losses[i] = step(learner, data, next);
    print(losses);
    return () -> step(learner, data, next);
  }

  private static float step(Program.Learner learner, Images data, int[] next) throws Exception {
    int batch = next[0]++ % data.images().length;
    return learner.step(data.images()[batch], data.classes()[batch]);
  }

  private static void print(float[] values) {
    StringBuilder line = new StringBuilder("output");
    for (float value : values) line.append(' ').append(value);
    System.out.println(line);
  }

  private double seconds(String name) {
    return Double.parseDouble(settings.get(name));
  }

  /** Calls for some seconds, looking at the clock every {@code calls}; nanoseconds a call. */
  private static double spin(Call call, double seconds, int calls) throws Exception {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long done = 0;
    long now;
    do {
      for (int i = 0; i < calls; i++) call.run();
      done += calls;
      now = System.nanoTime();
    } while (now < end);
    return (now - start) / (double) done;
  }

  private interface Call {
    void run() throws Exception;
  }
}
