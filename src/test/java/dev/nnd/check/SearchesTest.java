package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.program.Distribution;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The plans of searches: what they draw, and when conditions hold. */
final class SearchesTest {
  private static final String REST =
      """
      data Points { train: csv("points.csv")  x: columns(0 .. 3)  price: column(4) }
      model Net(width: int) { input x: float[4]  output price = x -> dense(width) -> dense(1) }
      train Fit(width: int = 8, depth: int = 2 * width, rate: float = 0.5, odd: bool = false, kind: string = "a") {
          model: Net(width)  data: Points  loss: mse  optimizer: sgd(rate)
      }
      """;

  private static Declarations load(SourceFile file) {
    Diagnostics out = new Diagnostics();
    Declarations declarations = Checker.load(file, name -> Optional.empty(), out);
    Checker.check(declarations, out);
    assertFalse(out.hasErrors(), () -> DiagnosticText.renderAll(out.sorted(), false));
    return declarations;
  }

  private static SearchPlan plan(Declarations declarations, String name) {
    Diagnostics out = new Diagnostics();
    Optional<SearchPlan> plan = Checker.search(declarations, Optional.of(name), out);
    return plan.orElseThrow(
        () -> new AssertionError(DiagnosticText.renderAll(out.sorted(), false)));
  }

  private static Declarations searches() {
    return load(CheckerTest.read("searches.nnd").orElseThrow());
  }

  private static SearchPlan plan(String lines) {
    String search = "search Tune { train: Fit strategy: random(9) objective: minimize(train.loss) ";
    return plan(load(new SourceFile("tune.nnd", REST + search + lines + " }")), "Tune");
  }

  @Test
  void plansAreSettled() {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("All", "Plain")) {
      SearchPlan plan = plan(searches(), name);
      text.append(plan.toString().replaceAll(", (?=Parameter|requirements=)", ",\n  "))
          .append('\n');
    }
    Golden.assertMatches("check/search-plans.txt", text.toString());
  }

  @Test
  void everyChoiceReadsBackAsASetting() {
    SearchPlan plan = plan(searches(), "All");
    for (SearchPlan.Parameter parameter : plan.parameters()) {
      if (parameter.distribution() instanceof Distribution.Choice choice) {
        for (String text : choice.texts()) {
          Diagnostics out = new Diagnostics();
          Map<String, String> settings = Map.of(parameter.name(), text, "batch", "8", "depth", "1");
          TrainSetup setup =
              Checker.train(searches(), Optional.of(plan.train()), settings, out).orElseThrow();
          assertEquals(text, setup.plan().settings().get(parameter.name()));
        }
      }
    }
  }

  private static boolean holds(SearchPlan plan, Map<String, Drawn> drawn) {
    return plan.requirements().get(0).holds(drawn);
  }

  private static Drawn whole(long value) {
    return new Drawn.Int(value);
  }

  @Test
  void conditionsReadWhatWasDrawnAndDefaultsElsewhere() {
    SearchPlan plan = plan("width ~ int(1, 9) rate ~ uniform(0, 1) require width * rate >= 2");
    assertEquals(List.of("width", "rate"), plan.requirements().get(0).parameters());
    assertTrue(holds(plan, Map.of("width", whole(4), "rate", new Drawn.Real(0.5))));
    assertFalse(holds(plan, Map.of("width", whole(4), "rate", new Drawn.Real(0.25))));
    assertTrue(holds(plan, Map.of("width", whole(4))));
    assertFalse(holds(plan, Map.of("rate", new Drawn.Real(0.125))));
  }

  @Test
  void aDefaultFollowsWhatItIsMadeOf() {
    SearchPlan plan = plan("width ~ int(1, 9) require depth == 6");
    assertEquals(List.of("width"), plan.requirements().get(0).parameters());
    assertTrue(holds(plan, Map.of("width", whole(3))));
    assertFalse(holds(plan, Map.of("width", whole(4))));
  }

  @Test
  void textsAndTruthValuesAreCompared() {
    SearchPlan plan =
        plan("odd ~ choice(false, true) kind ~ choice(\"b\", \"a\") require odd or kind == \"a\"");
    Map<String, Drawn> drawn = new HashMap<>();
    drawn.put("odd", new Drawn.Choice(0, "false"));
    drawn.put("kind", new Drawn.Choice(0, "\"b\""));
    assertFalse(holds(plan, drawn));
    drawn.put("kind", new Drawn.Choice(1, "\"a\""));
    assertTrue(holds(plan, drawn));
    drawn.put("kind", new Drawn.Choice(0, "\"b\""));
    drawn.put("odd", new Drawn.Choice(1, "true"));
    assertTrue(holds(plan, drawn));
  }

  @Test
  void anIntIsAFloatWhereTheParameterIsOne() {
    SearchPlan plan = plan("rate ~ int(1, 9) require rate / 2 > 1");
    assertTrue(holds(plan, Map.of("rate", whole(3))));
    assertFalse(holds(plan, Map.of("rate", whole(2))));
  }

  @Test
  void aRangeEndsWithItsLastStep() {
    SearchPlan plan = plan("width ~ int(-3, 9, step: 5) rate ~ uniform(0, 1, step: 0.4)");
    assertEquals(
        "Whole[low=-3, high=7, scale=LINEAR, step=5], "
            + "Uniform[low=0.0, high=1.0, scale=LINEAR, step=OptionalDouble[0.4]]",
        plan.parameters().stream()
            .map(p -> p.distribution().toString())
            .collect(Collectors.joining(", ")));
  }

  @Test
  void theOnlySearchNeedsNoName() {
    Diagnostics out = new Diagnostics();
    assertTrue(Checker.search(searches(), Optional.empty(), out).isEmpty());
    assertTrue(Checker.search(searches(), Optional.of("Al"), out).isEmpty());
    String two = DiagnosticText.renderAll(out.sorted(), false);
    assertTrue(two.contains("choices: `All`, `Plain`"), two);
  }
}
