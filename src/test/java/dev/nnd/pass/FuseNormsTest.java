package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FuseNormsTest {
  private static final FuseNorms PASS = new FuseNorms();

  private static Net net(BiFunction<Net, Value, Value> chain) {
    Net net = new Net();
    Value x = net.input("x", 4, 6, 6);
    return net.output("y", chain.apply(net, x));
  }

  @Test
  void takesInTheResidualAndTheActivation() {
    Net net = net((n, x) -> n.relu(n.plus(x, n.norm("norm", n.conv("conv", x, 4, same())))));
    Golden.assertMatches("pass/fuse-norms.txt", Trace.of(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  private static Net.Conv same() {
    return Net.Conv.of(3).padding(1);
  }

  @Test
  void takesTheFirstOfTwoNorms() {
    Net net =
        net(
            (n, x) -> {
              Value main = n.norm("main", n.conv("a", x, 4, same()));
              Value skip = n.norm("skip", n.conv("b", x, 4, Net.Conv.of(1)));
              return n.relu(n.plus(skip, main));
            });
    Golden.assertMatches("pass/fuse-norms-two.txt", Trace.of(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void takesInEveryActivation(Activation.Kind kind) {
    Net net = net((n, x) -> n.activate(kind, n.norm("norm", x)));
    String word = new Terms(net.graph()).place(net.graph().nodes().get(6));
    assertEquals(
        List.of("net.nnd:2:1: fuse-norms: done: one step with " + word),
        Trace.told(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  @Test
  void takesInTheAddAloneWhenItIsReadTwice() {
    Net net =
        net(
            (n, x) -> {
              Value sum = n.plus(n.norm("norm", x), x);
              return n.concat(1, n.relu(sum), sum);
            });
    assertEquals(
        List.of("net.nnd:2:1: fuse-norms: done: one step with `+` (line 3)"),
        Trace.told(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  /** A network whose norm stays alone, and why. */
  record Alone(String why, BiFunction<Net, Value, Value> chain) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Alone> alone() {
    return Stream.of(
        new Alone(
            "batch_norm (line 2) is also read by conv2d (line 4)",
            (n, x) -> {
              Value normed = n.norm("norm", x);
              return n.plus(n.relu(normed), n.conv("c", normed, 4, same()));
            }),
        new Alone(
            "batch_norm (line 2) is the output `early`",
            (n, x) -> {
              Value normed = n.norm("norm", x);
              n.output("early", normed);
              return n.relu(normed);
            }),
        new Alone("batch_norm (line 2) is the output `y`", (n, x) -> n.norm("norm", x)),
        new Alone(
            "batch_norm (line 2) is also read by `+` (line 3)",
            (n, x) -> {
              Value normed = n.norm("norm", x);
              return n.plus(normed, normed);
            }),
        new Alone(
            "the other side of `+` (line 5) has another shape",
            (n, x) -> {
              Value normed = n.norm("norm", x);
              Value row = n.spread(n.input("z", 4, 1, 1), n.shape(normed));
              return n.plus(normed, row);
            }),
        new Alone(
            "the other side of `+` (line 3) has another shape",
            (n, x) -> n.plus(n.norm("norm", x), n.number(1))),
        new Alone(
            "max_pool2d (line 3) reads it, which is neither `+` nor an activation",
            (n, x) -> n.pool(Pooling.MAX, n.norm("norm", x), 2, 0)),
        new Alone(
            "`-` (line 3) reads it, which is neither `+` nor an activation",
            (n, x) -> n.minus(n.norm("norm", x), x)));
  }

  @ParameterizedTest
  @MethodSource("alone")
  void refuses(Alone alone) {
    Graph graph = net(alone.chain).graph();
    assertEquals(
        List.of("net.nnd:2:1: fuse-norms: refused: " + alone.why), Trace.told(graph, PASS));
    assertEquals(GraphText.print(graph), GraphText.print(PASS.run(graph).graph()));
  }

  @Test
  void keepsTheOrderInWhichNormsMoveStatisticsTheyShare() {
    Net net =
        net(
            (n, x) -> {
              Value first = n.norm("norm", x);
              Value second = n.norm("norm", n.relu(x));
              return n.plus(n.relu(first), n.relu(second));
            });
    assertEquals(
        List.of(
            "net.nnd:2:1: fuse-norms: refused: batch_norm (line 4) shares its running statistics"
                + " and has to move them after it",
            "net.nnd:4:1: fuse-norms: done: one step with relu (line 6)"),
        Trace.told(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }
}
