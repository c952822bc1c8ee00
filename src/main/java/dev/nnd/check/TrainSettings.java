package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan.Clip;
import dev.nnd.program.TrainPlan.Loss;
import dev.nnd.program.TrainPlan.Metric;
import dev.nnd.program.TrainPlan.Patience;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may be written for the smaller settings of a train. */
final class TrainSettings {
  private static final Setting<Double> SMOOTHING =
      Setting.of("smoothing", Kinds.number(Range.BELOW_ONE), 0.0);

  static final Forms<Loss> LOSS =
      Forms.<Loss>of(
              "a loss",
              "binary_cross_entropy",
              "cross_entropy_with_logits",
              "binary_cross_entropy_with_logits",
              "mae",
              "huber")
          .with(
              (s, at, in) -> Optional.of(new Loss.CrossEntropy(s.get(SMOOTHING))),
              "cross_entropy",
              SMOOTHING)
          .word("mse", new Loss.MeanSquaredError());

  private static final Forms<Metric> METRIC =
      Forms.<Metric>of("a metric", "top_k", "precision", "recall", "f1", "auc", "r2")
          .word("accuracy", Metric.ACCURACY)
          .word("mse", Metric.MSE)
          .word("mae", Metric.MAE);

  static final Kind<List<Metric>> METRICS = Kind.worded(METRIC.words(), TrainSettings::metrics);

  private static final Setting<Double> LIMIT =
      Setting.required("limit", Kinds.number(Range.POSITIVE));

  static final Kind<Clip> CLIP =
      Forms.<Clip>of("a bound on gradients")
          .word("none", new Clip.None())
          .with((s, at, in) -> Optional.of(new Clip.Norm(s.get(LIMIT))), "norm", LIMIT)
          .with((s, at, in) -> Optional.of(new Clip.ByValue(s.get(LIMIT))), "value", LIMIT);

  private static final Setting<Watched> WATCHED =
      Setting.required("metric", TrainSettings::watched);
  private static final Setting<Integer> EPOCHS = Setting.required("epochs", Kinds.COUNT);

  static final Kind<Optional<Patience>> STOP =
      Forms.<Optional<Patience>>of("a reason to stop")
          .word("none", Optional.empty())
          .with((s, at, in) -> Optional.of(Optional.of(patience(s))), "patience", WATCHED, EPOCHS);

  static final Kind<Optional<Watched>> CHECKPOINT =
      Forms.<Optional<Watched>>of("a checkpoint")
          .word("none", Optional.empty())
          .with((s, at, in) -> Optional.of(Optional.of(s.get(WATCHED))), "best", WATCHED);

  private TrainSettings() {}

  private static Patience patience(Settings settings) {
    return new Patience(settings.get(WATCHED), settings.get(EPOCHS));
  }

  private static Optional<List<Metric>> metrics(Expression value, Evaluator in, String what) {
    List<Expression> items =
        value instanceof Expression.ListOf list ? list.items() : List.of(value);
    List<Metric> metrics = new ArrayList<>();
    for (Expression item : items) {
      METRIC.read(item, in, "an item of `metrics`").ifPresent(metrics::add);
    }
    return metrics.size() == items.size() ? Optional.of(metrics) : Optional.empty();
  }

  /** A measured number, such as {@code validation.loss}. */
  static Optional<Watched> watched(Expression value, Evaluator in, String what) {
    if (!(value instanceof Expression.Dotted dotted) || dotted.names().size() != 2) {
      notMeasured(value, in);
      return Optional.empty();
    }
    Optional<Part> part = part(dotted.names().get(0));
    Name metric = dotted.names().get(1);
    boolean loss = metric.text().equals("loss");
    boolean known = loss || METRIC.read(metric, List.of(), metric.span(), in).isPresent();
    if (part.isEmpty()) {
      notMeasured(value, in);
    }
    return known ? part.map(p -> new Watched(p, metric.text())) : Optional.empty();
  }

  private static void notMeasured(Expression value, Evaluator in) {
    in.session()
        .out()
        .report(
            Diagnostic.of(Code.NOT_MEASURED, value.span(), value.span().text())
                .withHelp("`train.loss` and `validation.loss` are, and the metrics of both"));
  }

  /** The parts that are measured after every epoch. */
  private static Optional<Part> part(Name name) {
    return switch (name.text()) {
      case "train" -> Optional.of(Part.TRAIN);
      case "validation" -> Optional.of(Part.VALIDATION);
      default -> Optional.empty();
    };
  }

  /** The name of a metric in a program. */
  static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
