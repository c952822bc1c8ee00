package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParserTest {
  static List<SampleProgram> programs() {
    return SampleProgram.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void readsEveryProgram(SampleProgram program) {
    Diagnostics out = new Diagnostics();
    Tree.File tree = parse(program.text(), out);
    assertEquals("", DiagnosticText.renderAll(out.sorted(), false));
    assertTrue(tree.declarations().stream().allMatch(Declaration::complete));
    String golden = "syntax/" + program.name().replace(".nnd", ".txt");
    Golden.assertMatches(golden, TreeText.of(tree));
  }

  @Test
  void spansCountUtf16Units() {
    Tree.File tree = parse(SampleProgram.of("emoji.nnd").text(), new Diagnostics());
    Declaration.Const smile = (Declaration.Const) tree.declarations().get(0);
    assertEquals("\"\uD83D\uDE00\uD83D\uDE00\"", smile.value().span().text());
    Declaration.Const after = (Declaration.Const) tree.declarations().get(1);
    assertEquals("const AFTER = 1", after.span().text());
    assertEquals("test.nnd:2:31", after.span().toString());
    assertEquals("/* \uD83D\uDE00 */", tree.comments().get(1).span().text());
  }

  @Test
  void documentationBelongsToTheDeclarationAfterIt() {
    Tree.File tree = parse(SampleProgram.of("comments.nnd").text(), new Diagnostics());
    List<List<String>> docs =
        tree.declarations().stream()
            .map(declaration -> declaration.doc().map(Tree.Doc::lines).orElse(List.of()))
            .toList();
    assertEquals(List.of("Documented", "twice."), docs.get(0));
    assertEquals(4, docs.stream().filter(List::isEmpty).count());
  }

  @Test
  void aChainOfLayersReadsAsOneHoweverItIsWritten() {
    assertEquals(
        "1 1 1 3 1 - - - -",
        stages(
            "relu",
            "dense(3)",
            "[relu, dense(3)]",
            "relu -> [tanh, relu] -> add",
            "{ relu }",
            "3",
            "[1, relu]",
            "[]",
            "(relu)"));
  }

  private static String stages(String... values) {
    StringBuilder counts = new StringBuilder();
    for (String value : values) {
      Tree.File tree = parse("const A = " + value, new Diagnostics());
      Expression expression = ((Declaration.Const) tree.declarations().get(0)).value();
      counts.append(' ');
      counts.append(expression.asLayers().map(l -> "" + l.stages().size()).orElse("-"));
    }
    return counts.substring(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "not ",
        "-",
        "2 ** ",
        "if a then b else ",
        "f(",
        "1 + (",
        "relu -> {",
        "[[",
        "{ relu -> [",
        "when a {",
        "repeat 2 {",
        "1 + "
      })
  void boundsTheDepth(String part) {
    for (String end : List.of("", "1")) {
      String text = "block A { input x output y = x + " + part.repeat(100_000) + end;
      Diagnostics out = new Diagnostics();
      Tree.File tree = parse(text, out);
      assertEquals(List.of(), tree.declarations());
      assertEquals("E0107", only(out).code().id());
    }
    Diagnostics out = new Diagnostics();
    parse("const A = " + part.repeat(60) + "1", out);
    out.sorted().forEach(diagnostic -> assertTrue(!diagnostic.code().id().equals("E0107"), part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "not ", "f(", "{ relu -> [", "if a then "})
  void whatIsNotTooDeepFitsTheStackOfAThread(String open) throws InterruptedException {
    int levels = open.length() > 5 ? 90 : 190;
    String close =
        switch (open) {
          case "(", "f(" -> ")";
          case "[" -> "]";
          case "{ relu -> [" -> "] }";
          case "if a then " -> " else b";
          default -> "";
        };
    String text = "const A = " + open.repeat(levels) + "x" + close.repeat(levels);
    AtomicReference<String> formatted = new AtomicReference<>("");
    Thread thread =
        new Thread(null, () -> formatted.set(FormatterTest.format(text)), "small", 1024 * 1024);
    thread.start();
    thread.join();
    assertEquals(text.replaceAll("\\s", ""), formatted.get().replaceAll("\\s", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ")",
        "]",
        "}",
        "->",
        ",",
        "let ",
        "input ",
        "block ",
        "x ",
        "x: ",
        "\"",
        "/*",
        "///\n",
        "'",
        "@ ",
        ".5 ",
        "1_ ",
        "block A { let x = ",
        "data A { x: ",
        "search A { ",
        "model A(",
        "const A = 1\n",
        "\uD83D\uDE00",
        "\uD83D",
        "\uFEFF",
        "\\"
      })
  void readsMuchOfAnything(String part) {
    parse(part.repeat(20_000), new Diagnostics());
    parse("block A { input x " + part.repeat(20_000), new Diagnostics());
    parse("data A { x: " + part.repeat(20_000), new Diagnostics());
  }

  @Test
  void bound() {
    Diagnostics out = new Diagnostics();
    parse("const A = 1\n".repeat(400_000), out);
    assertEquals("E0108", only(out).code().id());
  }

  private static Diagnostic only(Diagnostics out) {
    assertEquals(1, out.sorted().size(), () -> DiagnosticText.renderAll(out.sorted(), false));
    return out.sorted().get(0);
  }

  static Tree.File parse(String text, Diagnostics out) {
    return Parser.parse(new SourceFile("test.nnd", text), out);
  }
}
