package dev.nnd.tune;

import dev.nnd.search.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the disk that a search takes bounded: of all trials' folders it leaves that of the best
 * trial, of those under way, and of the most promising of those that were ended early. Any other
 * trial can be trained again to the same bits. For any number of threads.
 */
public final class Keeping {
  /** How many of those that were ended early can go on from where they were. */
  private static final int ENDED_EARLY = 8;

  private final SearchFolder folder;
  private final Coordinator coordinator;
  private final boolean all;

  /**
   * What is kept of a search.
   *
   * @param all whether to leave all folders
   */
  public Keeping(SearchFolder folder, Coordinator coordinator, boolean all) {
    this.folder = folder;
    this.coordinator = coordinator;
    this.all = all;
  }

  /** Removes what is not needed any more. */
  public synchronized void tidy() throws IOException {
    if (all) return;
    Optional<Integer> best = coordinator.snapshot().best().map(TrialRecord::number);
    Set<Integer> unneeded = new TreeSet<>(folder.keptTrials());
    best.ifPresent(unneeded::remove);
    List<TrialRecord> early = new ArrayList<>();
    for (int number : List.copyOf(unneeded)) {
      Optional<TrialRecord> trial = coordinator.trial(number);
      if (trial.filter(t -> t.end().isEmpty()).isPresent()) unneeded.remove(number);
      trial.filter(Keeping::endedEarly).ifPresent(early::add);
    }
    early.sort((first, second) -> compare(first, second));
    early.stream().limit(ENDED_EARLY).forEach(trial -> unneeded.remove(trial.number()));
    for (int number : unneeded) folder.removeTrial(number);
  }

  private static boolean endedEarly(TrialRecord trial) {
    boolean early =
        trial.end().filter(e -> e == Trial.End.PRUNED || e == Trial.End.STOPPED).isPresent();
    return early && trial.objective().isPresent();
  }

  /** The better first. */
  private int compare(TrialRecord first, TrialRecord second) {
    double one = first.objective().orElseThrow();
    double other = second.objective().orElseThrow();
    if (coordinator.header().isBetter(one, other)) return -1;
    if (coordinator.header().isBetter(other, one)) return 1;
    return Integer.compare(first.number(), second.number());
  }
}
