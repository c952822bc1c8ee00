package dev.nnd.check;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.Optimizer;
import dev.nnd.program.Schedule;
import dev.nnd.program.TrainPlan;
import dev.nnd.program.TrainPlan.Clip;
import dev.nnd.program.TrainPlan.Loss;
import dev.nnd.program.TrainPlan.Metric;
import dev.nnd.program.TrainPlan.Patience;
import dev.nnd.program.TrainPlan.Watched;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Settles a train declaration: its settings, its model, its data and how they fit. */
final class TrainChecker {
  private static final Setting<ModelUse> MODEL = Setting.required("model", ModelUse::read);
  private static final Setting<DataPlan> DATA = Setting.required("data", TrainChecker::data);
  private static final Setting<Loss> LOSS = Setting.required("loss", Losses.KIND);
  private static final Setting<Optimizer> OPTIMIZER =
      Setting.required("optimizer", Optimizers.KIND);
  private static final Setting<Schedule> SCHEDULE =
      Setting.of("schedule", Schedules.KIND, new Schedule.Constant());
  private static final Setting<Integer> BATCH = Setting.of("batch", Kinds.COUNT, 32);
  private static final Setting<Integer> EPOCHS = Setting.of("epochs", Kinds.COUNT, 10);
  private static final Setting<List<Metric>> METRICS =
      Setting.of("metrics", TrainSettings.METRICS, List.of());
  private static final Setting<Long> SEED = Setting.of("seed", Kinds.SEED, 0L);
  private static final Setting<Clip> CLIP = Setting.of("clip", TrainSettings.CLIP, new Clip.None());
  private static final Setting<Optional<Patience>> STOP =
      Setting.of("stop", TrainSettings.STOP, Optional.empty());
  private static final Setting<Optional<Watched>> CHECKPOINT =
      Setting.of("checkpoint", TrainSettings.CHECKPOINT, Optional.empty());

  static final List<Setting<?>> SETTINGS =
      List.of(
          MODEL,
          DATA,
          LOSS,
          OPTIMIZER,
          SCHEDULE,
          BATCH,
          EPOCHS,
          METRICS,
          SEED,
          CLIP,
          STOP,
          CHECKPOINT);

  private final Session session;
  private final Declaration.Train train;
  private final Parameters parameters;

  TrainChecker(Session session, Declaration.Train train) {
    this.session = session;
    this.train = train;
    this.parameters = new Parameters(session, train.name(), train.parameters());
  }

  /** The names of the settings of a train. */
  static List<String> settings() {
    return SETTINGS.stream().map(Setting::name).toList();
  }

  private static Optional<DataPlan> data(Expression value, Evaluator in, String what) {
    return References.find(value, Declaration.Data.class, "data set", in.session())
        .flatMap(data -> DataChecker.plan(in.session(), data));
  }

  /**
   * The training of these settings; empty if something is wrong with it, which is then reported, or
   * unknown.
   */
  Optional<TrainSetup> settle(Map<String, String> given) {
    Scope scope = parameters.set(given);
    Evaluator in = session.evaluator(scope);
    boolean allowed = require(in);
    Signature signature = Signature.ofBody(train.name().text(), SETTINGS);
    Settings settings = signature.partly(arguments(), train.name().span(), in);
    settings.find(DATA).ifPresent(data -> watches(settings, data));
    Optional<Fit> fit = settings.find(MODEL).map(use -> fit(use, settings));
    boolean settled = allowed && settings.complete() && !session.out().hasErrors();
    return fit.filter(f -> settled && f.isKnown()).flatMap(f -> setup(settings, f, scope));
  }

  /** Reports what is wrong with a configuration, and traces what that depends on. */
  void examine(Scope scope) {
    Trace trace = session.trace();
    Evaluator in = session.evaluator(scope);
    require(in);
    Signature signature = Signature.ofBody(train.name().text(), SETTINGS);
    Settings settings = signature.partly(arguments(), train.name().span(), in);
    trace.bind(
        train.name().span(),
        () -> {
          List.of(STOP, CHECKPOINT, METRICS, SCHEDULE).forEach(s -> trace.read(settings.deps(s)));
          settings.find(DATA).ifPresent(data -> watches(settings, data));
          return true;
        });
    settings.find(MODEL).ifPresent(use -> fit(use, settings));
  }

  /**
   * What of a training is the same for all values of some parameters.
   *
   * @param metrics that it measures; empty if unknown
   * @param validated whether its data has a validation part, or is unknown
   * @param data where the data is named
   */
  record Outline(
      Optional<List<Metric>> metrics, Optional<Integer> epochs, boolean validated, Span data) {}

  /** What of a training is the same for all values of these parameters. Reports nothing. */
  static Outline outline(Session session, Declaration.Train train, Set<String> varied) {
    TrainChecker checker = new TrainChecker(session.reportingTo(new Diagnostics()), train);
    Evaluator in = checker.session.evaluator(checker.parameters.without(varied));
    boolean validated = checker.read(DATA, in).map(TrainChecker::isValidated).orElse(true);
    return new Outline(
        checker.read(METRICS, in), checker.read(EPOCHS, in), validated, checker.span(DATA));
  }

  private <T> Optional<T> read(Setting<T> setting, Evaluator in) {
    Optional<Argument> given =
        arguments().stream()
            .filter(a -> a.name().orElseThrow().text().equals(setting.name()))
            .findFirst();
    return given.isEmpty()
        ? setting.fallback()
        : setting.kind().read(given.get().value(), in, setting.name());
  }

  private boolean require(Evaluator in) {
    boolean all = true;
    for (Entry entry : train.entries()) {
      if (entry instanceof Entry.Require r) {
        all &= Requirements.hold(r.condition(), r.text(), in, session.out()::report);
      }
    }
    return all;
  }

  /** The entries, as what a call would set. */
  private List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    for (Entry entry : train.entries()) {
      if (entry instanceof Entry.Setting s) {
        arguments.add(new Argument(Optional.of(s.key()), s.value(), s.span()));
      }
    }
    return arguments;
  }

  /** Where a setting stands, or the name of the train if it does not. */
  private Span span(Setting<?> setting) {
    return arguments().stream()
        .filter(a -> a.name().orElseThrow().text().equals(setting.name()))
        .map(a -> a.value().span())
        .findFirst()
        .orElse(train.name().span());
  }

  private Fit fit(ModelUse use, Settings settings) {
    Fit fit = new Fit(session, use);
    Supplier<Flow> suits =
        () -> {
          List.of(LOSS, METRICS).forEach(s -> session.trace().read(settings.deps(s)));
          suits(fit, settings);
          return Flow.unknown();
        };
    session.trace().stage(span(LOSS), 0, fit.tensors(), fit.assembly(), suits);
    return fit;
  }

  private void suits(Fit fit, Settings settings) {
    Optional<DataPlan> data = settings.find(DATA);
    data.ifPresent(d -> fit.columns(d, span(DATA)));
    settings.find(LOSS).ifPresent(loss -> fit.loss(loss, span(LOSS)));
    for (Metric metric : settings.find(METRICS).orElse(List.of())) {
      settings.find(LOSS).ifPresent(loss -> fit.metric(metric, loss, span(METRICS)));
    }
  }

  /** Whether what is watched is measured. */
  private void watches(Settings settings, DataPlan data) {
    boolean validated = isValidated(data);
    settings
        .find(STOP)
        .flatMap(s -> s)
        .ifPresent(s -> watch(s.watched(), STOP, settings, validated));
    settings
        .find(CHECKPOINT)
        .flatMap(c -> c)
        .ifPresent(w -> watch(w, CHECKPOINT, settings, validated));
    if (!validated
        && settings.find(SCHEDULE).filter(Schedule.Plateau.class::isInstance).isPresent()) {
      noValidation(SCHEDULE);
    }
  }

  private static boolean isValidated(DataPlan data) {
    return data.parts().sources().containsKey(Part.VALIDATION)
        || data.parts().shares().containsKey(Part.VALIDATION);
  }

  private void watch(Watched watched, Setting<?> setting, Settings settings, boolean validated) {
    List<String> measured =
        settings.find(METRICS).orElse(List.of()).stream().map(Metric::name).toList();
    if (!watched.metric().equals("loss") && !measured.contains(watched.metric())) {
      Diagnostic unmeasured = Diagnostic.of(Code.NOT_MEASURED, span(setting), watched.metric());
      String help =
          measured.isEmpty()
              ? "add it to `metrics`"
              : "add it to `metrics`, which has " + Kinds.listed(measured);
      session.out().report(unmeasured.withHelp(help));
    }
    if (watched.part() == Part.VALIDATION && !validated) {
      noValidation(setting);
    }
  }

  private void noValidation(Setting<?> setting) {
    session
        .out()
        .report(
            Diagnostic.of(Code.NO_VALIDATION, span(setting), setting.name())
                .withLabel(span(setting), "watches it")
                .withLabel(span(DATA), "has none"));
  }

  private Optional<TrainSetup> setup(Settings settings, Fit fit, Scope scope) {
    ModelUse use = settings.get(MODEL);
    Model model = fit.model();
    TrainPlan plan =
        new TrainPlan(
            train.name().text(),
            parameters.written(scope),
            use.model().name().text(),
            settings.get(DATA),
            settings.get(LOSS),
            settings.get(OPTIMIZER),
            settings.get(SCHEDULE),
            settings.get(BATCH),
            settings.get(EPOCHS),
            settings.get(METRICS),
            settings.get(SEED),
            settings.get(CLIP),
            settings.get(STOP),
            settings.get(CHECKPOINT),
            train.span());
    return Optional.of(new TrainSetup(plan, model, fit.training(settings.get(LOSS), span(LOSS))));
  }
}
