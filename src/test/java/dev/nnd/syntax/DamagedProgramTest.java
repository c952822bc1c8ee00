package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a program, it is read to its end, and what is incomplete is said to be. */
final class DamagedProgramTest {
  static List<SampleProgram> programs() {
    return SampleProgram.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyPrefix(SampleProgram program) {
    for (int end = 0; end < program.text().length(); end++) {
      check(program.text().substring(0, end), "the first " + end + " characters");
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyProgramWithSomeWordsMixedUp(SampleProgram program) {
    SourceFile file = new SourceFile(program.name(), program.text());
    Words words = Words.of(file, new Places(file), new SyntaxErrors());
    List<String> texts = new ArrayList<>();
    words.tokens().stream()
        .filter(token -> token.getType() != Token.EOF)
        .forEach(token -> texts.add(token.getText()));
    long seed = 20260102;
    Random random = new Random(seed);
    for (int round = 0; round < 300 && !texts.isEmpty(); round++) {
      List<String> mutated = new ArrayList<>(texts);
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutate(mutated, random);
      }
      StringBuilder text = new StringBuilder();
      mutated.forEach(word -> text.append(word).append(random.nextInt(5) == 0 ? "\n" : " "));
      check(text.toString(), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void anyText() {
    long seed = 20260103;
    Random random = new Random(seed);
    String characters = "ab1.\"'/*\\(){}[]-><=~:,+\n\r \t\uD83D\uDE00\u00e9\u0000\uFEFF&|";
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      check(text.toString(), "seed " + seed + ", round " + round);
    }
  }

  private static void mutate(List<String> words, Random random) {
    int at = random.nextInt(words.size());
    String other = words.get(random.nextInt(words.size()));
    switch (random.nextInt(4)) {
      case 0 -> words.add(at, other);
      case 1 -> words.set(at, other);
      case 2 -> words.add(at, List.of("@", "\"", "/*", "1x", "'", "\uD83D").get(random.nextInt(6)));
      default -> {
        if (words.size() > 1) {
          words.remove(at);
        }
      }
    }
  }

  private static void check(String text, String how) {
    Diagnostics out = new Diagnostics();
    Tree.File tree = ParserTest.parse(text, out);
    String told = DiagnosticText.renderAll(out.sorted(), false);
    boolean complete = tree.declarations().stream().allMatch(Declaration::complete);
    assertTrue(complete || out.hasErrors(), how);
    // What is told is told of distinct places.
    long places =
        out.sorted().stream().map(diagnostic -> diagnostic.span().start()).distinct().count();
    assertEquals(out.sorted().size(), places, () -> how + "\n" + told);
  }
}
