package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured so far. */
final class Results {
  private final Map<Key, List<Trial>> trials = new LinkedHashMap<>();

  private record Key(int cores, Workload workload, String contender) {}

  void add(int cores, Workload workload, Contender contender, Trial trial) {
    Key key = new Key(cores, workload, contender.id());
    trials.computeIfAbsent(key, k -> new ArrayList<>()).add(trial);
  }

  /** Nanoseconds, over the processes that gave some. */
  Optional<Spread> nanos(int cores, Workload workload, Contender contender) {
    List<Double> nanos =
        of(cores, workload, contender).stream()
            .filter(trial -> trial.failure().isEmpty())
            .map(Trial::nanos)
            .toList();
    return nanos.isEmpty() ? Optional.empty() : Optional.of(Spread.of(nanos));
  }

  /** What the network gave; the same in every process. */
  List<Float> output(int cores, Workload workload, Contender contender) {
    return of(cores, workload, contender).stream()
        .map(Trial::output)
        .filter(output -> !output.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Why a process gave nothing. */
  Optional<String> failure(int cores, Workload workload, Contender contender) {
    return of(cores, workload, contender).stream()
        .flatMap(trial -> trial.failure().stream())
        .findFirst();
  }

  /** Where the images of a workload came from; empty if nobody said. */
  Optional<String> data(Workload workload) {
    return trials.entrySet().stream()
        .filter(entry -> entry.getKey().workload() == workload)
        .flatMap(entry -> entry.getValue().stream())
        .map(Trial::data)
        .filter(data -> !data.isEmpty())
        .findFirst();
  }

  private List<Trial> of(int cores, Workload workload, Contender contender) {
    return trials.getOrDefault(new Key(cores, workload, contender.id()), List.of());
  }
}
