package dev.nnd.tune;

import dev.nnd.search.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A trial as the entries about it leave it. */
final class TrialState {
  private final Entry.Begin begin;
  private final List<Map<String, Double>> epochs = new ArrayList<>();
  private Entry.Begin last;
  private Optional<Entry.Ended> ended = Optional.empty();
  private Optional<Trial> first = Optional.empty();
  private boolean stopping;
  private boolean revived;

  TrialState(Entry.Begin begin) {
    this.begin = begin;
    this.last = begin;
  }

  int number() {
    return begin.trial();
  }

  Entry.Begin begin() {
    return begin;
  }

  /** Of the worker that has it, or had it last. */
  int attempt() {
    return last.attempt();
  }

  int epochs() {
    return epochs.size();
  }

  Optional<Entry.Ended> ended() {
    return ended;
  }

  boolean isUnderWay() {
    return ended.isEmpty();
  }

  /** Whether a person wants it to end. */
  boolean isStopping() {
    return stopping;
  }

  boolean isRevived() {
    return revived;
  }

  /** Whether it can go on after its end. */
  boolean canBeRevived() {
    return ended
        .filter(e -> e.end() == Trial.End.PRUNED || e.end() == Trial.End.STOPPED)
        .isPresent();
  }

  /** Whether it has ended at least once. */
  boolean hasEnded() {
    return first.isPresent();
  }

  /** As it ended first: what others read of it, whatever became of it later. */
  Trial first() {
    return first.orElseThrow();
  }

  void beginAgain(Entry.Begin again) {
    last = again;
  }

  void add(Map<String, Double> metrics) {
    epochs.add(metrics);
  }

  void stop() {
    stopping = true;
  }

  void revive() {
    ended = Optional.empty();
    stopping = false;
    revived = true;
  }

  /** Ends it; says whether it is its first end. */
  boolean end(Entry.Ended entry, String objective) {
    ended = Optional.of(entry);
    if (first.isPresent()) return false;
    List<Double> curve = Arrays.stream(curve(objective)).boxed().toList();
    first = Optional.of(new Trial(number(), begin.drawn(), entry.end(), entry.objective(), curve));
    return true;
  }

  /** What a metric was after each epoch; NaN where it was not measured. */
  double[] curve(String metric) {
    return epochs.stream().mapToDouble(m -> m.getOrDefault(metric, Double.NaN)).toArray();
  }

  TrialRecord record() {
    return new TrialRecord(
        number(),
        begin.drawn(),
        ended.map(Entry.Ended::end),
        ended.map(Entry.Ended::objective).orElse(OptionalDouble.empty()),
        epochs,
        ended.map(Entry.Ended::metrics).orElse(Map.of()),
        ended.map(Entry.Ended::reason).orElse(""),
        attempt(),
        revived,
        last.worker(),
        begin.at(),
        ended.map(Entry.Ended::at).orElse(0L));
  }
}
