package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What LANGUAGE.md says is so.
 *
 * <p>A table below {@code <!-- table: layers -->} has words in its first column and what they take
 * in its second, which is that of the checker's table; {@code -Dbless=true} writes it, and what is
 * said of wrong programs, except where the environment says {@code CI=true}. Words of one row take
 * the same; the other columns are the author's, and so is the order. Each word of the checker's
 * table stands in one row.
 *
 * <p>Programs are checked, and formatted as {@code nnd fmt} would, by the words after {@code
 * ```nnd}:
 *
 * <ul>
 *   <li>none: a whole program. The first one is the one that others go on from.
 *   <li>{@code NAME.nnd}: a whole program in a file of this name, for others to use.
 *   <li>{@code more}: declarations beside the first program.
 *   <li>{@code model}, {@code data}, {@code train}: what stands in such a declaration, beside the
 *       first program; a train has the entries of the first where it needs them.
 *   <li>{@code wrong}: a whole program with mistakes; the block after it is what is said of them.
 * </ul>
 */
final class LanguageGuideTest {
  private static final Path GUIDE = Path.of("LANGUAGE.md");
  private static final boolean BLESS =
      Boolean.getBoolean("bless") && !"true".equals(System.getenv("CI"));

  private static final Pattern TABLE =
      Pattern.compile("(?m)^<!-- table: (\\S+) -->\n((?:\\|.*\n){2})((?:\\|.*\n)*)");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern PROGRAM =
      Pattern.compile("(?ms)^```nnd ?([^\n]*)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?");
  private static final Pattern CODE = Pattern.compile("\\b[EWN]\\d{4}\\b");

  /** What a train cannot do without, as the first program has it. */
  private static final Map<String, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("model", "FlowerNet()");
    NEEDED.put("data", "Flowers");
    NEEDED.put("loss", "cross_entropy");
    NEEDED.put("optimizer", "adam(0.01)");
  }

  /** A row of a table. */
  private record Row(List<String> words, String takes, String rest) {
    static Row parse(String line) {
      String[] cells = line.strip().split(" *\\| *", 4);
      List<String> words =
          WORD.matcher(cells[1]).results().map(w -> w.group(1)).collect(Collectors.toList());
      return new Row(words, cells[2], cells[3]);
    }

    String text() {
      String first = words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
      return "| " + first + " | " + takes + " | " + rest + "\n";
    }
  }

  private static String guide() throws IOException {
    return Files.readString(GUIDE);
  }

  @Test
  void tablesAndMessagesAreThoseOfTheChecker() throws IOException {
    String guide = guide();
    String current = withMessages(withTables(guide));
    if (BLESS) {
      Files.writeString(GUIDE, current);
    }
    assertEquals(current, guide(), () -> GUIDE + " is stale; rerun with -Dbless=true");
    List<String> silent =
        TABLE
            .matcher(current)
            .results()
            .flatMap(table -> table.group(3).lines())
            .filter(row -> Row.parse(row).rest().equals("|"))
            .toList();
    assertEquals(List.of(), silent, "say what these are, in " + GUIDE);
  }

  private static String withTables(String guide) {
    Map<String, Map<String, String>> tables = GuideTables.all();
    List<MatchResult> found = TABLE.matcher(guide).results().toList();
    assertEquals(
        tables.keySet(),
        found.stream().map(t -> t.group(1)).collect(Collectors.toCollection(TreeSet::new)));
    StringBuilder current = new StringBuilder();
    int end = 0;
    for (int i = 0; i < found.size(); i++) {
      MatchResult table = found.get(i);
      Map<String, String> left = tables.get(table.group(1));
      current.append(guide, end, table.start(3));
      table.group(3).lines().forEach(row -> current.append(withTakes(Row.parse(row), left)));
      boolean last = found.subList(i + 1, found.size()).stream().noneMatch(t -> same(t, table));
      if (last) {
        left.forEach((word, takes) -> current.append(new Row(List.of(word), takes, "|").text()));
      }
      end = table.end();
    }
    return current.append(guide, end, guide.length()).toString();
  }

  private static String withMessages(String guide) {
    StringBuilder current = new StringBuilder();
    int end = 0;
    for (MatchResult program : PROGRAM.matcher(guide).results().toList()) {
      if (program.group(1).equals("wrong")) {
        current.append(guide, end, program.start(3));
        current.append(said(program.group(2), Map.of(), false));
        end = program.end(3);
      }
    }
    return current.append(guide, end, guide.length()).toString();
  }

  private static boolean same(MatchResult a, MatchResult b) {
    return a.group(1).equals(b.group(1));
  }

  /**
   * The row with what its words take, which are then no longer {@code left}; several if it must.
   */
  private static String withTakes(Row row, Map<String, String> left) {
    Map<String, List<String>> byTakes = new LinkedHashMap<>();
    for (String word : row.words()) {
      Optional.ofNullable(left.remove(word))
          .ifPresent(takes -> byTakes.computeIfAbsent(takes, t -> new ArrayList<>()).add(word));
    }
    return byTakes.entrySet().stream()
        .map(entry -> new Row(entry.getValue(), entry.getKey(), row.rest()).text())
        .collect(Collectors.joining());
  }

  @TestFactory
  Stream<DynamicTest> theProgramsAreRight() throws IOException {
    String guide = guide();
    List<MatchResult> programs = PROGRAM.matcher(guide).results().toList();
    String first = programs.get(0).group(2);
    Map<String, SourceFile> files = new HashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (MatchResult program : programs) {
      String kind = program.group(1);
      if (kind.endsWith(".nnd")) {
        files.put(kind, new SourceFile(kind, program.group(2)));
      }
      long line = guide.substring(0, program.start()).lines().count() + 1;
      tests.add(
          DynamicTest.dynamicTest(
              GUIDE + ":" + line + " " + kind, () -> isRight(program, first, files)));
    }
    return tests.stream();
  }

  private static void isRight(MatchResult program, String first, Map<String, SourceFile> files) {
    String kind = program.group(1);
    String text = program.group(2);
    boolean body = List.of("model", "data", "train").contains(kind);
    String own = body ? body(kind, text) : text;
    String whole =
        switch (kind) {
          case "more", "model", "data" -> first + own;
          case "train" -> first + body(kind, withNeeded(text));
          default -> own;
        };
    // What stands in a guide may be left unused.
    String said = said(whole, files, body || kind.equals("more"));
    if (kind.equals("wrong")) {
      assertFalse(said.isEmpty());
    } else {
      assertEquals("", said);
      SourceFile file = new SourceFile("guide.nnd", own);
      assertEquals(Formatter.format(file, new Diagnostics()), Optional.of(own));
    }
  }

  private static String body(String kind, String text) {
    String indented =
        text.lines()
            .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
            .collect(Collectors.joining());
    return kind + " Example {\n" + indented + "}\n";
  }

  private static String withNeeded(String text) {
    StringBuilder all = new StringBuilder(text);
    NEEDED.forEach(
        (key, value) -> {
          if (!Pattern.compile("(?m)^" + key + ":").matcher(text).find()) {
            all.append(key).append(": ").append(value).append('\n');
          }
        });
    return all.toString();
  }

  /** The messages about a program. */
  private static String said(String program, Map<String, SourceFile> files, boolean part) {
    Diagnostics out = new Diagnostics();
    SourceFile main = new SourceFile("net.nnd", program);
    Checker.check(Checker.load(main, name -> Optional.ofNullable(files.get(name)), out), out);
    List<Diagnostic> said =
        out.sorted().stream().filter(d -> !part || d.code() != Code.UNUSED).toList();
    return DiagnosticText.renderAll(said, false);
  }

  @Test
  void everyCodeExists() throws IOException {
    List<String> codes = CODE.matcher(guide()).results().map(MatchResult::group).toList();
    assertFalse(codes.isEmpty());
    codes.forEach(code -> assertTrue(Code.find(code).isPresent(), code));
  }
}
