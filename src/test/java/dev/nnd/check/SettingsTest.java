package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings that come from outside of a program. */
final class SettingsTest {
  private static final SourceFile PROGRAM =
      new SourceFile(
          "net.nnd",
          """
          data Points { train: csv("points.csv") x: columns(0 .. 3) y: column(4) -> classes(3) }
          model Net(units: int, act: layer = relu -> dropout(0.1), scale: float = 2, deep: bool = false) {
              input x: float[4]
              output y = x -> dense(units) -> when deep { act } else { identity } -> dense(3) -> softmax
          }
          train Fit(units: int, negative: int = -2, act: layer = dense(units), mode: string = "adam") {
              model: Net(units, act -> /* not units */ dense(units * negative ** 2), deep: true)
              data: Points  loss: cross_entropy  optimizer: mode
          }
          """);

  private static Optional<Model> model(Map<String, String> settings, Diagnostics out) {
    return Checker.model(declarations(), "Net", settings, out);
  }

  private static Declarations declarations() {
    Diagnostics out = new Diagnostics();
    Declarations declarations = Checker.load(PROGRAM, name -> Optional.empty(), out);
    Checker.check(declarations, out);
    assertFalse(out.hasErrors(), () -> out.sorted().toString());
    return declarations;
  }

  @Test
  void everyTypeIsRead() {
    Diagnostics out = new Diagnostics();
    Map<String, String> settings =
        Map.of("units", "2 * 4", "act", "gelu -> dense(units)", "scale", "-1", "deep", "true");
    Model model = model(settings, out).orElseThrow();
    assertTrue(out.isEmpty());
    Map<String, String> written = new LinkedHashMap<>();
    written.put("units", "8");
    written.put("act", "gelu -> dense(8)");
    written.put("scale", "-1.0");
    written.put("deep", "true");
    assertEquals(written, model.settings());
  }

  @Test
  void whatIsWrittenReadsTheSame() {
    Diagnostics out = new Diagnostics();
    Map<String, String> settings = Map.of("units", "5", "mode", "adamw");
    TrainSetup setup = Checker.train(declarations(), Optional.empty(), settings, out).orElseThrow();
    Model again = model(setup.model().settings(), out).orElseThrow();
    assertEquals(
        "{ dense(5) } -> /* not units */ dense(5 * (-2) ** 2)", again.settings().get("act"));
    assertEquals(setup.model().graph().toString(), again.graph().toString());
    TrainSetup repeated =
        Checker.train(declarations(), Optional.of("Fit"), setup.plan().settings(), out)
            .orElseThrow();
    assertEquals(setup.plan(), repeated.plan());
    assertEquals(setup.training().toString(), repeated.training().toString());
  }

  @Test
  void whatIsWrongIsReported() {
    List<Map<String, String>> wrong =
        List.of(
            Map.of(),
            Map.of("units", "3", "unit", "3"),
            Map.of("units", "3.5"),
            Map.of("units", "three"),
            Map.of("units", "3 4"),
            Map.of("units", "3 const x = 4"),
            Map.of("units", ""),
            Map.of("units", "\n\n-1"),
            Map.of("units", "3", "act", "dense(0)", "deep", "true"),
            Map.of("units", "3", "act", "reluu"));
    StringBuilder text = new StringBuilder();
    for (Map<String, String> settings : wrong) {
      Diagnostics out = new Diagnostics();
      assertTrue(model(settings, out).isEmpty(), settings.toString());
      text.append("=== ").append(settings.keySet().stream().sorted().toList()).append('\n');
      text.append(DiagnosticText.renderAll(out.sorted(), false));
    }
    Golden.assertMatches("check/settings.txt", text.toString());
  }

  @Test
  void aMissingDeclarationIsReported() {
    Diagnostics out = new Diagnostics();
    Checker.model(declarations(), "Nett", Map.of(), out);
    Checker.train(declarations(), Optional.of("Fitt"), Map.of(), out);
    Declarations none =
        Checker.load(new SourceFile("empty.nnd", ""), name -> Optional.empty(), out);
    SourceFile two = new SourceFile("two.nnd", "train A {} train B {}");
    Checker.train(
        Checker.load(two, name -> Optional.empty(), out), Optional.empty(), Map.of(), out);
    Diagnostics more = new Diagnostics();
    Checker.train(none, Optional.empty(), Map.of(), more);
    String text =
        DiagnosticText.renderAll(out.sorted(), false)
            + "\n"
            + DiagnosticText.renderAll(more.sorted(), false);
    Golden.assertMatches("check/missing-declarations.txt", text);
  }
}
