package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs with a word left out, doubled or replaced by another of their words: the checker never
 * throws, and what it has no objection to can be built.
 */
final class DamagedProgramTest {
  private static final long SEED = 20_240_611;
  private static final int TRIALS = 60;
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[\\w.]+|->|\\*\\*|\\S");

  /** All but the one that is as large as a program may be. */
  static Stream<String> programs() throws IOException {
    return CheckerTest.programs().filter(name -> !name.equals("wrong-limits"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void neverThrows(String program) {
    String text = CheckerTest.read(program + ".nnd").orElseThrow().text();
    List<MatchResult> words = WORD.matcher(text).results().toList();
    Random random = new Random(SEED);
    for (int i = 0; i < TRIALS; i++) {
      MatchResult word = words.get(random.nextInt(words.size()));
      String other = words.get(random.nextInt(words.size())).group();
      List<String> damages = List.of("", word.group() + " " + word.group(), other);
      String damage = damages.get(random.nextInt(damages.size()));
      String damaged =
          text.substring(0, word.start()) + " " + damage + " " + text.substring(word.end());
      check(new SourceFile(program + ".nnd", damaged));
    }
  }

  private static void check(SourceFile file) {
    Diagnostics out = new Diagnostics();
    try {
      Declarations declarations = Checker.load(file, CheckerTest::read, out);
      Checker.check(declarations, out);
      if (!out.hasErrors()) {
        build(declarations, out);
      }
      DiagnosticText.renderAll(out.sorted(), false);
    } catch (RuntimeException | StackOverflowError failure) {
      throw new AssertionError("on this program:\n" + file.text(), failure);
    }
  }

  private static void build(Declarations declarations, Diagnostics out) {
    List<String> missing = new ArrayList<>();
    for (Declaration.Model model : declarations.models()) {
      boolean defaults = model.parameters().stream().allMatch(p -> p.value().isPresent());
      Optional<Model> made = Checker.model(declarations, model.name().text(), Map.of(), out);
      if (defaults && made.isEmpty()) {
        missing.add(model.name().text());
      }
    }
    for (Declaration.Train train : declarations.trains()) {
      boolean defaults = train.parameters().stream().allMatch(p -> p.value().isPresent());
      Optional<String> name = Optional.of(train.name().text());
      if (defaults && Checker.train(declarations, name, Map.of(), out).isEmpty()) {
        missing.add(train.name().text());
      }
    }
    assertEquals(List.of(), missing, "checked but not built: " + out.sorted());
    assertTrue(out.sorted().size() < 1000, "messages without end");
  }
}
