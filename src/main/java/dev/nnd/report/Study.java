package dev.nnd.report;

import dev.nnd.program.SearchPlan;
import dev.nnd.search.Importance;
import dev.nnd.search.Space;
import dev.nnd.search.Trial;
import dev.nnd.tune.SearchRecord;
import dev.nnd.tune.TrialRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A search as a report shows it.
 *
 * @param plan its declaration
 * @param file its program's file, as a person would name it
 * @param program the text of the program
 * @param planned how many trials there are to be
 * @param trials those that have begun, by number
 */
public record Study(
    SearchPlan plan, String file, String program, int planned, List<TrialRecord> trials) {
  public Study {
    trials = List.copyOf(trials);
  }

  /**
   * The study of a search.
   *
   * @param record what its journal says
   * @param file its program's file, as a person would name it
   * @param program the text of the program
   */
  public static Study of(SearchPlan plan, SearchRecord record, String file, String program) {
    return new Study(plan, file, program, record.header().trials(), record.trials());
  }

  /** What is made large or small, such as {@code validation.accuracy}. */
  String objective() {
    String part = plan.objective().watched().part().name().toLowerCase(Locale.ROOT);
    return part + "." + plan.objective().watched().metric();
  }

  /** The trial with the best objective; of equals, the first. */
  Optional<TrialRecord> best() {
    return trials.stream()
        .filter(trial -> isMeasured(trial) && trial.end().isPresent())
        .reduce((best, trial) -> isBetter(trial, best) ? trial : best);
  }

  /** Whether a trial has an objective that is a number. */
  static boolean isMeasured(TrialRecord trial) {
    return trial.objective().isPresent() && Double.isFinite(trial.objective().getAsDouble());
  }

  /** Whether the first is better; both are measured. */
  boolean isBetter(TrialRecord first, TrialRecord second) {
    double x = first.objective().getAsDouble();
    double y = second.objective().getAsDouble();
    return plan.objective().maximize() ? x > y : x < y;
  }

  /** Which parameters matter, as far as the trials tell that have ended. */
  Importance importance() {
    List<Trial> ended = trials.stream().filter(t -> t.end().isPresent()).map(this::trial).toList();
    return Importance.of(Space.of(plan), ended);
  }

  private Trial trial(TrialRecord record) {
    return new Trial(
        record.number(),
        record.drawn(),
        record.end().orElseThrow(),
        record.objective(),
        Arrays.stream(curve(record)).boxed().toList());
  }

  /** The objective of a trial after each epoch. */
  double[] curve(TrialRecord trial) {
    return trial.curve(objective());
  }

  /** What a trial has come to: {@code running}, or how it ended. */
  static String state(TrialRecord trial) {
    return trial.end().map(end -> end.name().toLowerCase(Locale.ROOT)).orElse("running");
  }
}
