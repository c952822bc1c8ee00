package dev.nnd.check;

import dev.nnd.check.Distributions.Drawn;
import dev.nnd.check.Kinds.Range;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.ParameterType;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the names and types of a search declaration. This version makes no plan of it yet. */
final class SearchChecker {
  private static final Setting<Declaration.Train> TRAIN =
      Setting.required("train", SearchChecker::train);

  private static final Setting<Integer> TRIALS = Setting.required("trials", Kinds.COUNT);
  private static final Setting<Integer> POINTS = Setting.of("points", Kinds.COUNT, 5);
  private static final Setting<Integer> ROUNDS = Setting.of("rounds", Kinds.COUNT, 3);
  private static final Setting<Double> KEEP =
      Setting.of("keep", Kinds.number(Range.INSIDE_ONE), 0.25);
  private static final Setting<Integer> POPULATION = Setting.of("population", Kinds.integer(2), 20);
  private static final Kind<String> STRATEGY =
      Forms.<String>of("a strategy")
          .with(SearchChecker::accept, "grid", POINTS)
          .with(SearchChecker::accept, "random", TRIALS)
          .with(SearchChecker::accept, "sobol", TRIALS)
          .with(SearchChecker::accept, "coarse_to_fine", TRIALS, ROUNDS, KEEP)
          .with(SearchChecker::accept, "tpe", TRIALS)
          .with(SearchChecker::accept, "evolve", TRIALS, POPULATION);

  private static final Setting<Watched> METRIC = Setting.required("metric", TrainSettings::watched);
  private static final Kind<String> OBJECTIVE =
      Forms.<String>of("an objective")
          .with(SearchChecker::accept, "maximize", METRIC)
          .with(SearchChecker::accept, "minimize", METRIC);

  private static final Setting<Integer> WARMUP = Setting.of("warmup", Kinds.integer(0), 2);
  private static final Setting<Integer> LEAST = Setting.of("min", Kinds.COUNT, 1);
  private static final Setting<Integer> FACTOR = Setting.of("factor", Kinds.integer(2), 3);
  private static final Kind<String> PRUNE =
      Forms.<String>of("a way to end trials early")
          .with(SearchChecker::accept, "none")
          .with(SearchChecker::accept, "median", WARMUP)
          .with(SearchChecker::accept, "asha", LEAST, FACTOR);

  private static final Setting<Double> MINUTES =
      Setting.required("minutes", Kinds.number(Range.POSITIVE));
  static final Kind<String> BUDGET =
      Forms.<String>of("a budget").with(SearchChecker::accept, "minutes", MINUTES);

  static final List<Setting<?>> SETTINGS =
      List.of(
          TRAIN,
          Setting.required("strategy", STRATEGY),
          Setting.required("objective", OBJECTIVE),
          Setting.of("prune", PRUNE, "none"),
          Setting.of("parallel", Kinds.COUNT, 1),
          Setting.optional("budget", BUDGET),
          Setting.of("seed", Kinds.SEED, 0L));

  private final Session session;
  private final Declaration.Search search;

  private SearchChecker(Session session, Declaration.Search search) {
    this.session = session;
    this.search = search;
  }

  /** Reports what is wrong with a search. */
  static void check(Session session, Declaration.Search search) {
    new SearchChecker(session, search).check();
  }

  private static Optional<String> accept(Settings settings, Span span, Evaluator in) {
    return Optional.of(span.text());
  }

  private static Optional<Declaration.Train> train(Expression value, Evaluator in, String what) {
    return References.find(value, Declaration.Train.class, "train", in.session());
  }

  private void check() {
    Evaluator in = session.evaluator(Scope.top());
    Signature signature = Signature.ofBody(search.name().text(), SETTINGS);
    Settings settings = signature.partly(arguments(), search.name().span(), in);
    settings.find(TRAIN).ifPresent(this::draws);
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

  /** The draws and requirements, which speak of the parameters of the train. */
  private void draws(Declaration.Train train) {
    Parameters parameters = new Parameters(session, train.name(), train.parameters());
    Evaluator in = session.evaluator(parameters.set(Map.of()).blurred());
    Map<String, Name> drawn = new HashMap<>();
    for (Entry entry : search.entries()) {
      if (entry instanceof Entry.Require require) {
        in.condition(require.condition());
      } else if (entry instanceof Entry.Draw draw) {
        Name first = drawn.putIfAbsent(draw.parameter().text(), draw.parameter());
        if (first != null) {
          twice(draw.parameter(), first);
        }
        draw.condition().ifPresent(in::condition);
        draw(draw, train, parameters);
      }
    }
  }

  private void twice(Name name, Name first) {
    session
        .out()
        .report(
            Diagnostic.of(Code.DECLARED_TWICE, name.span(), name)
                .withLabel(name.span(), "drawn again here")
                .withLabel(first.span(), "first drawn here"));
  }

  private void draw(Entry.Draw draw, Declaration.Train train, Parameters parameters) {
    Name name = draw.parameter();
    Optional<Parameter> parameter =
        train.parameters().stream().filter(p -> p.name().text().equals(name.text())).findFirst();
    if (parameter.isEmpty()) {
      List<String> names = train.parameters().stream().map(p -> p.name().text()).toList();
      session
          .out()
          .report(
              Names.unknown(Code.NO_PARAMETER, name, names, train.name())
                  .withLabel(train.name().span(), "declared here"));
      return;
    }
    Evaluator in = session.evaluator(Scope.top());
    boolean choice =
        draw.distribution() instanceof Expression.Call call
            && call.callee().text().equals("choice");
    if (choice) {
      choice((Expression.Call) draw.distribution(), parameter.get(), parameters, in);
      return;
    }
    Distributions.FORMS
        .read(draw.distribution(), in, "the distribution of `" + name + "`")
        .filter(d -> !suits(d, parameter.get().type()))
        .ifPresent(d -> unsuited(draw, parameter.get()));
  }

  private static boolean suits(Drawn drawn, ParameterType type) {
    return type == ParameterType.FLOAT || type == ParameterType.INT && drawn == Drawn.INT;
  }

  private void unsuited(Entry.Draw draw, Parameter parameter) {
    String type = parameter.type().word();
    Diagnostic diagnostic =
        Diagnostic.of(Code.DRAWS_OTHERS, draw.distribution().span(), parameter.name(), type);
    boolean number = parameter.type() == ParameterType.INT;
    session
        .out()
        .report(
            diagnostic
                .withLabel(parameter.span(), "declared here")
                .withHelp(number ? "`int`, `log_int` and `choice` draw ints" : "use `choice`"));
  }

  private void choice(
      Expression.Call call, Parameter parameter, Parameters parameters, Evaluator in) {
    if (call.arguments().isEmpty()) {
      session.out().report(Code.WRONG_COUNT, call.span(), "choice", "1 or more values", 0);
    }
    for (Argument argument : call.arguments()) {
      argument.name().ifPresent(n -> session.out().report(Code.NO_NAMES, n.span(), call.callee()));
      parameters.convert(parameter, argument.value(), in);
    }
  }
}
