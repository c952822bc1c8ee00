package dev.nnd.search;

import dev.nnd.program.DataPlan;
import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.program.SearchPlan.Objective;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Builds plans of searches that make a number small. */
final class Plans {
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Condition> requirements = new ArrayList<>();
  private SearchPlan.Prune prune = new SearchPlan.Prune.None();
  private boolean maximize;
  private int parallel = 1;
  private long seed;

  Plans add(String name, Distribution distribution) {
    parameters.add(new Parameter(name, distribution, Optional.empty(), Span.nowhere()));
    return this;
  }

  Plans addWhen(
      String name, Distribution distribution, String of, Predicate<Map<String, Drawn>> when) {
    Optional<Condition> condition = Optional.of(new Test(List.of(of), when));
    parameters.add(new Parameter(name, distribution, condition, Span.nowhere()));
    return this;
  }

  Plans require(List<String> of, Predicate<Map<String, Drawn>> requirement) {
    requirements.add(new Test(of, requirement));
    return this;
  }

  Plans prune(SearchPlan.Prune pruneBy) {
    this.prune = pruneBy;
    return this;
  }

  Plans maximize() {
    this.maximize = true;
    return this;
  }

  Plans parallel(int trials) {
    this.parallel = trials;
    return this;
  }

  Plans seed(long number) {
    this.seed = number;
    return this;
  }

  SearchPlan plan(SearchPlan.Strategy strategy) {
    return new SearchPlan(
        "Tune",
        "Fit",
        parameters,
        requirements,
        strategy,
        new Objective(maximize, new Watched(DataPlan.Part.VALIDATION, "loss")),
        prune,
        parallel,
        OptionalDouble.empty(),
        seed,
        Span.nowhere());
  }

  static Distribution uniform(double low, double high) {
    return new Distribution.Uniform(low, high, Scale.LINEAR, OptionalDouble.empty());
  }

  static Distribution logUniform(double low, double high) {
    return new Distribution.Uniform(low, high, Scale.LOG, OptionalDouble.empty());
  }

  static Distribution whole(long low, long high) {
    return new Distribution.Whole(low, high, Scale.LINEAR, 1);
  }

  static Distribution choice(String... texts) {
    return new Distribution.Choice(List.of(texts));
  }

  /** The number that was drawn for a name. */
  static double number(Map<String, Drawn> drawn, String name) {
    Drawn value = drawn.get(name);
    return value instanceof Drawn.Int whole ? whole.value() : ((Drawn.Real) value).value();
  }

  /** Whether a name has a value. */
  static Predicate<Map<String, Drawn>> is(String name, String text) {
    return drawn -> drawn.containsKey(name) && drawn.get(name).text().equals(text);
  }

  private record Test(List<String> parameters, Predicate<Map<String, Drawn>> test)
      implements Condition {
    @Override
    public boolean holds(Map<String, Drawn> drawn) {
      return test.test(drawn);
    }

    @Override
    public Span origin() {
      return Span.nowhere();
    }
  }
}
