package dev.nnd.train;

import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan;
import dev.nnd.program.TrainPlan.Patience;
import dev.nnd.program.TrainPlan.Watched;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The finished epochs of a training, and what follows from them. A run that goes on replays it. */
final class History {
  private final Watch best;
  private final Optional<Patience> stop;
  private final Optional<Watch> patience;
  private final List<Double> validationLosses = new ArrayList<>();
  private Map<String, Object> last = Map.of();
  private Map<String, Object> bestEpoch = Map.of();
  private int epochs;

  /**
   * A history without epochs.
   *
   * @param usual what tells the best epoch where the declaration does not say
   */
  History(TrainPlan plan, Watched usual) {
    this.best = watch(plan.checkpoint().orElse(usual));
    this.stop = plan.stop();
    this.patience = stop.map(s -> watch(s.watched()));
  }

  private static Watch watch(Watched watched) {
    return new Watch(Measuring.name(watched.part(), watched.metric()));
  }

  /** Adds the line of an epoch; says whether it is the best so far. */
  boolean add(Map<String, Object> line) {
    epochs++;
    last = line;
    String loss = Measuring.name(Part.VALIDATION, "loss");
    if (line.containsKey(loss)) validationLosses.add(Watch.number(line, loss));
    patience.ifPresent(watch -> watch.improves(line));
    boolean improves = best.improves(line);
    if (improves) bestEpoch = line;
    return improves;
  }

  /** How many epochs are finished. */
  int epochs() {
    return epochs;
  }

  /** The loss on the validation part after each epoch, where there is one. */
  List<Double> validationLosses() {
    return Collections.unmodifiableList(validationLosses);
  }

  /** The line of the last epoch; empty before the first. */
  Map<String, Object> last() {
    return last;
  }

  /** The line of the best epoch; empty before the first. */
  Map<String, Object> best() {
    return bestEpoch;
  }

  /** Whether the declaration's {@code stop} ends the training here. */
  boolean isOver() {
    return patience.isPresent() && patience.get().since() >= stop.orElseThrow().epochs();
  }
}
