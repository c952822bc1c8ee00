package dev.nnd.check;

import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.SearchPlan.Objective;
import dev.nnd.program.SearchPlan.Prune;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Nearest;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a train measures after each epoch, whatever a search draws; checks what relies on it. */
final class Measured {
  private final Session session;
  private final Declaration.Train train;
  private final TrainChecker.Outline outline;

  private Measured(Session session, Declaration.Train train, TrainChecker.Outline outline) {
    this.session = session;
    this.train = train;
    this.outline = outline;
  }

  /** What a train measures. */
  static Measured of(Session session, Declaration.Train train, Set<String> drawn) {
    return new Measured(session, train, TrainChecker.outline(session, train, drawn));
  }

  /** Reports an objective that is not measured. */
  void objective(Objective objective, Span span) {
    Watched watched = objective.watched();
    if (outline.metrics().isEmpty()) {
      return;
    }
    List<String> metrics = new ArrayList<>(List.of("loss"));
    outline.metrics().get().forEach(m -> metrics.add(m.name()));
    if (!metrics.contains(watched.metric())) {
      session.out().report(unmeasured(watched, metrics, span));
    } else if (watched.part() == Part.VALIDATION && !outline.validated()) {
      session
          .out()
          .report(
              Diagnostic.of(Code.NO_VALIDATION, span, "objective")
                  .withLabel(span, "watches it")
                  .withLabel(outline.data(), "has none"));
    }
  }

  private Diagnostic unmeasured(Watched watched, List<String> metrics, Span span) {
    String part = watched.part().name().toLowerCase(Locale.ROOT) + ".";
    List<String> names = metrics.stream().map(m -> part + m).toList();
    Diagnostic unmeasured =
        Diagnostic.of(Code.NOT_MEASURED, span, part + watched.metric())
            .withHelp("`" + train.name() + "` measures " + Kinds.listed(names))
            .withHelp("or add it to the `metrics` of `" + train.name() + "`");
    return Nearest.to(part + watched.metric(), names)
        .map(n -> unmeasured.withHelp("did you mean `" + n + "`?"))
        .orElse(unmeasured);
  }

  /** Reports a way to end trials early that comes too late for every trial. */
  void prune(Prune prune, Span span) {
    Optional<Integer> first = first(prune);
    if (first.isPresent() && outline.epochs().filter(e -> e <= first.get()).isPresent()) {
      int epochs = outline.epochs().get();
      session.out().report(Code.PRUNES_NOTHING, span, train.name(), epochs);
    }
  }

  /** The first epoch after which a trial may end. */
  private static Optional<Integer> first(Prune prune) {
    if (prune instanceof Prune.Median median) {
      return Optional.of(median.warmup() + 1);
    }
    return prune instanceof Prune.Asha asha ? Optional.of(asha.least()) : Optional.empty();
  }
}
