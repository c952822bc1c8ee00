package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people get wrong, what they are told, and what is kept of the tree. */
final class SyntaxErrorTest {
  private record Mistakes(String name, List<String> texts) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mistakes> mistakes() {
    return Stream.of(
        new Mistakes("words", words()),
        new Mistakes("declarations", declarations()),
        new Mistakes("statements", statements()),
        new Mistakes("stages", stages()),
        new Mistakes("entries", entries()),
        new Mistakes("values", values()));
  }

  @ParameterizedTest
  @MethodSource
  void mistakes(Mistakes mistakes) {
    StringBuilder told = new StringBuilder();
    for (String text : mistakes.texts()) {
      Diagnostics out = new Diagnostics();
      Tree.File tree = ParserTest.parse(text, out);
      told.append("=== ").append(text.replace("\n", "\n    ")).append('\n');
      told.append(DiagnosticText.renderAll(out.sorted(), false));
      tree.declarations().forEach(d -> told.append(kept(d)).append('\n'));
    }
    Golden.assertMatches("syntax/errors/" + mistakes.name() + ".txt", told.toString());
  }

  private static String kept(Declaration declaration) {
    String text = TreeText.of(declaration);
    long lines = text.lines().count();
    String name = text.lines().limit(3).map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
    return (declaration.complete() ? "kept all of " : "kept some of ") + name + ", " + lines;
  }

  private static List<String> words() {
    return List.of(
        "const A = \"open\nconst B = 1",
        "const A = 'single'\nconst B = \"a\\qb \\u12 \\u00e9\"",
        "const A = 1 && 2 || !3;\nconst B = 1 ^ 2 # hash",
        "const A = 8x8 + 1_ + .5 + 1e + 0x1F\nconst B = 1.",
        "const A = 1 /* never closed\nconst B = 2",
        "const A = \u201Ccurly\u201D\nconst B = \uD83D\uDE00",
        "const A = @\nconst B = 1",
        "\\");
  }

  private static List<String> declarations() {
    return List.of(
        "foo",
        "foo bar baz\nconst A = 1\nimport x\nconst B = 2",
        "use other\nuse \"a.nnd\"",
        "const = 1\nconst A\nconst B 1\nconst C: 1\nconst D = 1",
        "block {\n  input x\n}\nconst A = 1",
        "block A(n int, m: number = 1, k: int = ) {\n  input x\n  output y = x\n}",
        "block A(n: int {\n  input x\n}\nconst A = 1",
        "block A {\n  input x\n  output y = x -> relu\n\nblock B {\n  input x\n}",
        "data A {\n  x: column(1)\n\nmodel B {\n  input x: float[1]\n}",
        "train A {\n  seed: 1",
        "block A {\n  input x\n}}\nconst A = 1",
        "}\nconst A = 1",
        "block A\n  input x\n  output y = x\nconst A = 1",
        "search A(n: int) {\n  seed: 1\n}",
        "model A() {}\nblock B(,) {}\nblock C(n: int,) {}");
  }

  private static List<String> statements() {
    return List.of(
        inBlock("input", "input x", "input 3", "input x: float", "input y: [3, ]"),
        inBlock("let x =", "output y = x", "let = 3", "let z x -> relu", "let w: 3"),
        inBlock("let x =", "input y", "let z ="),
        inBlock("x -> relu", "output y = x"),
        inBlock("y = x -> relu", "output y = x"),
        inBlock("layer a = 3", "layer b", "layer c = relu ->", "output y = x"),
        inBlock("require", "require n > 0,", "require n > 0, text", "output y = x"),
        inBlock("let a = x -> dense(3", "output y = x"),
        inBlock("let a = x -> [relu, tanh", "output y = x"),
        inBlock("let a = x -> when c { relu", "output y = x"),
        inBlock("seed: 1", "rate ~ uniform(0, 1)", "output y = x"),
        inBlock("let a = x let b = y 3 let c = z", "output y = x"));
  }

  private static List<String> stages() {
    return List.of(
        inBlock("let a = x -> ", "output y = x -> -> relu", "let b = -> relu"),
        inBlock("let a = x -> when c { relu }", "let b = x"),
        inBlock("let a = x -> when c { } else { relu }", "let b = x -> repeat 3 {}"),
        inBlock("let a = x -> repeat { relu }", "let b = x -> repeat 3 as { relu }"),
        inBlock("let a = x -> repeat 3 relu", "let b = x -> []", "let c = x -> [relu,]"),
        inBlock("let a = x -> 3", "let b = x -> 3 -> relu", "let c = x -> (relu)"),
        inBlock("let a = (x -> relu) + y", "let b = max(x -> relu, 3 -> relu)"),
        inBlock(
            "let a = x -> dense(3 4)", "let b = x -> dense(units = 3)", "let c = x -> dense(,)"),
        inBlock(
            "let a = x -> dense(units: 3, 4)",
            "let b = x -> dense(units: )",
            "let c = x -> f(1:2)"),
        inBlock("let a = x -> dense(3))", "let b = x -> relu]"),
        inBlock("let a = x -> if c then relu else tanh", "let b = x -> foo.bar"));
  }

  private static List<String> entries() {
    return List.of(
        "data A {\n  x = column(1)\n  y: \n  z: column(2)\n  column(3)\n  w: columns(0 .. 63) ->\n}",
        "data A {\n  x: column(1) -> [scale]\n  y: 0 .. 3\n  require 1\n  let x = 3\n  z: a\n}",
        "train A {\n  model: B(\n  data: C\n  loss: mse\n}\nconst B = 1",
        "train A {\n  model: B,\n  data: C;\n  loss: mse\n  rate ~ uniform(0, 1)\n}",
        "train A {\n  optimizer: adam(rate, beta1: 0.9\n  loss: mse seed: 3\n  seed 1\n}",
        "search A {\n  rate ~\n  x ~ uniform(0, 1) if y\n  y ~ int(1, 2) when\n  z ~ choice(1) }",
        "train A {\n  seed:\n  loss: mse\n  data:\n    Foo -> x\n}",
        "search A {\n  rate = 3\n  train Foo\n  seed: 1\n}",
        "search A {\n  when: 3\n  if: 4\n  seed: 1\n}");
  }

  private static List<String> values() {
    return List.of(
        "const A = \nconst B = 1 +\nconst C = * 2\nconst D = 1 2",
        "const A = 1 < 2 < 3\nconst B = (1\nconst C = [1, 2\nconst D = 1",
        "const A = if 1 then 2\nconst B = if 1 else 2\nconst C = 1",
        "const A = 1 .. 2 .. 3\nconst B = (1 .. 2)\nconst C = ()",
        "const A = a.\nconst B = a.b(1)\nconst C = f(1)(2)\nconst D = -",
        "const A = 1 = 2\nconst B = a and\nconst C = not\nconst D = 2 **");
  }

  private static String inBlock(String... lines) {
    return "block A {\n    " + String.join("\n    ", lines) + "\n}\nconst Z = 1";
  }

  @Test
  void everyStatementTellsOneMistake() {
    Diagnostics out = new Diagnostics();
    ParserTest.parse(
        "block A {\n  input 3 4 5 ( [ 6\n  let a = ( ] ) { -> 7 8\n  output y = x x x x\n}\n", out);
    assertEquals(3, out.sorted().size(), () -> DiagnosticText.renderAll(out.sorted(), false));
  }
}
