package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of cases in which a norm may or may not be folded. */
final class FoldBatchNormTest {
  private static final Pass[] FOLD = {
    new NormsToAffines(), new ComposeAffines(), new FoldAffineBackward(), new FoldAffineForward()
  };

  private static Net.Conv conv() {
    return Net.Conv.of(3);
  }

  private static Net net(BiFunction<Net, Value, Value> chain) {
    Net net = new Net();
    Value x = net.input("x", 4, 6, 6);
    return net.output("y", chain.apply(net, x));
  }

  @Test
  void scalesAlsoTheBiasOfTheLayerBefore() {
    Net net = net((n, x) -> n.relu(n.norm("norm", n.conv("conv", x, 8, conv().padding(1)))));
    Golden.assertMatches("pass/fold-backward.txt", Trace.of(net.graph(), FOLD));
    Meaning.assertSameInference(net.graph(), List.of(FOLD), 1);
  }

  @Test
  void foldsTheShiftIntoANewBiasAfterTheNorm() {
    Net net = net((n, x) -> n.conv("conv", n.norm("norm", x), 6, conv().groups(2)));
    Golden.assertMatches("pass/fold-forward.txt", Trace.of(net.graph(), FOLD));
    Meaning.assertSameInference(net.graph(), List.of(FOLD), 1);
  }

  @Test
  void composesNormsAndNumbersBeforeItFolds() {
    Net net =
        net(
            (n, x) -> {
              Value first = n.norm("a", n.dense("dense", n.flatten(x), 8));
              Value scaled = n.binary(BinaryFunction.MULTIPLY, first, n.number(0.5));
              return n.relu(n.norm("b", n.minus(n.number(1), scaled)));
            });
    Golden.assertMatches("pass/fold-composed.txt", Trace.of(net.graph(), FOLD));
    Meaning.assertSameInference(net.graph(), List.of(FOLD), 1);
  }

  /** A network whose norm goes, and what the passes say. */
  record Folding(String into, BiFunction<Net, Value, Value> chain) {
    @Override
    public String toString() {
      return into;
    }
  }

  static Stream<Folding> folding() {
    Net.Conv each = conv().groups(4);
    return Stream.of(
        new Folding("conv2d (line 2)", (n, x) -> n.norm("n", n.conv("c", x, 8, conv().noBias()))),
        new Folding("conv2d (line 2)", (n, x) -> n.norm("n", n.conv("c", x, 8, conv().padding(1)))),
        new Folding("conv2d (line 2)", (n, x) -> n.norm("n", n.conv("c", x, 8, conv().groups(2)))),
        new Folding("depthwise_conv2d (line 2)", (n, x) -> n.norm("n", n.conv("c", x, 8, each))),
        new Folding("dense (line 3)", (n, x) -> n.norm("n", n.dense("d", n.flatten(x), 5))),
        new Folding("conv2d (line 3)", (n, x) -> n.conv("c", n.norm("n", x), 8, conv())),
        new Folding("depthwise_conv2d (line 3)", (n, x) -> n.conv("c", n.norm("n", x), 8, each)),
        new Folding("dense (line 4)", (n, x) -> n.dense("d", n.norm("n", n.flatten(x)), 5)),
        new Folding("conv1d (line 3)", (n, x) -> n.norm("n", n.conv("c", rows(n, x), 8, conv()))),
        new Folding("conv1d (line 4)", (n, x) -> n.conv("c", n.norm("n", rows(n, x)), 8, conv())),
        new Folding(
            "conv2d_transpose (line 2)",
            (n, x) -> n.norm("n", n.transposed("t", x, 6, conv().stride(2).padding(1)))),
        new Folding(
            "conv2d_transpose (line 2)",
            (n, x) -> n.norm("n", n.transposed("t", x, 4, Net.Conv.of(2).noBias()))),
        new Folding(
            "conv2d (line 2)",
            (n, x) -> {
              Value normed = n.norm("n", n.conv("c", x, 8, conv()));
              return n.plus(n.relu(normed), n.softmax(normed, 1));
            }),
        new Folding(
            "conv2d (line 4)",
            (n, x) -> n.conv("c", n.norm("n", n.relu(x)), 8, conv().stride(2).dilation(2))));
  }

  private static Value rows(Net n, Value x) {
    return n.reshape(x, 4, 36);
  }

  @ParameterizedTest
  @MethodSource("folding")
  void folds(Folding folding) {
    Graph graph = net(folding.chain).graph();
    assertTrue(
        Trace.told(graph, FOLD).stream()
            .anyMatch(t -> t.endsWith("done: folded into " + folding.into)),
        () -> Trace.of(graph, FOLD));
    assertFalse(hasNorm(new Pipeline(List.of(FOLD)).run(graph).graph()));
    Meaning.assertSameInference(graph, List.of(FOLD), 1);
  }

  private static boolean hasNorm(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(n -> n.op() instanceof Layer.BatchNorm || n.op() instanceof Layer.ChannelAffine);
  }

  /** A network whose norm stays as a multiply-add, why not backward, and why not forward. */
  record Staying(String backward, String forward, BiFunction<Net, Value, Value> chain) {
    @Override
    public String toString() {
      return backward + "; " + forward;
    }
  }

  static Stream<Staying> staying() {
    return Stream.of(
        new Staying(
            "relu (line 3) stands before it, and has no weight to take it",
            "relu (line 5) reads it, and has no weight to take it",
            (n, x) -> n.relu(n.norm("n", n.relu(n.conv("c", x, 8, conv()))))),
        new Staying(
            "max_pool2d (line 3) stands before it, and has no weight to take it",
            "avg_pool2d (line 5) reads it, and has no weight to take it",
            (n, x) -> {
              Value pooled = n.pool(Pooling.MAX, n.conv("c", x, 8, conv()), 2, 0);
              return n.pool(Pooling.MEAN, n.norm("n", pooled), 2, 0);
            }),
        new Staying(
            "the input `x` (line 1) stands before it, and has no weight to take it",
            "conv2d (line 3) pads with zeros, which its shift would have to reach",
            (n, x) -> n.conv("c", n.norm("n", x), 8, conv().padding(1))),
        new Staying(
            "the input `x` (line 1) stands before it, and has no weight to take it",
            "conv2d_transpose (line 3) adds up more of its shift at some positions than at others",
            (n, x) -> n.transposed("t", n.norm("n", x), 8, conv().stride(2))),
        new Staying(
            "conv2d (line 2) is also read by relu (line 4)",
            "`+` (line 5) reads it, and has no weight to take it",
            (n, x) -> {
              Value c = n.conv("c", x, 8, conv());
              Value normed = n.norm("n", c);
              return n.plus(normed, n.relu(c));
            }),
        new Staying(
            "conv2d (line 2) is the output `early`",
            "it is the output `y`",
            (n, x) -> {
              Value c = n.conv("c", x, 8, conv());
              n.output("early", c);
              return n.norm("n", c);
            }),
        new Staying(
            "its channels are axis 0, but the outputs of dense (line 3) are axis 1",
            "its channels are axis 0, but dense (line 5) works on axis 1",
            (n, x) -> {
              Value steps = n.reshape(x, 9, 16);
              return n.dense("e", n.norm("n", n.dense("d", steps, 9)), 9);
            }),
        new Staying(
            "relu (line 2) stands before it, and has no weight to take it",
            "relu (line 5) reads it, and has no weight to take it",
            (n, x) -> {
              Value normed = n.norm("n", n.relu(x));
              return n.plus(n.conv("c", normed, 4, Net.Conv.of(1)), n.relu(normed));
            }));
  }

  @ParameterizedTest
  @MethodSource("staying")
  void refuses(Staying staying) {
    Graph graph = net(staying.chain).graph();
    List<String> told = Trace.told(graph, FOLD);
    assertEquals(3, told.size(), told::toString);
    assertTrue(
        told.get(1).endsWith("fold-affine-backward: refused: " + staying.backward), told.get(1));
    assertTrue(
        told.get(2).endsWith("fold-affine-forward: refused: " + staying.forward), told.get(2));
    assertTrue(hasNorm(new Pipeline(List.of(FOLD)).run(graph).graph()));
    Meaning.assertSameInference(graph, List.of(FOLD), 1);
  }

  @Test
  void copiesTheWeightThatLayersShare() {
    Net net =
        net(
            (n, x) -> {
              Value a = n.norm("a", n.conv("c", x, 8, conv()));
              Value b = n.norm("b", n.conv("c", n.relu(x), 8, conv()));
              return n.plus(a, n.plus(b, n.relu(n.conv("c", x, 8, conv()))));
            });
    Golden.assertMatches("pass/fold-shared.txt", Trace.of(net.graph(), FOLD));
    Meaning.assertSameInference(net.graph(), List.of(FOLD), 1);
  }

  @Test
  void doesNotJoinNormsWhenTheFirstHasOtherReaders() {
    Net net =
        net(
            (n, x) -> {
              Value first = n.norm("a", n.conv("c", x, 8, conv()));
              return n.plus(n.norm("b", first), n.relu(first));
            });
    assertEquals(
        List.of(
            "net.nnd:3:1: norms-to-affines: done: one multiply-add per channel, by the running"
                + " statistics",
            "net.nnd:4:1: norms-to-affines: done: one multiply-add per channel, by the running"
                + " statistics",
            "net.nnd:4:1: compose-affines: refused: not joined with batch_norm (line 3): batch_norm"
                + " (line 3) is also read by relu (line 5)",
            "net.nnd:3:1: fold-affine-backward: done: folded into conv2d (line 2)",
            "net.nnd:4:1: fold-affine-backward: refused: batch_norm (line 3) stands before it, and"
                + " has no weight to take it",
            "net.nnd:4:1: fold-affine-forward: refused: `+` (line 6) reads it, and has no weight to"
                + " take it"),
        Trace.told(net.graph(), FOLD));
  }

  @Test
  void foldsAFactorForwardThroughZeroPadding() {
    Net net =
        net(
            (n, x) -> {
              Value halved = n.binary(BinaryFunction.DIVIDE, x, n.number(2));
              return n.conv("c", halved, 8, conv().padding(1));
            });
    Golden.assertMatches("pass/fold-factor.txt", Trace.of(net.graph(), new FoldAffineForward()));
    Meaning.assertSameInference(net.graph(), List.of(new FoldAffineForward()), 1);
  }

  @Test
  void foldsAFactorForwardIntoATransposedConvolution() {
    Net net =
        net(
            (n, x) -> {
              Value halved = n.binary(BinaryFunction.DIVIDE, x, n.number(2));
              return n.transposed("t", halved, 8, conv().stride(2));
            });
    Golden.assertMatches(
        "pass/fold-factor-transposed.txt", Trace.of(net.graph(), new FoldAffineForward()));
    Meaning.assertSameInference(net.graph(), List.of(new FoldAffineForward()), 1);
  }

  @Test
  void readsEpsilonAndMissingScaleAndShift() {
    Layer.BatchNorm op = new Layer.BatchNorm(0.5, 0.25, false, false);
    Net net = net((n, x) -> n.norm("n", x, op));
    Golden.assertMatches("pass/norms-to-affines.txt", Trace.of(net.graph(), new NormsToAffines()));
    Meaning.assertSameInference(net.graph(), List.of(new NormsToAffines()), 1);
  }

  @Test
  void neverFoldsStatisticsOfTheMiniBatch() {
    Net net = net((n, x) -> n.relu(n.norm("n", n.conv("c", x, 8, conv()))));
    Graph training = new Pipeline(List.of(new FuseNorms())).run(net.graph()).graph();
    assertEquals(
        List.of(
            "net.nnd:3:1: norms-to-affines: refused: it normalises by the statistics of the"
                + " mini-batch"),
        Trace.told(training, FOLD));
    assertTrue(
        Passes.forTraining().stream()
            .noneMatch(p -> p instanceof NormsToAffines || p instanceof FoldAffineBackward));
  }
}
