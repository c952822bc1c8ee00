package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.source.Code;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Page;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that end too early, or have a word left out, doubled or replaced by another of their
 * words: the checker never throws and is soon done, and what it has no objection to can be built.
 */
final class DamagedProgramTest {
  private static final long SEED = 20_240_611;
  private static final int TRIALS = 60;

  /** In nanoseconds, and far more than any of these programs takes on a busy machine. */
  private static final long LONGEST = 20_000_000_000L;

  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[\\w.]+|->|\\*\\*|\\S");
  private static final Path EXAMPLES = Path.of("examples");

  /** All but the one that is as large as a program may be. */
  static Stream<SourceFile> programs() throws IOException {
    return CheckerTest.programs()
        .filter(name -> !name.equals("wrong-limits"))
        .map(name -> CheckerTest.read(name + ".nnd").orElseThrow());
  }

  static List<SourceFile> examples() throws IOException {
    List<SourceFile> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".nnd")).sorted().toList()) {
        examples.add(new SourceFile(file.toString(), Files.readString(file)));
      }
    }
    return examples;
  }

  /** The programs of the catalogue of messages; none that is as large as a program may be. */
  static Stream<SourceFile> catalogue() {
    return Stream.of(Code.values())
        .map(Page::of)
        .flatMap(page -> Stream.of(page.before(), page.after()))
        .flatMap(example -> example.files().stream())
        .filter(file -> file.name().endsWith(".nnd") && !file.text().contains("1000"))
        .map(file -> new SourceFile(file.name(), file.text()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void someDamage(SourceFile program) {
    List<MatchResult> words = words(program);
    Random random = new Random(SEED);
    for (int i = 0; i < TRIALS; i++) {
      MatchResult word = words.get(random.nextInt(words.size()));
      check(damaged(program, word, damages(words, word, random).get(random.nextInt(3))));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyDamageOfExamples(SourceFile program) {
    List<MatchResult> words = words(program);
    Random random = new Random(SEED);
    for (MatchResult word : words) {
      damages(words, word, random).forEach(damage -> check(damaged(program, word, damage)));
    }
  }

  /** Those that end within a word are read by a test of the parser. */
  @ParameterizedTest
  @MethodSource("examples")
  void everyPrefixOfExamples(SourceFile program) {
    for (MatchResult word : words(program)) {
      check(new SourceFile(program.name(), program.text().substring(0, word.end())));
    }
  }

  @Test
  void damageOfTheCatalogue() {
    Random random = new Random(SEED);
    catalogue()
        .forEach(
            program -> {
              List<MatchResult> words = words(program);
              for (MatchResult word : words) {
                check(new SourceFile(program.name(), program.text().substring(0, word.end())));
                check(damaged(program, word, damages(words, word, random).get(random.nextInt(3))));
              }
            });
  }

  private static List<MatchResult> words(SourceFile program) {
    return WORD.matcher(program.text()).results().toList();
  }

  /** What to put in the place of a word. */
  private static List<String> damages(List<MatchResult> words, MatchResult word, Random random) {
    String other = words.get(random.nextInt(words.size())).group();
    return List.of("", word.group() + " " + word.group(), other);
  }

  private static SourceFile damaged(SourceFile program, MatchResult word, String damage) {
    String text = program.text();
    String damaged =
        text.substring(0, word.start()) + " " + damage + " " + text.substring(word.end());
    return new SourceFile(program.name(), damaged);
  }

  private static void check(SourceFile file) {
    Diagnostics out = new Diagnostics();
    try {
      long start = System.nanoTime();
      Declarations declarations = Checker.load(file, CheckerTest::read, out);
      Checker.check(declarations, out);
      if (!out.hasErrors()) {
        build(declarations, out);
      }
      DiagnosticText.renderAll(out.sorted(), false);
      assertTrue(System.nanoTime() - start < LONGEST, "takes too long");
    } catch (RuntimeException | Error failure) {
      throw new AssertionError("on this program:\n" + file.text(), failure);
    }
  }

  private static void build(Declarations declarations, Diagnostics out) {
    List<String> missing = new ArrayList<>();
    for (Declaration.Model model : declarations.models()) {
      boolean defaults = model.parameters().stream().allMatch(p -> p.value().isPresent());
      // Models without defaults give errors that are none of the program.
      Diagnostics own = new Diagnostics();
      Optional<Model> made = Checker.model(declarations, model.name().text(), Map.of(), own);
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
