package dev.nnd.check;

import dev.nnd.program.DataPlan.Augment;
import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.program.DataPlan.Classes;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.DataPlan.Log1p;
import dev.nnd.program.DataPlan.MinMax;
import dev.nnd.program.DataPlan.Offset;
import dev.nnd.program.DataPlan.OneHot;
import dev.nnd.program.DataPlan.Scale;
import dev.nnd.program.DataPlan.Selector;
import dev.nnd.program.DataPlan.ShufflePixels;
import dev.nnd.program.DataPlan.Standardize;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Stage;
import dev.nnd.syntax.Tree.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the columns of a data declaration. */
final class Columns {
  private static final Setting<Double> FACTOR =
      Setting.required("factor", Kinds.number(Kinds.Range.ANY));
  private static final Setting<Double> AMOUNT =
      Setting.required("amount", Kinds.number(Kinds.Range.ANY));
  private static final Setting<Optional<Integer>> COUNT =
      Setting.optional("count", Kinds.integer(2));

  private static final Setting<Integer> SHIFT = Setting.of("shift", Kinds.integer(0), 0);
  private static final Setting<Boolean> FLIP = Setting.of("flip", Kinds.FLAG, false);
  private static final Setting<Double> ROTATE =
      Setting.of("rotate", Kinds.number(Kinds.Range.HALF_TURN), 0.0);

  static final Forms<Step> STEPS =
      Forms.<Step>of("a step of a column")
          .with((s, span, in) -> Optional.of(new Scale(s.get(FACTOR), span)), "scale", FACTOR)
          .with((s, span, in) -> Optional.of(new Offset(s.get(AMOUNT), span)), "offset", AMOUNT)
          .with((s, span, in) -> Optional.of(new Standardize(span)), "standardize")
          .with((s, span, in) -> Optional.of(new MinMax(span)), "min_max")
          .with((s, span, in) -> Optional.of(new Log1p(span)), "log1p")
          .with((s, span, in) -> Optional.of(new Classes(count(s), span)), "classes", COUNT)
          .with((s, span, in) -> Optional.of(new OneHot(span)), "one_hot")
          .with((s, span, in) -> Optional.of(new ShufflePixels(span)), "shuffle_pixels")
          .with(Columns::augment, "augment", SHIFT, FLIP, ROTATE);

  private final Evaluator in;

  /** Reads columns whose values are evaluated by {@code in}. */
  Columns(Evaluator in) {
    this.in = in;
  }

  private static Optional<Step> augment(Settings settings, Span span, Evaluator in) {
    Augment step = new Augment(settings.get(SHIFT), settings.get(FLIP), settings.get(ROTATE), span);
    if (step.shift() == 0 && !step.flip() && step.rotate() == 0) {
      in.session()
          .out()
          .report(Code.MISSING_SETTING, span, "augment", "a `shift`, a `flip` or a `rotate`");
      return Optional.empty();
    }
    return Optional.of(step);
  }

  private static OptionalInt count(Settings settings) {
    Optional<Integer> count = settings.get(COUNT);
    return count.isPresent() ? OptionalInt.of(count.get()) : OptionalInt.empty();
  }

  /** Reads a column. */
  Optional<Column> column(Entry.Column entry) {
    Optional<Selector> selector = selector(entry.source());
    List<Step> steps = new ArrayList<>();
    for (Stage.Call step : entry.steps()) {
      STEPS.read(step.callee(), step.arguments(), step.span(), in).ifPresent(steps::add);
    }
    boolean ordered = steps.size() == entry.steps().size() && ordered(entry, steps);
    return ordered
        ? selector.map(s -> new Column(entry.key().text(), s, steps, entry.span()))
        : Optional.empty();
  }

  private boolean ordered(Entry.Column entry, List<Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      boolean afterClasses = i > 0 && steps.get(i - 1) instanceof Classes;
      Optional<String> wrong = Optional.empty();
      if (steps.get(i) instanceof Classes && i > 0) {
        wrong = Optional.of("`classes` takes what the source holds, so it comes first");
      } else if (steps.get(i) instanceof OneHot && !afterClasses) {
        wrong = Optional.of("`one_hot` needs `classes` before it");
      } else if (steps.get(i) instanceof Augment && i < steps.size() - 1) {
        wrong = Optional.of("`augment` moves what goes into the network, so it comes last");
      } else if (afterClasses && !(steps.get(i) instanceof OneHot)) {
        wrong = Optional.of("after `classes` comes `one_hot` or nothing");
      }
      if (wrong.isPresent()) {
        in.session().out().report(Code.STEP_ORDER, steps.get(i).origin(), entry.key(), wrong.get());
        return false;
      }
    }
    return true;
  }

  private Optional<Selector> selector(Expression source) {
    if (source instanceof Expression.Reference own) {
      return Optional.of(new ByName(own.name().text(), own.name().text()));
    }
    if (source instanceof Expression.Call call && call.arguments().size() == 1) {
      Argument argument = call.arguments().get(0);
      String callee = call.callee().text();
      if (callee.equals("column") && !(argument.value() instanceof Expression.Range)) {
        return between(argument.value(), argument.value());
      }
      if (callee.equals("columns") && argument.value() instanceof Expression.Range range) {
        return between(range.first(), range.last());
      }
    }
    Diagnostic none =
        Diagnostic.of(Code.NOT_A_COLUMN, source.span())
            .withHelp("there are `column(3)`, `column(\"name\")`, `columns(first .. last)`")
            .withHelp("a column of `idx`, `npy` or `npz` is called by its own name");
    boolean setting = source instanceof Expression.Number || source instanceof Expression.Truth;
    in.session()
        .out()
        .report(setting ? none.withHelp("`batch: 32` and the like stand in the `train`") : none);
    return Optional.empty();
  }

  private Optional<Selector> between(Expression first, Expression last) {
    Optional<Constant> low = in.constant(first);
    Optional<Constant> high = in.constant(last);
    if (low.isEmpty() || high.isEmpty()) {
      return Optional.empty();
    }
    if (low.get() instanceof Constant.Text a && high.get() instanceof Constant.Text b) {
      return Optional.of(new ByName(a.value(), b.value()));
    }
    Kind<Integer> position = Kinds.integer(0);
    Optional<Integer> from = position.read(first, in, "a column");
    Optional<Integer> to = position.read(last, in, "a column");
    if (from.isPresent() && to.isPresent() && from.get() > to.get()) {
      in.session()
          .out()
          .report(Code.RANGE_ORDER, first.span().to(last.span()), from.get(), to.get());
      return Optional.empty();
    }
    return from.flatMap(f -> to.map(t -> new ByPosition(f, t)));
  }
}
