package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan.Clip;
import dev.nnd.program.TrainPlan.Metric;
import dev.nnd.program.TrainPlan.Patience;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be written for the smaller settings of a train. */
final class TrainSettings {
  private static final Setting<Integer> K = Setting.required("k", Kinds.COUNT);

  static final Forms<Metric> METRIC =
      Forms.<Metric>of("a metric")
          .word("accuracy", Metric.of(Metric.Kind.ACCURACY))
          .with((s, at, in) -> Optional.of(topK(s)), "top_k", K)
          .word("precision", Metric.of(Metric.Kind.PRECISION))
          .word("recall", Metric.of(Metric.Kind.RECALL))
          .word("f1", Metric.of(Metric.Kind.F1))
          .word("auc", Metric.of(Metric.Kind.AUC))
          .word("mae", Metric.of(Metric.Kind.MAE))
          .word("mse", Metric.of(Metric.Kind.MSE))
          .word("r2", Metric.of(Metric.Kind.R2));

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

  private static Metric topK(Settings settings) {
    return new Metric(Metric.Kind.TOP_K, settings.get(K));
  }

  private static Patience patience(Settings settings) {
    return new Patience(settings.get(WATCHED), settings.get(EPOCHS));
  }

  private static Optional<List<Metric>> metrics(Expression value, Evaluator in, String what) {
    List<Expression> items =
        value instanceof Expression.ListOf list ? list.items() : List.of(value);
    List<Metric> metrics = new ArrayList<>();
    for (Expression item : items) {
      Optional<Metric> metric = METRIC.read(item, in, "an item of `metrics`");
      if (metric.isPresent() && metrics.contains(metric.get())) {
        in.session().out().report(Code.SETTING_TWICE, item.span(), item.span().text(), "metrics");
      }
      metric.ifPresent(metrics::add);
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
    if (metric.text().equals("top_k")) {
      in.session()
          .out()
          .report(
              Diagnostic.of(Code.NOT_MEASURED, value.span(), metric)
                  .withHelp("`top_k(5)` is called `top_5`"));
      return Optional.empty();
    }
    boolean named = metric.text().equals("loss") || metric.text().matches("top_[0-9]+");
    boolean known = named || METRIC.read(metric, List.of(), metric.span(), in).isPresent();
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
}
