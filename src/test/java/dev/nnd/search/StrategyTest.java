package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StrategyTest {
  /** Of a search whose strategy reads nothing. */
  private static final Past NONE =
      new Past() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public Trial trial(int number) {
          throw new AssertionError("reads trial " + number);
        }
      };

  private static Plans conditional() {
    return new Plans()
        .addWhen("momentum", Plans.uniform(0, 1), "optimizer", Plans.is("optimizer", "sgd"))
        .add("optimizer", Plans.choice("sgd", "adam"))
        .add("layers", Plans.whole(1, 3));
  }

  private static List<String> all(Strategy strategy) {
    return IntStream.range(0, strategy.trials())
        .mapToObj(i -> text(strategy.choose(i, NONE)))
        .toList();
  }

  private static String text(Map<String, Drawn> drawn) {
    return drawn.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue().text())
        .collect(Collectors.joining(" "));
  }

  @Test
  void gridCountsCombinationsOfInactiveParametersOnce() {
    Strategy grid = Strategies.of(conditional().plan(new SearchPlan.Strategy.Grid(2)));
    assertEquals(
        List.of(
            "momentum=0.0 optimizer=sgd layers=1",
            "momentum=0.0 optimizer=sgd layers=3",
            "momentum=1.0 optimizer=sgd layers=1",
            "momentum=1.0 optimizer=sgd layers=3",
            "optimizer=adam layers=1",
            "optimizer=adam layers=3"),
        all(grid));
  }

  @Test
  void gridLeavesOutWhatRequirementsForbid() {
    Plans plans =
        new Plans()
            .add("a", Plans.whole(1, 3))
            .add("b", Plans.choice("x", "y"))
            .add("c", Plans.whole(1, 3))
            .require(List.of("a", "c"), d -> Plans.number(d, "a") < Plans.number(d, "c"));
    assertEquals(
        List.of(
            "a=1 b=x c=2",
            "a=1 b=y c=2",
            "a=1 b=x c=3",
            "a=1 b=y c=3",
            "a=2 b=x c=3",
            "a=2 b=y c=3"),
        all(Strategies.of(plans.plan(new SearchPlan.Strategy.Grid(3)))));
  }

  @Test
  void aLargeGridIsNotListed() {
    Plans plans = new Plans();
    for (int i = 0; i < 9; i++) {
      plans.add("p" + i, Plans.uniform(0, 1));
    }
    Strategy grid = Strategies.of(plans.plan(new SearchPlan.Strategy.Grid(10)));
    assertEquals(1_000_000_000, grid.trials());
    Map<String, Drawn> last = grid.choose(999_999_999, NONE);
    assertEquals(new Drawn.Real(1), last.get("p0"));
    assertEquals(new Drawn.Real(0), grid.choose(999_999_990, NONE).get("p8"));
  }

  @Test
  void randomDrawsDependOnSeedTrialAndNameAlone() {
    SearchPlan.Strategy random = new SearchPlan.Strategy.Random(100);
    Strategy all = Strategies.of(conditional().seed(5).plan(random));
    Strategy one = Strategies.of(new Plans().seed(5).add("layers", Plans.whole(1, 3)).plan(random));
    Strategy other = Strategies.of(conditional().seed(6).plan(random));
    List<Drawn> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      layers.add(one.choose(i, NONE).get("layers"));
    }
    assertEquals(3, new HashSet<>(layers).size());
    assertEquals(layers.get(0), all.choose(0, NONE).get("layers"));
    assertTrue(
        IntStream.range(0, 20).anyMatch(i -> !all.choose(i, NONE).equals(other.choose(i, NONE))));
    for (int i = 0; i < 100; i++) {
      Map<String, Drawn> drawn = all.choose(i, NONE);
      assertEquals(Plans.is("optimizer", "sgd").test(drawn), drawn.containsKey("momentum"));
    }
  }

  @Test
  void drawsMeetRequirements() {
    Plans plans =
        new Plans()
            .add("a", Plans.uniform(0, 1))
            .add("b", Plans.uniform(0, 1))
            .require(List.of("a", "b"), d -> Plans.number(d, "a") + Plans.number(d, "b") < 0.2);
    Strategy strategy = Strategies.of(plans.plan(new SearchPlan.Strategy.Random(200)));
    for (int i = 0; i < 200; i++) {
      Map<String, Drawn> drawn = strategy.choose(i, NONE);
      assertTrue(Plans.number(drawn, "a") + Plans.number(drawn, "b") < 0.2);
    }
  }

  @Test
  void aRequirementThatNothingMeetsIsSaid() {
    Plans plans = new Plans().add("a", Plans.whole(1, 3)).require(List.of("a"), d -> false);
    Strategy random = Strategies.of(plans.plan(new SearchPlan.Strategy.Random(9)));
    assertThrows(SearchException.class, () -> random.choose(0, NONE));
    SearchPlan grid = plans.plan(new SearchPlan.Strategy.Grid(3));
    assertThrows(SearchException.class, () -> Strategies.of(grid));
  }

  @Test
  void configurationsRepeatOnlyWhenAllWereTried() {
    Plans plans = new Plans().add("a", Plans.whole(1, 10)).add("b", Plans.choice("x", "y"));
    Strategy random = Strategies.of(plans.plan(new SearchPlan.Strategy.Random(30)));
    assertEquals(20, new HashSet<>(all(random).subList(0, 20)).size());
    Strategy late = Strategies.of(plans.plan(new SearchPlan.Strategy.Random(30)));
    assertEquals(random.choose(29, NONE), late.choose(29, NONE));
  }
}
