package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The benchmark: {@code bench/run} starts it with the folder it stands in. */
public final class Main {
  private final Path home;
  private final Settings settings;
  private final List<String> arguments;
  private final List<String> notes = new ArrayList<>();

  private Main(Path home, Settings settings, List<String> arguments) {
    this.home = home;
    this.settings = settings;
    this.arguments = arguments;
  }

  /** Exits with 2 if the call was wrong. */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    List<String> arguments = Arrays.asList(args).subList(1, args.length);
    if (arguments.contains("--help")) {
      System.out.print(Settings.USAGE);
      return;
    }
    try {
      new Main(home, Settings.of(arguments), arguments).run();
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage() + "\n\n" + Settings.USAGE);
      System.exit(2);
    }
  }

  private void run() throws IOException {
    Contenders asked = Contenders.of(settings, home.resolve("target"));
    notes.addAll(asked.absent());
    if (!settings.skipBuild()) build(asked.all());
    List<Contender> contenders = new ArrayList<>();
    for (Contender contender : asked.all()) {
      if (Maven.isBuilt(home, contender.module())) contenders.add(contender);
      else notes.add(contender.title() + ": its jars could not be built or fetched.");
    }
    if (!Cores.canPin()) notes.add("There is no taskset here, so programs ran on any core.");
    List<Integer> cores = new ArrayList<>(settings.cores());
    int allowed = Cores.allowed().size();
    if (cores.removeIf(count -> Cores.canPin() && count > allowed)) {
      notes.add("There are no more than " + allowed + " cores.");
    }
    if (settings.workloads().isEmpty()) cores.clear();
    Results results = measure(contenders, cores);
    KernelFigures kernels = new KernelFigures(home, settings.quick());
    if (settings.kernels()) {
      for (Contender ours : compilers(contenders)) kernels.measure(ours);
    }
    String report = report(contenders, cores, results, kernels);
    Path out =
        settings
            .out()
            .orElse(home.resolve(arguments.isEmpty() ? "RESULTS.md" : "target/results.md"));
    Files.writeString(out, report);
    System.out.println(report);
    System.err.println("bench: written to " + out);
  }

  private static List<Contender> compilers(List<Contender> contenders) {
    return contenders.stream().filter(Contender::compiles).toList();
  }

  /** Builds each program with the JDK that runs it, the oldest where there are two. */
  private void build(List<Contender> contenders) throws IOException {
    Map<Integer, List<String>> modules = new TreeMap<>();
    Map<Integer, Jdk> jdks = new TreeMap<>();
    List<String> seen = new ArrayList<>();
    for (Contender contender : contenders) {
      if (seen.contains(contender.module())) continue;
      seen.add(contender.module());
      jdks.put(contender.jdk().major(), contender.jdk());
      modules
          .computeIfAbsent(contender.jdk().major(), k -> new ArrayList<>())
          .add(contender.module());
    }
    if (settings.kernels()) {
      compilers(contenders).stream()
          .findFirst()
          .ifPresent(ours -> modules.get(ours.jdk().major()).add(KernelFigures.MODULE));
    }
    for (Map.Entry<Integer, List<String>> entry : modules.entrySet()) {
      Maven.build(home, entry.getValue(), jdks.get(entry.getKey()));
    }
  }

  /** Lets each program write the files it predicts from. */
  private void prepare(Launcher launcher, List<Contender> contenders) throws IOException {
    Set<String> done = new HashSet<>();
    for (Workload workload : settings.workloads()) {
      for (Contender contender : contenders) {
        boolean reads = !workload.kind().learns() && contender.can().test(workload);
        if (reads && done.add(contender.module() + workload)) launcher.prepare(contender, workload);
      }
    }
  }

  private Results measure(List<Contender> contenders, List<Integer> cores) throws IOException {
    Launcher launcher = new Launcher(home, settings);
    Results results = new Results();
    prepare(launcher, contenders);
    for (int count : cores) {
      for (Workload workload : settings.workloads()) {
        List<Contender> able = contenders.stream().filter(c -> c.can().test(workload)).toList();
        // The first start on a machine unpacks libraries and reads cold files.
        if (workload.kind().isStart()) {
          for (Contender contender : able) launcher.startOnce(contender, workload, count);
        }
        for (int round = 0; round < settings.rounds(); round++) {
          round(launcher, able, workload, count, round, results);
        }
      }
    }
    return results;
  }

  /** All contenders one after the other, from another one on in each round. */
  private void round(
      Launcher launcher,
      List<Contender> able,
      Workload workload,
      int cores,
      int round,
      Results results)
      throws IOException {
    for (int i = 0; i < able.size(); i++) {
      Contender contender = able.get((i + round) % able.size());
      Trial trial = launcher.measure(contender, workload, cores);
      results.add(cores, workload, contender, trial);
      String figure =
          trial
              .failure()
              .orElseGet(() -> String.format(Locale.ROOT, "%.3f us", trial.nanos() / 1e3));
      System.err.println(
          "bench: "
              + cores
              + " cores, "
              + workload.title()
              + ", "
              + contender.title()
              + ": "
              + figure);
    }
  }

  private String report(
      List<Contender> contenders, List<Integer> cores, Results results, KernelFigures kernels)
      throws IOException {
    StringBuilder text = new StringBuilder("# What was measured\n\n");
    text.append(facts(contenders, results));
    for (int count : cores) {
      text.append("\n## On ").append(count == 1 ? "one core" : count + " cores").append("\n\n");
      String gap = "";
      for (Report tables : tables(contenders, results)) {
        text.append(gap).append(tables.ratios(count)).append('\n').append(tables.figures(count));
        if (count > 1 && cores.contains(1)) text.append('\n').append(tables.gains(count));
        gap = "\n";
      }
    }
    if (!cores.isEmpty() && settings.workloads().stream().anyMatch(w -> !w.kind().isStart())) {
      String agreement = tables(contenders, results).get(0).agreement(cores.get(0));
      text.append("\n## Whether all computed the same\n\n").append(agreement);
    }
    if (settings.kernels()) {
      text.append("\n## Kernels, batches of 64, on one core\n\n");
      text.append(kernels.table(compilers(contenders)));
    }
    text.append("\n## What must be shipped\n\n").append(Facts.shipped(contenders, home));
    for (Report tables : tables(contenders, results)) notes.addAll(tables.failures(cores));
    text.append("\n## Left out\n\n");
    if (notes.isEmpty()) text.append("Nothing.\n");
    for (String note : notes) text.append("- ").append(note).append('\n');
    return text.toString();
  }

  /** The tables of what is measured in the steady state, then those of starts. */
  private List<Report> tables(List<Contender> contenders, Results results) {
    List<Report> tables = new ArrayList<>();
    for (boolean starts : List.of(false, true)) {
      List<Workload> some =
          settings.workloads().stream().filter(w -> w.kind().isStart() == starts).toList();
      List<Contender> able =
          contenders.stream().filter(c -> some.stream().anyMatch(c.can()::test)).toList();
      if (!some.isEmpty()) tables.add(new Report(able, some, results));
    }
    return tables;
  }

  private String facts(List<Contender> contenders, Results results) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("- ").append(Facts.machine()).append('\n');
    contenders.stream()
        .map(Contender::jdk)
        .distinct()
        .forEach(jdk -> text.append("- Java ").append(jdk.text()).append('\n'));
    text.append("- nnd ").append(Facts.commit(home)).append(", ");
    text.append(LocalDate.now(ZoneOffset.UTC)).append(", `bench/run");
    for (String argument : arguments) text.append(' ').append(argument);
    text.append("`\n");
    for (Workload workload : settings.workloads()) {
      results
          .data(workload)
          .ifPresent(
              data ->
                  text.append("- ")
                      .append(workload.title())
                      .append(" on ")
                      .append(data)
                      .append('\n'));
    }
    return text.toString();
  }
}
