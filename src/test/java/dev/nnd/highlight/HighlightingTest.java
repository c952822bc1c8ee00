package dev.nnd.highlight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.highlight.Highlighter.Token;
import dev.nnd.syntax.antlr.NndLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The grammar for editors gives programs the scopes in the golden files, and they agree with what
 * ANTLR's grammar reads there.
 */
final class HighlightingTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final Path PROGRAMS = Path.of("src", "test", "resources", "programs");
  private static final Path SCOPES = Path.of("grammar", "test");

  private static final List<String> NAME =
      List.of(
          "variable.",
          "entity.name.",
          "support.function.",
          "support.constant.",
          "support.variable.",
          "support.type.property-name.");
  private static final List<String> KEYWORD =
      List.of("keyword.", "storage.type.", "support.type.primitive.", "constant.language.");
  private static final List<String> SIGN = List.of("keyword.operator.", "punctuation.");

  /** What the scopes of words and comments begin with, other than names, keywords and signs. */
  private static final Map<Integer, List<String>> OTHER =
      Map.of(
          NndLexer.NUMBER, List.of("constant.numeric."),
          NndLexer.STRING, List.of("string.quoted.double."),
          NndLexer.DOC_COMMENT, List.of("comment.line.documentation."),
          NndLexer.LINE_COMMENT, List.of("comment.line.double-slash."),
          NndLexer.BLOCK_COMMENT, List.of("comment.block."));

  /** Programs without mistakes. */
  static Stream<Path> programs() throws IOException {
    return Stream.concat(list(EXAMPLES), list(PROGRAMS));
  }

  static Stream<Path> allPrograms() throws IOException {
    return Stream.concat(programs(), list(SCOPES));
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".nnd")).sorted().toList().stream();
    }
  }

  private static List<Token> highlight(String text) throws IOException {
    return Highlighter.tokens(
        TextMateGrammar.read(Path.of("grammar", "nnd.tmLanguage.json")), text);
  }

  /**
   * The form of the files is that of vscode-tmgrammar-snap, so that VS Code's engine can check
   * them.
   */
  @ParameterizedTest
  @MethodSource("allPrograms")
  void scopes(Path program) throws IOException {
    String text = Files.readString(program);
    Map<Integer, List<Token>> byLine =
        highlight(text).stream().collect(Collectors.groupingBy(Token::line));
    List<String> snapshot = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      snapshot.add(">" + lines[i]);
      if (!lines[i].isBlank()) {
        byLine.get(i).forEach(token -> snapshot.add(line(token)));
      }
    }
    String folder = program.getName(program.getNameCount() - 2).toString();
    Golden.assertMatches(
        "highlight/" + folder + "/" + program.getFileName() + ".snap", String.join("\n", snapshot));
  }

  private static String line(Token token) {
    return "#"
        + " ".repeat(token.start())
        + "^".repeat(token.end() - token.start())
        + " "
        + String.join(" ", token.scopes());
  }

  @Test
  void agreesWithTheParser() throws IOException {
    Set<String> keywords = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (Path program : programs().toList()) {
      String text = Files.readString(program);
      List<List<String>> scopes = scopesOfEveryCharacter(text);
      ProgramWords words = ProgramWords.of(text);
      for (ProgramWords.Word word : words.all()) {
        List<String> expected = expected(word);
        if (expected.equals(KEYWORD)) {
          keywords.add(word.text());
        }
        List<String> found = scopes.get(word.start());
        if (found.stream().noneMatch(scope -> expected.stream().anyMatch(scope::startsWith))) {
          wrong.add(program + ": " + word + " is " + found);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(ProgramWords.keywords(), keywords, "the keywords in the programs");
  }

  private static List<String> expected(ProgramWords.Word word) {
    if (OTHER.containsKey(word.type())) {
      return OTHER.get(word.type());
    }
    if (word.isName()) {
      return NAME;
    }
    return Character.isLetter(word.text().charAt(0)) ? KEYWORD : SIGN;
  }

  private static List<List<String>> scopesOfEveryCharacter(String text) throws IOException {
    List<List<String>> scopes = new ArrayList<>();
    int line = 0;
    for (Token token : highlight(text)) {
      for (; line < token.line(); line++) {
        scopes.add(List.of());
      }
      for (int i = token.start(); i < token.end(); i++) {
        scopes.add(token.scopes());
      }
    }
    return scopes;
  }

  /** Half a declaration before the others leaves them as they are. */
  @Test
  void declarationsBeginAnew() throws IOException {
    String whole = Files.readString(EXAMPLES.resolve("digits.nnd"));
    String rest = whole.substring(whole.indexOf("block Residual"));
    List<List<String>> alone = highlight(rest).stream().map(Token::scopes).toList();
    for (String name : List.of("stages.nnd", "training.nnd", "data.nnd")) {
      String[] lines = Files.readString(PROGRAMS.resolve(name)).split("\n");
      for (int i = 1; i < lines.length; i++) {
        int cut = i;
        String half = String.join("\n", List.of(lines).subList(0, i)) + "\n";
        List<List<String>> after =
            highlight(half + rest).stream()
                .filter(token -> token.line() >= cut)
                .map(Token::scopes)
                .toList();
        assertEquals(alone, after, () -> name + " cut after line " + cut);
      }
    }
  }
}
