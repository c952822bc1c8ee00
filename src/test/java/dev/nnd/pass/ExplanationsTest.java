package dev.nnd.pass;

import dev.nnd.Golden;
import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.graph.Graph;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a user reads about a whole program: each explanation at the line that asked for the layer.
 */
final class ExplanationsTest {
  @Test
  void pointAtTheLinesOfTheProgram() throws IOException {
    Path file = Path.of("src", "test", "resources", "programs", "digits.nnd");
    SourceFile source = new SourceFile("digits.nnd", Files.readString(file));
    Diagnostics out = new Diagnostics();
    Declarations declarations = Checker.load(source, name -> Optional.empty(), out);
    Graph graph = Checker.model(declarations, "DigitNet", Map.of(), out).orElseThrow().graph();

    StringBuilder text = new StringBuilder();
    for (List<Pass> passes : List.of(Passes.forTraining(), Passes.forInference())) {
      Outcome outcome = new Pipeline(passes).run(graph);
      text.append(text.isEmpty() ? "=== training\n" : "=== inference\n");
      outcome.explanations().forEach(e -> text.append(e).append('\n'));
      outcome.notes().forEach(out::report);
    }
    text.append("=== notes\n").append(DiagnosticText.renderAll(out.sorted(), false));
    Golden.assertMatches("pass/explanations.txt", text.toString());
  }
}
