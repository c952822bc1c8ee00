package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param contenders beginnings of their names; all if empty
 * @param kernels whether single kernels are measured
 * @param cores one number for each part of the run
 * @param warm seconds before anything counts
 * @param seconds that count, in each process
 * @param skipBuild whether everything is built already
 * @param out the report, if it is told
 */
record Settings(
    List<Workload> workloads,
    List<String> contenders,
    boolean kernels,
    List<Integer> cores,
    int rounds,
    double warm,
    double seconds,
    boolean quick,
    boolean skipBuild,
    Optional<Path> out) {
  private static final String KERNELS = "kernels";

  static final String USAGE =
      """
      Usage: bench/run [OPTIONS]

      Measures nnd and what a user of Java could take instead, side by side, and writes a report.
      Without options it measures everything, takes about two hours, and writes bench/RESULTS.md;
      with options it writes bench/target/results.md.

        --quick              one short round on one core: figures to look at, not to quote
        --workloads A,B      only these: %s
        --contenders A,B     only those whose names begin so: nnd, nnd-vector, nnd-portable-17,
                             onnxruntime, tensorflow, djl, smile
        --cores 1,2          how many cores, one part of the run for each
        --rounds N           processes of each contender for each workload (3)
        --warm SECONDS       at least, before anything counts, in each process (5)
        --seconds SECONDS    that count, in each process (2)
        --skip-build         everything is built already
        --out FILE           where the report goes
      """
          .formatted(names());

  private static String names() {
    return Arrays.stream(Workload.values()).map(Workload::id).collect(Collectors.joining(", "))
        + ", "
        + KERNELS;
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it makes no sense
   */
  static Settings of(List<String> args) {
    boolean quick = args.contains("--quick");
    List<Workload> workloads = List.of(Workload.values());
    List<String> contenders = List.of();
    boolean kernels = true;
    List<Integer> cores = quick ? List.of(1) : List.of(1, 2);
    int rounds = quick ? 1 : 3;
    double warm = quick ? 2 : 5;
    double seconds = quick ? 1 : 2;
    Optional<Path> out = Optional.empty();
    for (int i = 0; i < args.size(); i++) {
      String option = args.get(i);
      if (option.equals("--quick") || option.equals("--skip-build")) continue;
      if (i + 1 == args.size()) throw new IllegalArgumentException("no value for " + option);
      String value = args.get(++i);
      switch (option) {
        case "--workloads" -> {
          List<String> names = new ArrayList<>(List.of(value.split(",")));
          kernels = names.remove(KERNELS);
          workloads = names.stream().map(Workload::of).toList();
        }
        case "--contenders" -> contenders = List.of(value.split(","));
        case "--cores" -> cores = Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--warm" -> warm = Double.parseDouble(value);
        case "--seconds" -> seconds = Double.parseDouble(value);
        case "--out" -> out = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("no option " + option);
      }
    }
    boolean skipBuild = args.contains("--skip-build");
    return new Settings(
        workloads, contenders, kernels, cores, rounds, warm, seconds, quick, skipBuild, out);
  }
}
