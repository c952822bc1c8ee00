package dev.nnd.bench.kernels;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures all kernels and prints a line each, its parts parted by bars: {@code kernel}, title,
 * unit, median, lowest and highest. Needs the module of vectors, which the processes that measure
 * inherit.
 */
public final class Main {
  private Main() {}

  /** Takes the file of layers, the target, {@code quick} or {@code full}, and a file for JMH. */
  public static void main(String[] args) throws RunnerException {
    boolean quick = args[2].equals("quick");
    if (args[1].equals("vector")) {
      for (RunResult result : run(LimitBenchmark.class, quick, args[3])) {
        boolean adds = result.getParams().getBenchmark().endsWith("multiplyAdd");
        print(
            adds ? "the limit: multiply-adds alone" : "the limit: a triad over 4.8 MB",
            adds ? "GFLOP/s" : "GB/s",
            adds ? LimitBenchmark.operations() : LimitBenchmark.bytes(),
            result);
      }
    }
    for (Kernel kernel : Kernel.values()) {
      String[] parameters = {
        "kernel", kernel.name(), "target", args[1], KernelBenchmark.SOURCE, args[0]
      };
      for (RunResult result : run(KernelBenchmark.class, quick, args[3], parameters)) {
        print(kernel.title, kernel.amount.unit(), kernel.amount.count(), result);
      }
    }
  }

  /** Measures in a process of its own; gives nothing if that failed, and the log says why. */
  private static Collection<RunResult> run(
      Class<?> benchmark, boolean quick, String log, String... parameters) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .forks(1)
            .warmupIterations(quick ? 1 : 3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 300))
            .jvmArgsPrepend("-Xms1g", "-Xmx1g")
            .output(parameters.length == 0 ? log : log + "." + parameters[1]);
    for (int i = 0; i < parameters.length; i += 2) options.param(parameters[i], parameters[i + 1]);
    return new Runner(options.build()).run();
  }

  /** The lowest figure comes from the longest time. */
  private static void print(String title, String unit, double amount, RunResult result) {
    Statistics nanos = result.getPrimaryResult().getStatistics();
    System.out.printf(
        Locale.ROOT,
        "kernel|%s|%s|%.3f|%.3f|%.3f%n",
        title,
        unit,
        amount / nanos.getPercentile(50),
        amount / nanos.getMax(),
        amount / nanos.getMin());
  }
}
