package dev.nnd.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.LayerSettings;
import dev.nnd.check.Model;
import dev.nnd.check.Section;
import dev.nnd.check.TrainSetup;
import dev.nnd.generate.LayerDraws;
import dev.nnd.generate.WholeProgram;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Formatter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random whole programs compile, mean on every target what their layers say, and survive {@code nnd
 * fmt}. The seed is in the name of the test; {@code -Dprograms=1000 -Dfirst=60} tries others.
 */
final class RandomProgramsTest {
  private static final int FIRST = Integer.getInteger("first", 0);
  private static final int PROGRAMS = Integer.getInteger("programs", 60);

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + PROGRAMS);
  }

  /** A program without mistakes, as the checker has it. */
  private record Checked(Model model, TrainSetup train) {
    static Checked of(WholeProgram program, String text) {
      Diagnostics out = new Diagnostics();
      SourceFile file = new SourceFile("random.nnd", text);
      Declarations declarations = Checker.load(file, name -> Optional.empty(), out);
      Checker.check(declarations, out);
      Optional<Model> model = Checker.model(declarations, program.model(), Map.of(), out);
      Optional<TrainSetup> train =
          Checker.train(declarations, Optional.of(program.train()), Map.of(), out);
      String said = DiagnosticText.renderAll(out.sorted(), false);
      assertFalse(out.hasErrors(), said);
      return new Checked(model.orElseThrow(), train.orElseThrow());
    }

    /** The graphs, which say everything but where it was written. */
    String text() {
      return model.graph() + "\n" + train.training() + "\n" + train.plan().optimizer();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void compilesAndAgreesAndSurvivesFormatting(long seed) {
    assertRight(seed, WholeProgram.of(seed));
  }

  /** Programs that once got wrong code, as the generator of that day wrote them. */
  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1126, Net25, Fit40", "1249, Net32, Fit44", "1264, Net45, Fit56"})
  void stayRight(long seed, String model, String train) throws IOException {
    try (InputStream text = getClass().getResourceAsStream("/found/" + seed + ".nnd")) {
      assertRight(seed, new WholeProgram(new String(text.readAllBytes(), UTF_8), model, train));
    }
  }

  private static void assertRight(long seed, WholeProgram program) {
    try {
      Checked checked = Checked.of(program, program.text());
      assertSurvivesFormatting(program, checked);
      WholeMeaning meaning = new WholeMeaning("seed " + seed, 2 + (int) (seed % 6), seed);
      meaning.assertPredicts(checked.model().graph());
      meaning.assertPredicts(checked.train().model().graph());
      meaning.assertTrains(checked.train());
    } catch (AssertionError | RuntimeException wrong) {
      throw new AssertionError("seed " + seed + "\n" + program.text(), wrong);
    }
  }

  private static void assertSurvivesFormatting(WholeProgram program, Checked checked) {
    String once = formatted(program.text());
    assertEquals(once, formatted(once));
    assertEquals(checked.text(), Checked.of(program, once).text());
  }

  private static String formatted(String text) {
    Diagnostics out = new Diagnostics();
    return Formatter.format(new SourceFile("random.nnd", text), out)
        .orElseThrow(() -> new AssertionError(DiagnosticText.renderAll(out.sorted(), false)));
  }

  /** A new layer of the language must be drawn too. */
  @Test
  void haveEveryLayer() {
    assertEquals(LayerSettings.all().keySet(), LayerDraws.names());
    Set<String> built = new TreeSet<>();
    seeds()
        .mapToObj(WholeProgram::of)
        .map(program -> Checked.of(program, program.text()))
        .forEach(
            checked -> {
              addLayers(checked.model(), built);
              addLayers(checked.train().model(), built);
            });
    assertEquals(new TreeSet<>(LayerSettings.all().keySet()), built);
  }

  private static void addLayers(Model model, Set<String> names) {
    model.sections().stream()
        .filter(section -> section.kind() == Section.Kind.LAYER)
        .forEach(section -> names.add(section.name()));
  }

  @Test
  void haveEverySettingOfEveryLayer() {
    LayerSettings.all()
        .forEach(
            (layer, settings) -> {
              Set<String> drawn = new TreeSet<>();
              LongStream.range(0, 40).forEach(s -> drawn.addAll(LayerDraws.settings(layer, s)));
              assertEquals(new TreeSet<>(settings), drawn, layer);
            });
  }
}
