package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.nnd.syntax.antlr.NndLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The extension for VS Code, and the syntax file for Vim, suit this version of the language. */
final class EditorExtensionTest {
  private static final Path GRAMMAR = Path.of("grammar");
  private static final Path EXTENSION = GRAMMAR.resolve("vscode");
  private static final Path WRONG = Path.of("src", "test", "resources", "check");

  /** A choice, a text with a number, or a number of a text that stands before. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(\\d+)\\|([^|}]*)\\|}|\\$\\{(\\d+):([^}]*)}|\\$(\\d+)");

  private static Map<String, Object> json(String file) throws IOException {
    return JSON.std.mapFrom(Files.readString(EXTENSION.resolve(file)));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> contributed(String kind) throws IOException {
    Map<String, Object> contributes = (Map<String, Object>) json("package.json").get("contributes");
    return (List<Map<String, Object>>) contributes.get(kind);
  }

  /** What stands in the extension's folder, or beside it until it is packaged. */
  @Test
  void whatItNamesIsThere() throws IOException {
    List<Object> named = new ArrayList<>();
    contributed("grammars").forEach(grammar -> named.add(grammar.get("path")));
    contributed("snippets").forEach(snippets -> named.add(snippets.get("path")));
    contributed("languages").forEach(language -> named.add(language.get("configuration")));
    named.add(json("package.json").get("icon"));
    for (Object file : named) {
      String name = file.toString().replace("./", "");
      boolean there = Files.exists(EXTENSION.resolve(name)) || Files.exists(GRAMMAR.resolve(name));
      assertTrue(there, name);
    }
    assertEquals(4, named.size());
  }

  @Test
  void patternsOfTheLanguageConfiguration() throws IOException {
    Map<String, Object> configuration = json("language-configuration.json");
    assertTrue("conv2d_1".matches((String) configuration.get("wordPattern")));
    Map<?, ?> indentation = (Map<?, ?>) configuration.get("indentationRules");
    Pattern deeper = Pattern.compile((String) indentation.get("increaseIndentPattern"));
    assertTrue(deeper.matcher("model Net(width: int = 1) {").find());
    assertTrue(deeper.matcher("    let y = x -> when a { relu } else {").find());
    assertTrue(!deeper.matcher("    let y = x -> repeat 2 { relu }").find());
    assertTrue(!deeper.matcher("// {").find());
    Map<?, ?> rule = (Map<?, ?>) ((List<?>) configuration.get("onEnterRules")).get(0);
    Pattern before = Pattern.compile((String) rule.get("beforeText"));
    assertTrue(before.matcher("    /// text").find());
    assertTrue(!before.matcher("//// text").find());
  }

  /** The snippets that begin with a word make a file; the others are stages or statements. */
  @Test
  void snippetsHaveNoMistakes(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("data.csv"), "0,".repeat(784) + "0\n");
    StringBuilder declarations = new StringBuilder();
    List<String> statements = new ArrayList<>();
    for (Map.Entry<String, Object> snippet : json("snippets.json").entrySet()) {
      String body = filledIn((Map<?, ?>) snippet.getValue());
      if (Stream.of("let ", "layer ", "require ", "->").anyMatch(body::startsWith)) {
        statements.add(body);
      } else {
        declarations.append(body.replace(", header: true", ", header: false")).append("\n\n");
      }
    }
    assertNoErrors(folder.resolve("declarations.nnd"), declarations.toString());
    for (int i = 0; i < statements.size(); i++) {
      assertNoErrors(folder.resolve("statement" + i + ".nnd"), around(statements.get(i)));
    }
  }

  private static String around(String statement) {
    String line = statement.startsWith("->") ? "let z = x\n        " + statement : statement;
    return "model Net {\n    input x: float[3, 8, 8]\n    "
        + line
        + "\n    output y = x -> relu\n}\n";
  }

  private static void assertNoErrors(Path file, String program) throws IOException {
    Files.writeString(file, program);
    Called check = Called.with("check", file.toString());
    assertEquals(0, check.exitCode(), () -> program + check);
  }

  /** What a snippet inserts when nothing is typed over. */
  private static String filledIn(Map<?, ?> snippet) {
    Object body = snippet.get("body");
    String text = body instanceof List<?> lines ? String.join("\n", strings(lines)) : (String) body;
    Map<String, String> texts = new HashMap<>(Map.of("0", ""));
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            place -> {
              if (place.group(1) != null) {
                texts.put(place.group(1), place.group(2).split(",")[0]);
              } else if (place.group(3) != null) {
                texts.put(place.group(3), place.group(4));
              }
              String number =
                  Stream.of(1, 3, 5)
                      .map(place::group)
                      .filter(Objects::nonNull)
                      .findFirst()
                      .orElseThrow();
              return Matcher.quoteReplacement(texts.get(number));
            });
  }

  private static List<String> strings(List<?> lines) {
    return lines.stream().map(Object::toString).toList();
  }

  static Stream<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(WRONG)) {
      return files.filter(file -> file.toString().endsWith(".nnd")).sorted().toList().stream();
    }
  }

  /** What VS Code reads from the text is what {@code --json} says. */
  @ParameterizedTest
  @MethodSource("programs")
  void problemsAreFoundInTheTextOfCheck(Path program) throws IOException {
    Map<String, Object> said =
        JSON.std.mapFrom(Called.with("check", "--json", program.toString()).out());
    List<List<String>> expected = new ArrayList<>();
    for (Object diagnostic : (List<?>) said.get("diagnostics")) {
      Map<?, ?> map = (Map<?, ?>) diagnostic;
      expected.add(
          Stream.of("severity", "code", "message", "file", "line", "column")
              .map(key -> String.valueOf(map.get(key)))
              .toList());
    }
    assertEquals(expected, problems(Called.with("check", program.toString())));
  }

  /** The problems as VS Code's matcher of two lines finds them. */
  private static List<List<String>> problems(Called check) throws IOException {
    Map<String, Object> matcher = contributed("problemMatchers").get(0);
    List<?> patterns = (List<?>) matcher.get("pattern");
    Map<?, ?> head = (Map<?, ?>) patterns.get(0);
    Map<?, ?> place = (Map<?, ?>) patterns.get(1);
    String[] lines = (check.out() + check.err()).split("\n");
    List<List<String>> problems = new ArrayList<>();
    for (int i = 0; i + 1 < lines.length; i++) {
      Matcher first = Pattern.compile((String) head.get("regexp")).matcher(lines[i]);
      Matcher second = Pattern.compile((String) place.get("regexp")).matcher(lines[i + 1]);
      if (first.find() && second.find()) {
        problems.add(
            List.of(
                first.group((int) head.get("severity")),
                first.group((int) head.get("code")),
                first.group((int) head.get("message")),
                second.group((int) place.get("file")),
                second.group((int) place.get("line")),
                second.group((int) place.get("column"))));
      }
    }
    return problems;
  }

  @Test
  void vimKnowsTheKeywords() throws IOException {
    String syntax = Files.readString(GRAMMAR.resolve(Path.of("vim", "syntax", "nnd.vim")));
    String rules =
        String.join("\n", syntax.lines().filter(line -> line.startsWith("syntax ")).toList());
    Vocabulary words = NndLexer.VOCABULARY;
    TreeSet<String> missing = new TreeSet<>();
    IntStream.rangeClosed(1, words.getMaxTokenType())
        .mapToObj(words::getLiteralName)
        .filter(literal -> literal != null && Character.isLetter(literal.charAt(1)))
        .map(literal -> literal.substring(1, literal.length() - 1))
        .filter(word -> !Pattern.compile("\\b" + word + "\\b").matcher(rules).find())
        .forEach(missing::add);
    assertEquals(new TreeSet<>(), missing);
  }
}
