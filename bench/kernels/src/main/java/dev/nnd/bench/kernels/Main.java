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
      for (RunResult result : run(LimitBenchmark.class, args, quick)) {
        boolean adds = result.getParams().getBenchmark().endsWith("multiplyAdd");
        print(
            adds ? "the limit: multiply-adds alone" : "the limit: a triad over 4.8 MB",
            adds ? "GFLOP/s" : "GB/s",
            adds ? LimitBenchmark.operations() : LimitBenchmark.bytes(),
            result);
      }
    }
    for (RunResult result : run(KernelBenchmark.class, args, quick)) {
      Kernel kernel = Kernel.valueOf(result.getParams().getParam("kernel"));
      print(kernel.title, kernel.amount.unit(), kernel.amount.count(), result);
    }
  }

  private static Collection<RunResult> run(Class<?> benchmark, String[] args, boolean quick)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .forks(1)
            .warmupIterations(quick ? 1 : 3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 300))
            .jvmArgsPrepend("-Xms1g", "-Xmx1g")
            .jvmArgsAppend("-D" + KernelBenchmark.SOURCE + "=" + args[0])
            .output(args[3]);
    if (benchmark == KernelBenchmark.class) options.param("target", args[1]);
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
