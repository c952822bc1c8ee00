package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a program, it is read to its end, and what is incomplete is said to be. */
final class DamagedProgramTest {
  static Stream<SampleProgram> programs() {
    return Stream.concat(SampleProgram.all().stream(), SampleProgram.examples().stream());
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

  /** A word that is missing is one mistake, and nothing that is told follows from it. */
  @ParameterizedTest
  @MethodSource("programs")
  void aMissingWordIsOneMistake(SampleProgram program) {
    SourceFile file = new SourceFile(program.name(), program.text());
    Places places = new Places(file);
    for (Token token : Words.of(file, places, new SyntaxErrors()).tokens()) {
      Span span = places.of(token);
      String text = program.text();
      Diagnostics out = new Diagnostics();
      ParserTest.parse(text.substring(0, span.start()) + " " + text.substring(span.end()), out);
      List<Integer> lines = out.sorted().stream().map(d -> d.span().line()).toList();
      String told = span + "\n" + DiagnosticText.renderAll(out.sorted(), false);
      assertEquals(lines.stream().distinct().toList(), lines, told);
      // Where statements are made of keywords that are names, two may seem to be wrong.
      assertTrue(lines.size() <= (program.name().equals("keywords.nnd") ? 2 : 1), told);
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
