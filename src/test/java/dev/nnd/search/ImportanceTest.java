package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.search.Trial.End;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Functions whose variance is known, from 1000 random trials (seed 3). */
final class ImportanceTest {
  private static final int TRIALS = 1000;
  private static final int SEED = 3;

  private static final Distribution UNIT = new Distribution.Uniform(0, 1, Scale.LINEAR, none());

  private static OptionalDouble none() {
    return OptionalDouble.empty();
  }

  private static Parameter parameter(String name, Distribution distribution) {
    return new Parameter(name, distribution, Optional.empty(), Span.nowhere());
  }

  private static Space space(boolean maximize, Parameter... parameters) {
    return Space.of(
        new SearchPlan(
            "S",
            "T",
            List.of(parameters),
            List.of(),
            new SearchPlan.Strategy.Random(TRIALS),
            new SearchPlan.Objective(maximize, new Watched(Part.VALIDATION, "loss")),
            new SearchPlan.Prune.None(),
            1,
            none(),
            3,
            Span.nowhere()));
  }

  private static List<Trial> trials(
      Space space, int count, ToDoubleFunction<Map<String, Drawn>> function) {
    List<Trial> trials = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      double[] point = new double[space.size()];
      for (int i = 0; i < point.length; i++) {
        point[i] = CounterRandom.uniform(SEED, number * point.length + i);
      }
      Map<String, Drawn> drawn = space.at(point);
      OptionalDouble value = OptionalDouble.of(function.applyAsDouble(drawn));
      trials.add(new Trial(number, drawn, End.COMPLETE, value, List.of()));
    }
    return trials;
  }

  private static double real(Map<String, Drawn> drawn, String name) {
    return ((Drawn.Real) drawn.get(name)).value();
  }

  private static double share(Importance importance, String name) {
    return importance.parameters().stream()
        .filter(share -> share.parameter().equals(name))
        .findFirst()
        .orElseThrow()
        .share();
  }

  private static double pair(Importance importance, String first, String second) {
    return importance.pairs().stream()
        .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
        .findFirst()
        .orElseThrow()
        .share();
  }

  /** Var x = 1/12, Var x/2 = 1/48: four fifths and one. */
  @Test
  void sumsHaveNoPairs() {
    Space space =
        space(false, parameter("b", UNIT), parameter("a", UNIT), parameter("nothing", UNIT));
    Importance importance =
        Importance.of(space, trials(space, TRIALS, x -> real(x, "a") + real(x, "b") / 2));
    assertEquals("a", importance.parameters().get(0).parameter());
    assertEquals(0.8, share(importance, "a"), 0.04);
    assertEquals(0.2, share(importance, "b"), 0.04);
    assertEquals(0, share(importance, "nothing"), 0.005);
    assertEquals(0, pair(importance, "b", "a"), 0.02);
  }

  /** (x - 1/2)(y - 1/2) has no variance but that of the pair. */
  @Test
  void productsAreTheirPair() {
    Space space = space(true, parameter("a", UNIT), parameter("b", UNIT), parameter("c", UNIT));
    Importance importance =
        Importance.of(
            space, trials(space, TRIALS, x -> (real(x, "a") - 0.5) * (real(x, "b") - 0.5)));
    assertEquals("a", importance.pairs().get(0).first());
    assertEquals("b", importance.pairs().get(0).second());
    assertTrue(pair(importance, "a", "b") > 0.85, importance::toString);
    assertTrue(importance.parameters().get(0).share() < 0.05, importance::toString);
  }

  /**
   * Ishigami and Homma's function (1990) with a = 7 and b = 0.1: shares of 0.314, 0.442 and 0 alone
   * and of 0.244 of the first and the third together.
   */
  @Test
  void ishigami() {
    Distribution angle = new Distribution.Uniform(-Math.PI, Math.PI, Scale.LINEAR, none());
    Space space = space(false, parameter("x", angle), parameter("y", angle), parameter("z", angle));
    Importance importance =
        Importance.of(
            space,
            trials(
                space,
                TRIALS,
                drawn -> {
                  double sine = Math.sin(real(drawn, "y"));
                  double z = real(drawn, "z");
                  return Math.sin(real(drawn, "x")) * (1 + 0.1 * z * z * z * z) + 7 * sine * sine;
                }));
    assertEquals(0.314, share(importance, "x"), 0.06);
    assertEquals(0.442, share(importance, "y"), 0.06);
    assertEquals(0, share(importance, "z"), 0.03);
    assertEquals(0.244, pair(importance, "x", "z"), 0.06);
  }

  /** On its own scale, a logarithm is as important as what it is the logarithm of. */
  @Test
  void sharesAreThoseOnTheScaleOfAParameter() {
    Distribution rate = new Distribution.Uniform(1e-4, 1e-1, Scale.LOG, none());
    Distribution even = new Distribution.Whole(1, 3, Scale.LINEAR, 1);
    Space space = space(false, parameter("rate", rate), parameter("size", even));
    // Var log10 rate = 9/12; Var size = 2/3.
    Importance importance =
        Importance.of(
            space,
            trials(
                space,
                TRIALS,
                x -> Math.log10(real(x, "rate")) + ((Drawn.Int) x.get("size")).value()));
    assertEquals(0.529, share(importance, "rate"), 0.04);
    assertEquals(0.471, share(importance, "size"), 0.04);
  }

  private record IsFirst(String name) implements Condition {
    @Override
    public boolean holds(Map<String, Drawn> drawn) {
      return ((Drawn.Choice) drawn.get(name)).index() == 0;
    }

    @Override
    public List<String> parameters() {
      return List.of(name);
    }

    @Override
    public Span origin() {
      return Span.nowhere();
    }
  }

  /** f = u where it is drawn, which is half of the time, else 0: shares of 0.6, 0.2 and 0.2. */
  @Test
  void aConditionalParameterMattersWhereItIsDrawn() {
    Space space = conditional();
    Importance importance =
        Importance.of(space, trials(space, TRIALS, x -> x.containsKey("u") ? real(x, "u") : 0));
    assertEquals(0.6, share(importance, "kind"), 0.04);
    assertEquals(0.2, share(importance, "u"), 0.04);
    assertEquals(0.2, pair(importance, "u", "kind"), 0.04);
    assertEquals(0, share(importance, "other"), 0.01);
  }

  /** f = u - 1/2 where it is drawn: the choice alone does nothing; half is u's, half the pair's. */
  @Test
  void aConditionThatMattersOnlyByItsParameterIsFound() {
    Space space = conditional();
    Importance importance =
        Importance.of(
            space, trials(space, TRIALS, x -> x.containsKey("u") ? real(x, "u") - 0.5 : 0));
    assertEquals(0, share(importance, "kind"), 0.04);
    assertEquals(0.5, share(importance, "u"), 0.06);
    assertEquals(0.5, pair(importance, "u", "kind"), 0.06);
  }

  private static Space conditional() {
    return space(
        true,
        new Parameter("u", UNIT, Optional.of(new IsFirst("kind")), Span.nowhere()),
        parameter("kind", new Distribution.Choice(List.of("a", "b"))),
        parameter("other", UNIT));
  }

  @Test
  void fewTrialsOrEqualOnesTellNothing() {
    Space space = space(false, parameter("a", UNIT), parameter("b", UNIT));
    Importance none = new Importance(List.of(), List.of());
    assertEquals(none, Importance.of(space, List.of()));
    assertEquals(none, Importance.of(space, trials(space, 7, x -> real(x, "a"))));
    assertEquals(none, Importance.of(space, trials(space, 50, x -> 3)));
  }

  /** Else a few trials with an enormous loss would be all that varies. */
  @Test
  void enormousValuesAndDivergedTrialsCountAsBad() {
    Space space = space(false, parameter("a", UNIT), parameter("b", UNIT));
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : trials(space, TRIALS, x -> real(x, "a"))) {
      double a = real(trial.drawn(), "a");
      End end = a > 0.95 ? End.DIVERGED : End.COMPLETE;
      OptionalDouble value =
          end == End.DIVERGED ? none() : OptionalDouble.of(trial.number() == 400 ? 1e30 : a);
      trials.add(new Trial(trial.number(), trial.drawn(), end, value, List.of()));
    }
    assertTrue(share(Importance.of(space, trials), "a") > 0.9);
  }

  @Test
  void theSameTrialsGiveTheSame() {
    Space space = conditional();
    List<Trial> trials = trials(space, 200, x -> x.size());
    assertEquals(Importance.of(space, trials), Importance.of(space, trials));
  }
}
