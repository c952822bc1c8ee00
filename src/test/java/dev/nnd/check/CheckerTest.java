package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nnd.Golden;
import dev.nnd.graph.Primitive;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the checker says about whole programs and makes of them. Each {@code .nnd} file of the test
 * resources has a golden file with the diagnostics, or else the graph of each of its models.
 */
final class CheckerTest {
  private static final Path PROGRAMS = Path.of("src", "test", "resources", "check");
  private static final Path SHARED = Path.of("src", "test", "resources", "programs");

  static Stream<String> programs() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".nnd"))
              .map(name -> name.substring(0, name.length() - ".nnd".length()))
              .sorted()
              .toList();
    }
    return Stream.concat(Stream.of("digits"), names.stream());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void saysAndMakes(String program) {
    Diagnostics out = new Diagnostics();
    Declarations declarations =
        Checker.load(read(program + ".nnd").orElseThrow(), CheckerTest::read, out);
    Checker.check(declarations, out);
    StringBuilder text = new StringBuilder();
    text.append(DiagnosticText.renderAll(out.sorted(), false));
    for (Declaration.Model model : declarations.models()) {
      Checker.model(declarations, model.name().text(), Map.of(), out)
          .ifPresent(
              made -> text.append("=== ").append(made.name()).append('\n').append(made.graph()));
    }
    for (Declaration.Train train : declarations.trains()) {
      Checker.train(declarations, Optional.of(train.name().text()), Map.of(), out)
          .ifPresent(made -> text.append(show(made)));
    }
    Golden.assertMatches("check/" + program + ".txt", text.toString());
  }

  /** The plan, an item a line, and what the training graph has besides the model. */
  private static String show(TrainSetup setup) {
    List<String> model = setup.model().graph().toString().lines().toList();
    String loss =
        setup
            .training()
            .toString()
            .lines()
            .filter(line -> !model.contains(line))
            .collect(Collectors.joining("\n"));
    String plan = setup.plan().toString().replaceAll("(?<=[\\w\\])}]), ", ",\n  ");
    return "=== " + setup.plan().name() + "\n" + plan + "\n" + loss + "\n";
  }

  /** A program of the test resources, by its name. */
  static Optional<SourceFile> read(String name) {
    Path file = (name.equals("digits.nnd") ? SHARED : PROGRAMS).resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(new SourceFile(name, Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pathsAreThoseOfTheLanguage() {
    Diagnostics out = new Diagnostics();
    Declarations declarations =
        Checker.load(read("digits.nnd").orElseThrow(), CheckerTest::read, out);
    Model model = Checker.model(declarations, "DigitNet", Map.of(), out).orElseThrow();
    List<String> paths =
        model.graph().parameters().stream().map(Primitive.Parameter::path).toList();
    String expected =
        """
        digit.conv2d.weight
        digit.conv2d.bias
        digit.batch_norm.scale
        digit.batch_norm.shift
        digit.batch_norm.running_mean
        digit.batch_norm.running_var
        digit.repeat.0.Residual.main.conv2d.weight
        digit.repeat.0.Residual.main.conv2d.bias
        digit.repeat.0.Residual.main.batch_norm.scale
        digit.repeat.0.Residual.main.batch_norm.shift
        digit.repeat.0.Residual.main.batch_norm.running_mean
        digit.repeat.0.Residual.main.batch_norm.running_var
        digit.repeat.0.Residual.main.conv2d_2.weight
        digit.repeat.0.Residual.main.conv2d_2.bias
        digit.repeat.0.Residual.main.batch_norm_2.scale
        digit.repeat.0.Residual.main.batch_norm_2.shift
        digit.repeat.0.Residual.main.batch_norm_2.running_mean
        digit.repeat.0.Residual.main.batch_norm_2.running_var
        digit.repeat.1.Residual.main.conv2d.weight
        digit.repeat.1.Residual.main.conv2d.bias
        digit.repeat.1.Residual.main.batch_norm.scale
        digit.repeat.1.Residual.main.batch_norm.shift
        digit.repeat.1.Residual.main.batch_norm.running_mean
        digit.repeat.1.Residual.main.batch_norm.running_var
        digit.repeat.1.Residual.main.conv2d_2.weight
        digit.repeat.1.Residual.main.conv2d_2.bias
        digit.repeat.1.Residual.main.batch_norm_2.scale
        digit.repeat.1.Residual.main.batch_norm_2.shift
        digit.repeat.1.Residual.main.batch_norm_2.running_mean
        digit.repeat.1.Residual.main.batch_norm_2.running_var
        digit.repeat.1.Residual.skip.conv2d.weight
        digit.repeat.1.Residual.skip.conv2d.bias
        digit.repeat.1.Residual.skip.batch_norm.scale
        digit.repeat.1.Residual.skip.batch_norm.shift
        digit.repeat.1.Residual.skip.batch_norm.running_mean
        digit.repeat.1.Residual.skip.batch_norm.running_var
        digit.dense.weight
        digit.dense.bias
        """;
    assertEquals(expected, String.join("\n", paths) + "\n");
    assertFalse(out.hasErrors());
  }
}
