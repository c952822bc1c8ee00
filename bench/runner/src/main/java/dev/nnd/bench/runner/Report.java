package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of a run. */
final class Report {
  private static final String NONE = "–";

  private final List<Contender> contenders;
  private final List<Workload> workloads;
  private final Results results;

  Report(List<Contender> contenders, List<Workload> workloads, Results results) {
    this.contenders = contenders;
    this.workloads = workloads;
    this.results = results;
  }

  private List<Contender> ours() {
    return contenders.stream().filter(Contender::isOurs).toList();
  }

  private Optional<Spread> nanos(int cores, Workload workload, Contender contender) {
    return results.nanos(cores, workload, contender);
  }

  /** Figures of all, a column each. */
  String figures(int cores) {
    List<String> heads = new ArrayList<>(List.of("median (lowest–highest)", "unit"));
    contenders.forEach(contender -> heads.add(contender.title()));
    Table table = new Table(heads);
    for (Workload workload : workloads) {
      List<String> row = new ArrayList<>(List.of(workload.title(), Figures.unit(workload)));
      for (Contender contender : contenders) {
        row.add(
            nanos(cores, workload, contender)
                .map(spread -> Figures.cell(workload, spread))
                .orElse(
                    results.failure(cores, workload, contender).map(w -> "failed").orElse(NONE)));
      }
      table.row(row);
    }
    return table.text();
  }

  /** How many times as fast as the best peer each of ours is, beside what it should be. */
  String ratios(int cores) {
    List<String> heads = new ArrayList<>(List.of("times as fast as the best peer", "peer"));
    ours().forEach(contender -> heads.add(contender.title()));
    heads.add("goal, vector, one core");
    Table table = new Table(heads);
    for (Workload workload : workloads) {
      for (Goal goal : Goal.of(workload)) ratios(cores, workload, goal, table);
    }
    return table.text();
  }

  private void ratios(int cores, Workload workload, Goal goal, Table table) {
    Optional<Contender> peer = peer(cores, workload, goal);
    List<String> row = new ArrayList<>();
    row.add(workload.title());
    row.add(peer.map(Contender::title).orElse(NONE));
    for (Contender own : ours()) {
      Optional<Double> ratio =
          peer.flatMap(
              p ->
                  nanos(cores, workload, own)
                      .map(s -> nanos(cores, workload, p).orElseThrow().median() / s.median()));
      row.add(ratio.map(Figures::ratio).orElse(NONE));
    }
    row.add(Figures.ratio(goal.ratio()));
    table.row(row);
  }

  private Optional<Contender> peer(int cores, Workload workload, Goal goal) {
    return contenders.stream()
        .filter(contender -> !contender.isOurs())
        .filter(contender -> goal.peer().map(contender.id()::equals).orElse(true))
        .filter(contender -> nanos(cores, workload, contender).isPresent())
        .min(Comparator.comparing(c -> nanos(cores, workload, c).orElseThrow().median()));
  }

  /** How many times as fast each is on more cores. */
  String gains(int cores) {
    List<String> heads = new ArrayList<>(List.of("times as fast as on one core"));
    contenders.forEach(contender -> heads.add(contender.title()));
    Table table = new Table(heads);
    for (Workload workload : workloads) {
      List<String> row = new ArrayList<>(List.of(workload.title()));
      for (Contender contender : contenders) {
        Optional<Spread> one = nanos(1, workload, contender);
        Optional<Spread> more = nanos(cores, workload, contender);
        row.add(
            one.isPresent() && more.isPresent()
                ? Figures.ratio(one.get().median() / more.get().median())
                : NONE);
      }
      table.row(row);
    }
    return table.text();
  }

  /** How far the outputs of all are from those of ours that stands first. */
  String agreement(int cores) {
    List<String> heads = new ArrayList<>(List.of("largest relative difference", "of"));
    contenders.forEach(contender -> heads.add(contender.title()));
    Table table = new Table(heads);
    for (Workload workload : workloads) {
      if (workload.kind().isStart()) continue;
      List<Float> expected =
          contenders.stream()
              .map(contender -> results.output(cores, workload, contender))
              .filter(output -> !output.isEmpty())
              .findFirst()
              .orElse(List.of());
      if (workload.kind() == Workload.Kind.PREDICT) {
        table.row(differences(cores, workload, "the probabilities", expected, 0, expected.size()));
      } else {
        table.row(differences(cores, workload, "the first loss", expected, 0, 1));
        table.row(differences(cores, workload, "ten losses", expected, 0, expected.size()));
      }
    }
    return table.text();
  }

  private List<String> differences(
      int cores, Workload workload, String what, List<Float> expected, int from, int to) {
    List<String> row = new ArrayList<>(List.of(workload.title(), what));
    for (Contender contender : contenders) {
      List<Float> output = results.output(cores, workload, contender);
      // Smile starts from weights of its own.
      boolean comparable = output.size() >= to && to > 0 && !contender.module().equals("smile");
      row.add(
          comparable
              ? String.format(
                  Locale.ROOT,
                  "%.0e",
                  difference(output.subList(from, to), expected.subList(from, to)))
              : NONE);
    }
    return row;
  }

  /** The largest difference, as a share of the largest number. */
  private static double difference(List<Float> actual, List<Float> expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.size(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      difference = Math.max(difference, Math.abs(expected.get(i) - actual.get(i)));
    }
    return difference / largest;
  }

  /** A line for each that gave nothing. */
  List<String> failures(List<Integer> cores) {
    List<String> lines = new ArrayList<>();
    for (int count : cores) {
      for (Workload workload : workloads) {
        for (Contender contender : contenders) {
          results
              .failure(count, workload, contender)
              .ifPresent(
                  why ->
                      lines.add(
                          contender.title()
                              + ", "
                              + workload.title()
                              + ", "
                              + count
                              + " cores: "
                              + why));
        }
      }
    }
    return lines;
  }
}
