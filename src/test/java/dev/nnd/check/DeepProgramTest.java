package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Programs that are deeper than anyone writes end in a message, on the stack of any thread. */
final class DeepProgramTest {
  private static final long SMALL_STACK = 512 * 1024;

  /** What checking a program says, on a small stack; the parser has bounds and tests of its own. */
  private static List<Code> codes(String program) throws Exception {
    Diagnostics out = new Diagnostics();
    SourceFile file = new SourceFile("deep.nnd", program);
    Declarations declarations = Checker.load(file, name -> Optional.empty(), out);
    FutureTask<Boolean> check = new FutureTask<>(() -> Checker.check(declarations, out), true);
    Thread thread = new Thread(null, check, "small stack", SMALL_STACK);
    thread.start();
    check.get();
    return out.sorted().stream().map(Diagnostic::code).distinct().toList();
  }

  private static String lines(int count, IntFunction<String> line) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line.apply(i));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String nested(String inner) {
    return "(".repeat(150) + inner + ")".repeat(150);
  }

  @Test
  void constants() throws Exception {
    String chain = lines(20, i -> "const c" + i + " = " + nested("c" + (i + 1) + " + 1"));
    assertEquals(List.of(Code.NESTED_TOO_DEEPLY), codes(chain + "const c20 = 1"));
  }

  @Test
  void constantsWithoutNesting() throws Exception {
    String chain = lines(1000, i -> "const c" + i + " = c" + (i + 1));
    assertEquals(List.of(Code.NESTED_TOO_DEEPLY), codes(chain + "const c1000 = 1"));
    String ordered = lines(1000, i -> "const c" + (i + 1) + " = c" + i);
    assertEquals(List.of(), codes("const c0 = 1\n" + ordered));
  }

  @Test
  void blocks() throws Exception {
    String chain =
        lines(1000, i -> "block B" + i + " { input x  output y = x -> B" + (i + 1) + " }");
    assertEquals(
        List.of(Code.NESTED_TOO_DEEPLY),
        codes(chain + "block B1000 { input x  output y = x -> relu }"));
  }

  @Test
  void sharedLayers() throws Exception {
    String chain = lines(1000, i -> "layer a" + (i + 1) + " = a" + i);
    assertEquals(
        List.of(Code.NESTED_TOO_DEEPLY),
        codes("model M { input x: float[3] layer a0 = relu " + chain + "output y = x -> a1000 }"));
  }

  @Test
  void parametersOfLayers() throws Exception {
    String chain =
        lines(
            90,
            i ->
                "block B"
                    + i
                    + "(f: layer) { input x  output y = x -> B"
                    + (i + 1)
                    + "({ { { { f } } } }) }");
    String end = "block B90(f: layer) { input x  output y = x -> f }\n";
    assertEquals(
        List.of(Code.NESTED_TOO_DEEPLY),
        codes(chain + end + "model M { input x: float[3] output y = x -> B0(relu) }"));
  }

  @Test
  void chainsOfAnyLengthAreFine() throws Exception {
    String chain = " -> relu".repeat(20_000);
    assertEquals(List.of(), codes("model M { input x: float[3] output y = x" + chain + " }"));
  }
}
