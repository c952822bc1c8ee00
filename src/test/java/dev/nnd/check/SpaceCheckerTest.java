package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.program.Drawn;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of all configurations of a search, held to trying each of them. */
final class SpaceCheckerTest {
  private static final String DATA =
      "data D { train: csv(\"d.csv\")  x: columns(0 .. 63)  label: column(64) -> classes(10) }\n";

  private static final String SKIP =
      """
      block Skip(n: int) {
          input x: [c, h, w]
          let y = x -> conv2d(n, kernel: 1) -> relu
          let s = x -> when c == n { identity } else { conv2d(n, kernel: 1) }
          output z = y + s
      }
      """;

  private static Declarations load(SourceFile file) {
    Diagnostics out = new Diagnostics();
    Declarations declarations = Checker.load(file, name -> Optional.empty(), out);
    Checker.check(declarations, out);
    assertFalse(out.hasErrors(), () -> DiagnosticText.renderAll(out.sorted(), false) + file.text());
    return declarations;
  }

  private static DrawChecker.Settled settled(Session session) {
    return SearchChecker.draws(session, session.declarations().searches().get(0)).orElseThrow();
  }

  private static Session session(Declarations declarations) {
    return new Session(declarations, new Diagnostics());
  }

  private static SpaceChecker.Found look(Declarations declarations) {
    Session session = session(declarations);
    return new SpaceChecker(session, settled(session)).look();
  }

  private static Diagnostics examined(Declarations declarations, Map<String, Drawn> drawn) {
    Map<String, String> settings = new HashMap<>();
    drawn.forEach((name, value) -> settings.put(name, value.text()));
    Diagnostics out = new Diagnostics();
    Checker.train(declarations, Optional.empty(), settings, out);
    return out;
  }

  /** A configuration that fails, found by trying all. */
  private static Optional<Map<String, Drawn>> failing(Declarations declarations) {
    Session session = session(declarations);
    DrawChecker.Settled settled = settled(session);
    Configurations all = new Configurations(settled);
    long mask = 0;
    for (int i = 0; i < all.size(); i++) {
      boolean ends = !all.axis(i).enumerate();
      assertTrue(!ends || all.axis(i).values().get(0) instanceof Drawn.Real);
      mask |= 1L << i;
    }
    int[] indices = new int[all.size()];
    do {
      Map<String, Drawn> drawn = all.drawn(indices);
      if (settled.requirements().stream().allMatch(r -> r.holds(drawn))) {
        Diagnostics out = new Diagnostics();
        Session own = session.traced(out, Trace.off());
        new TrainChecker(own, settled.train()).examine(all.scope(own, drawn));
        if (out.hasErrors()) {
          return Optional.of(drawn);
        }
      }
    } while (all.advance(indices, all.indices(mask)));
    return Optional.empty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameIsFoundAsByTryingAll(long seed) {
    Random random = new Random(seed);
    int wrong = 0;
    int open = 0;
    int count = 15;
    for (int i = 0; i < count; i++) {
      SourceFile file = new SourceFile("space.nnd", new RandomSpace(random).text());
      Declarations declarations;
      try {
        declarations = load(file);
      } catch (AssertionError defaultsAreWrong) {
        continue;
      }
      SpaceChecker.Found found = look(declarations);
      Optional<Map<String, Drawn>> failing = failing(declarations);
      String about = "seed " + seed + ", space " + i + ", " + failing + "\n" + file.text();
      if (found.wrong().isPresent()) {
        wrong++;
        assertTrue(examined(declarations, found.drawn()).hasErrors(), about + found);
      } else if (found.proved()) {
        assertEquals(Optional.empty(), failing, about);
      } else {
        open++;
      }
    }
    assertTrue(wrong > 0 && open < count / 3, wrong + " wrong and " + open + " open");
  }

  private static String said(String stages, String search) {
    String text =
        DATA
            + SKIP
            + "model M(a: int, b: int, n: int, l: layer) {\n"
            + "    input x: float[1, 8, 8]\n"
            + "    output y = x -> "
            + stages
            + " -> flatten -> dense(10) -> softmax\n}\n"
            + "train T(a: int = 8, b: int = 8, n: int = 1, l: layer = relu, r: float = 0.1) {\n"
            + "    model: M(a, b, n, l)  data: D  loss: cross_entropy  optimizer: adam(r)\n}\n"
            + "search S {\n    train: T  strategy: random(9)  objective: minimize(train.loss)\n"
            + search.indent(4)
            + "}\n";
    Diagnostics out = new Diagnostics();
    Checker.checkSpaces(load(new SourceFile("space.nnd", text)), out);
    return "=== "
        + stages
        + "\n"
        + search
        + "\n"
        + DiagnosticText.renderAll(out.sorted(), false)
        + "\n";
  }

  @Test
  void whatIsSaid() {
    String groups = "conv2d(a, kernel: 1) -> conv2d(8 * b, kernel: 1, groups: 8)";
    String skips = "Skip(a) -> Skip(b) -> repeat n as i { Skip(a * 2 ** i) }";
    String text =
        said(groups, "a ~ int(8, 4096, step: 4)\nb ~ int(8, 4096)")
            + said(groups, "a ~ int(8, 4096, step: 8)\nb ~ int(8, 4096)")
            + said(groups, "a ~ int(8, 4096)\nb ~ int(1, 9)\nrequire a % 8 == 0")
            + said(skips, "a ~ int(8, 4096)\nb ~ int(8, 4096)\nn ~ int(0, 4)")
            + said("conv2d(a, kernel: n)", "n ~ int(1, 9)")
            + said("conv2d(a, kernel: n)", "n ~ int(1, 9)\nrequire n < 9")
            + said("when a == 777 { conv2d(4, kernel: 9) } else { dense(a) }", "a ~ int(8, 4096)")
            + said("dense(a) -> l", "a ~ int(1, 9)\nl ~ choice(relu, conv2d(4, kernel: 8))")
            + said(
                "dense(a) -> l", "a ~ int(1, 9)\nl ~ choice(relu, conv2d(4, kernel: 9)) when a > 5")
            + said("dense(a)", "r ~ uniform(0, 1)\na ~ int(1, 9) when r > 0.5")
            + said("dense(2 ** a)", "a ~ int(1, 10_000)\nrequire a < 20")
            + said("dense(a)", "a ~ int(1, 9)\nrequire a > 9");
    Golden.assertMatches("check/spaces.txt", text);
  }

  /** A search over a small network, in order or not. */
  private static final class RandomSpace {
    private final Random random;
    private final List<String> ints = new ArrayList<>();
    private final List<String> draws = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();

    RandomSpace(Random random) {
      this.random = random;
    }

    private String one(String... texts) {
      return texts[random.nextInt(texts.length)];
    }

    String text() {
      int count = 2;
      boolean wide = random.nextInt(3) == 0;
      for (int i = 0; i < count; i++) {
        String name = "p" + i;
        ints.add(name);
        parameters.add(name + ": int = 4");
        int low = 1 + random.nextInt(4);
        String range =
            wide && i == 0
                ? "int(" + low + ", " + (40 + random.nextInt(20)) + ")"
                : wide && i == 1 && random.nextInt(2) == 0
                    ? "int(" + low + ", " + (34 + random.nextInt(4)) + ")"
                    : one("int(1, 4)", "choice(2, 4, 8)", "int(2, 8, step: 2)", "log_int(1, 5)");
        String when = i > 0 && random.nextInt(4) == 0 ? " when " + condition(ints.get(i - 1)) : "";
        draws.add("    " + name + " ~ " + range + when);
      }
      parameters.add("l: layer = relu");
      parameters.add("deep: bool = false");
      parameters.add("r: float = 0.1");
      if (random.nextBoolean()) {
        draws.add("    l ~ choice(relu, dense(3), conv2d(4, kernel: 1), conv2d(4, kernel: 3))");
      }
      if (random.nextInt(3) == 0) {
        draws.add("    deep ~ choice(true, false)");
      }
      if (random.nextInt(3) == 0) {
        draws.add("    r ~ " + one("uniform(0.1, 0.4)", "choice(0.1, 0.2)"));
      }
      if (random.nextInt(3) == 0) {
        draws.add("    require " + condition(ints.get(random.nextInt(ints.size()))));
      }
      String given = ints.stream().collect(Collectors.joining(", ")) + ", l, deep, r";
      return DATA
          + SKIP
          + "model M("
          + String.join(", ", parameters).replaceAll(" = [^,]*", "")
          + ") {\n"
          + "    input x: float[1, 8, 8]\n    output y = x"
          + stages()
          + "\n        -> flatten -> dense(10) -> softmax\n}\n"
          + "train T("
          + String.join(", ", parameters)
          + ") {\n"
          + "    model: M("
          + given
          + ")  data: D  loss: cross_entropy  optimizer: adam(r)\n}\n"
          + "search S {\n    train: T\n"
          + String.join("\n", draws)
          + "\n    strategy: random(9)\n    objective: minimize(train.loss)\n}\n";
    }

    private String stages() {
      StringBuilder stages = new StringBuilder();
      int count = 2 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        stages.append("\n        -> ").append(stage(2));
      }
      return stages.toString();
    }

    private String stage(int depth) {
      String p = ints.get(random.nextInt(ints.size()));
      String q = ints.get(random.nextInt(ints.size()));
      switch (random.nextInt(depth > 0 ? 14 : 9)) {
        case 0:
          return "conv2d(" + size(p, q) + ", kernel: " + one("1", "3") + ", padding: same)";
        case 1:
          return "conv2d(4 * "
              + p
              + ", kernel: 1, groups: "
              + one("1", "2", "4", "min(" + q + ", 4)")
              + ")";
        case 2:
          return "Skip(" + size(p, q) + ")";
        case 3:
          return one("batch_norm", "relu", "dropout(r)", "l", "l");
        case 4:
          return "conv2d(" + p + ", kernel: " + one("1", "2", "3", "min(" + q + ", 5)") + ")";
        case 5:
          return "max_pool2d(2)";
        case 6:
          return "conv2d(" + p + ", kernel: 1) -> group_norm(" + one("1", "2") + ")";
        case 7:
          return "[conv2d(" + p + ", kernel: 1), conv2d(" + one(p, p, q) + ", kernel: 1)] -> add";
        case 8:
          return "[identity, conv2d(" + size(p, q) + ", kernel: 1)] -> concat(axis: 0)";
        case 9, 10:
          return "when "
              + condition(p)
              + " { "
              + stage(depth - 1)
              + " } else { "
              + stage(depth - 1)
              + " }";
        case 11:
          return "when deep { " + stage(depth - 1) + " } else { " + stage(depth - 1) + " }";
        case 12:
          return "repeat min("
              + p
              + ", 3) as i { "
              + one("conv2d(" + q + " * 2 ** i, kernel: 1)", stage(depth - 1))
              + " }";
        default:
          return "repeat 2 { " + stage(depth - 1) + " }";
      }
    }

    private String size(String p, String q) {
      return one(
          p,
          p,
          p + " * 2",
          p + " + " + q,
          p + " * " + q,
          "max(" + p + ", " + q + ")",
          "floor_div(" + p + ", 2) + 1",
          p + " % 3 + 1",
          "max(1, " + p + " - 2)");
    }

    private String condition(String p) {
      String q = ints.get(random.nextInt(ints.size()));
      return one(
          p + " > 3",
          p + " < " + q,
          p + " == 4",
          p + " % 2 == 0",
          p + " != " + q,
          p + " <= 17",
          p + " * 2 == " + q,
          p + " * " + q + " < 40",
          "not " + p + " == 3 and " + q + " > 1");
    }
  }
}
