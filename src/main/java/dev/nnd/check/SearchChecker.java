package dev.nnd.check;

import dev.nnd.program.Distribution;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Objective;
import dev.nnd.program.SearchPlan.Prune;
import dev.nnd.program.SearchPlan.Strategy;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Settles a search declaration: what it draws, on which conditions, and what it makes of that. */
final class SearchChecker {
  private static final Setting<Declaration.Train> TRAIN =
      Setting.required("train", SearchChecker::train);
  private static final Setting<Strategy> STRATEGY =
      Setting.required("strategy", SearchSettings.STRATEGY);
  private static final Setting<Objective> OBJECTIVE =
      Setting.required("objective", SearchSettings.OBJECTIVE);
  private static final Setting<Prune> PRUNE =
      Setting.of("prune", SearchSettings.PRUNE, new Prune.None());
  private static final Setting<Integer> PARALLEL = Setting.of("parallel", Kinds.COUNT, 1);
  private static final Setting<Optional<Double>> BUDGET =
      Setting.optional("budget", SearchSettings.BUDGET);
  private static final Setting<Long> SEED = Setting.of("seed", Kinds.SEED, 0L);

  static final List<Setting<?>> SETTINGS =
      List.of(TRAIN, STRATEGY, OBJECTIVE, PRUNE, PARALLEL, BUDGET, SEED);

  /** Configurations of a grid, which are numbered by an int. */
  private static final double MOST_TRIALS = Integer.MAX_VALUE;

  private final Session session;
  private final Diagnostics mine = new Diagnostics();
  private final Declaration.Search search;

  /** A checker that reports what is wrong with the search, apart from all else, to the session. */
  SearchChecker(Session session, Declaration.Search search) {
    this.session = session.reportingTo(mine);
    this.search = search;
  }

  private static Optional<Declaration.Train> train(Expression value, Evaluator in, String what) {
    return References.find(value, Declaration.Train.class, "train", in.session());
  }

  /** The plan of the search; empty if something is wrong with it, which is then reported. */
  static Optional<SearchPlan> settle(Session session, Declaration.Search search) {
    SearchChecker checker = new SearchChecker(session, search);
    Optional<SearchPlan> plan = checker.settle();
    checker.mine.sorted().forEach(session.out()::report);
    return plan;
  }

  /** What a search draws; empty if something is wrong with that, which is then reported. */
  static Optional<DrawChecker.Settled> draws(Session session, Declaration.Search search) {
    SearchChecker checker = new SearchChecker(session, search);
    Optional<Declaration.Train> train =
        checker.arguments().stream()
            .filter(a -> sets(a, TRAIN))
            .findFirst()
            .flatMap(a -> train(a.value(), checker.session.evaluator(Scope.top()), TRAIN.name()));
    Optional<DrawChecker> draws =
        train.map(found -> new DrawChecker(checker.session, search, found));
    List<Drawing> drawings = draws.map(DrawChecker::check).orElse(List.of());
    return checker.mine.hasErrors() ? Optional.empty() : draws.flatMap(d -> d.settle(drawings));
  }

  private Optional<SearchPlan> settle() {
    Evaluator in = session.evaluator(Scope.top());
    Signature signature = Signature.ofBody(search.name().text(), SETTINGS);
    Settings settings = signature.partly(arguments(), search.name().span(), in);
    Optional<Declaration.Train> train = settings.find(TRAIN);
    if (train.isEmpty()) {
      return Optional.empty();
    }
    DrawChecker draws = new DrawChecker(session, search, train.get());
    List<Drawing> drawings = draws.check();
    Optional<DrawChecker.Settled> settled =
        mine.hasErrors() ? Optional.empty() : draws.settle(drawings);
    settings.find(STRATEGY).ifPresent(s -> size(s, drawings));
    Measured measured = Measured.of(session, train.get(), draws.names());
    settings.find(OBJECTIVE).ifPresent(o -> measured.objective(o, metric()));
    settings.find(PRUNE).ifPresent(p -> measured.prune(p, span(PRUNE)));
    boolean right = settings.complete() && !mine.hasErrors();
    return settled.filter(s -> right).map(s -> plan(settings, train.get(), s));
  }

  private SearchPlan plan(Settings settings, Declaration.Train train, DrawChecker.Settled draws) {
    Optional<Double> minutes = settings.get(BUDGET);
    return new SearchPlan(
        search.name().text(),
        train.name().text(),
        draws.parameters(),
        draws.requirements(),
        settings.get(STRATEGY),
        settings.get(OBJECTIVE),
        settings.get(PRUNE),
        settings.get(PARALLEL),
        minutes.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        settings.get(SEED),
        search.span());
  }

  private List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    for (Entry entry : search.entries()) {
      if (entry instanceof Entry.Setting s) {
        arguments.add(new Argument(Optional.of(s.key()), s.value(), s.span()));
      }
    }
    return arguments;
  }

  private Expression value(Setting<?> setting) {
    return arguments().stream()
        .filter(a -> a.name().orElseThrow().text().equals(setting.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("check: no " + setting.name()))
        .value();
  }

  private Span span(Setting<?> setting) {
    return setting.fallback().isPresent() && arguments().stream().noneMatch(a -> sets(a, setting))
        ? search.name().span()
        : value(setting).span();
  }

  private static boolean sets(Argument argument, Setting<?> setting) {
    return argument.name().orElseThrow().text().equals(setting.name());
  }

  /** What the objective names. */
  private Span metric() {
    return value(OBJECTIVE) instanceof Expression.Call call && !call.arguments().isEmpty()
        ? call.arguments().get(0).value().span()
        : span(OBJECTIVE);
  }

  /** Reports a grid that no trial's number could count. */
  private void size(Strategy strategy, List<Drawing> drawings) {
    if (!(strategy instanceof Strategy.Grid grid)) {
      return;
    }
    double size = 1;
    for (Drawing drawing : drawings) {
      size *= drawing.distribution().accept(new GridSize(grid.points()));
    }
    if (size > MOST_TRIALS) {
      mine.report(Diagnostic.of(Code.GRID_TOO_LARGE, span(STRATEGY), (long) MOST_TRIALS));
    }
  }

  /** How many values a grid takes of a distribution: all of a choice, points of a range. */
  private record GridSize(int points) implements Distribution.Visitor<Double> {
    @Override
    public Double uniform(Distribution.Uniform uniform) {
      double range = uniform.high() - uniform.low();
      return uniform.step().isEmpty()
          ? points
          : Math.min(points, 1 + Math.floor(range / uniform.step().getAsDouble()));
    }

    @Override
    public Double normal(Distribution.Normal normal) {
      return (double) points;
    }

    @Override
    public Double whole(Distribution.Whole whole) {
      long steps = (whole.high() - whole.low()) / whole.step();
      return (double) Math.min(points, steps + 1);
    }

    @Override
    public Double choice(Distribution.Choice choice) {
      return (double) choice.texts().size();
    }
  }
}
