package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that learn nothing where they stand are told, and others are left in peace. */
final class NetworkLintTest {
  private static List<String> codes(String body) {
    String program =
        """
        block Unit(n: int, epsilon: float = 1e-3) {
            input x
            output y = x -> dense(n) -> batch_norm(epsilon: epsilon) -> relu
        }
        model Net {
            input x: float[4, 6]
            %s
        }
        """;
    Diagnostics out = new Diagnostics();
    SourceFile file = new SourceFile("net.nnd", program.formatted(body));
    Checker.check(Checker.load(file, name -> Optional.empty(), out), out);
    return out.sorted().stream().map(d -> d.code().id()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          W0201 | output y = x -> batch_norm -> batch_norm
          W0201 | output y = x -> layer_norm -> rms_norm -> dense(3)
          W0201 | output y = x -> group_norm(2) -> identity -> group_norm(2)
          W0201 | output y = x -> Unit(6) -> repeat 2 { batch_norm(epsilon: 1e-3) }
          W0202 | output y = x -> dense(3) -> batch_norm -> softmax
          W0202 | output y = x -> dense(3) -> layer_norm -> log_softmax
          W0203 | output y = x -> dense(3) -> softmax -> softmax
          W0203 | output y = x -> dense(3) -> softmax -> log_softmax
          W0401 | output y = x -> dense(3) -> batch_norm -> relu -> batch_norm(epsilon: 1e-3)
          W0401 | output y = x -> Unit(3) -> Unit(3) -> batch_norm -> Unit(4)
          """)
  void warns(String code, String body) {
    assertEquals(List.of(code), codes(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output y = x -> batch_norm -> relu -> batch_norm -> dense(3) -> softmax",
        "output y = x -> dense(3) -> layer_norm -> gelu -> dense(3) -> softmax",
        "output y = x -> batch_norm -> dense(6) -> batch_norm -> relu",
        // Over other axes.
        "output y = x -> batch_norm -> layer_norm -> dense(3)",
        "output y = x -> softmax -> softmax(axis: 0)",
        "output y = x -> softmax -> dense(3) -> softmax",
        // What the first one learns is read elsewhere too.
        "let a = x -> batch_norm  let b = a -> batch_norm -> relu  output y = a + b",
        "output a = x -> layer_norm  output b = a -> layer_norm",
        "let a = x -> layer_norm  output y = a + x -> layer_norm",
        // Kinds of norms have their own usual epsilons.
        "output y = x -> batch_norm -> relu -> rms_norm(epsilon: 1e-6) -> dense(3)",
        "output y = x -> Unit(3) -> Unit(3) -> repeat 3 as i { Unit(2 ** i) }",
        "layer n = batch_norm  let a = x -> n -> relu  let b = x -> n  output y = a + b"
      })
  void isSilent(String body) {
    assertEquals(List.of(), codes(body));
  }
}
