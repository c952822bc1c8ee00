package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.source.Diagnostic;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EliminateBiasTest {
  private static final EliminateBias PASS = new EliminateBias();

  private static Value image(Net net) {
    return net.input("x", 4, 6, 6);
  }

  private static Net net(BiFunction<Net, Value, Value> chain) {
    Net net = new Net();
    Value x = image(net);
    return net.output("y", chain.apply(net, x));
  }

  private static Net.Conv conv() {
    return Net.Conv.of(3);
  }

  @Test
  void dropsTheBiasBeforeANorm() {
    Net net = net((n, x) -> n.relu(n.norm("norm", n.conv("conv", x, 8, conv().padding(1)))));
    Golden.assertMatches("pass/eliminate-bias.txt", Trace.of(net.graph(), PASS));
  }

  @Test
  void tellsTheUserWithANote() {
    Net net = net((n, x) -> n.norm("norm", n.conv("conv", x, 8, conv())));
    List<Diagnostic> notes = PASS.run(net.graph()).notes();
    assertEquals(1, notes.size());
    assertEquals(
        "the bias of this `conv2d` is dropped, as the `batch_norm` after it subtracts it again",
        notes.get(0).message());
    assertEquals(2, notes.get(0).span().line());
    assertEquals(3, notes.get(0).labels().get(0).span().line());
  }

  /** A chain from a convolution to a norm that must let the convolution's bias go. */
  record Passing(String name, BiFunction<Net, Value, Value> steps) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Passing> passing() {
    return Stream.of(
        new Passing("nothing", (n, v) -> v),
        new Passing("add", (n, v) -> n.plus(v, n.relu(v(n)))),
        new Passing("subtract", (n, v) -> n.minus(n.relu(v(n)), v)),
        new Passing("times a number", (n, v) -> n.binary(BinaryFunction.MULTIPLY, n.number(3), v)),
        new Passing("over a number", (n, v) -> n.binary(BinaryFunction.DIVIDE, v, n.number(3))),
        new Passing("plus a number", (n, v) -> n.plus(v, n.number(3))),
        new Passing("concat by channel", (n, v) -> n.concat(1, n.relu(v(n)), v, v)),
        new Passing("average pool", (n, v) -> n.pool(Pooling.MEAN, v, 2, 0)),
        new Passing("padded average pool", (n, v) -> n.pool(Pooling.MEAN, v, 2, 1)),
        new Passing("largest of a window", (n, v) -> n.pool(Pooling.MAX, v, 2, 1)),
        new Passing("global average", (n, v) -> n.globalPool(Pooling.MEAN, v)),
        new Passing("global largest", (n, v) -> n.globalPool(Pooling.MAX, v)),
        new Passing("flatten", Net::flatten),
        new Passing("global average and dense", EliminateBiasTest::pooledDense),
        new Passing("flatten and dense", (n, v) -> n.dense("d", n.flatten(v), 5, false)),
        new Passing("split rows", (n, v) -> n.reshape(v, 8, 2, 2, 4)),
        new Passing("swap positions", (n, v) -> n.permute(v, 0, 1, 3, 2)),
        new Passing("slice", (n, v) -> n.slice(v, 1, 2, 3)),
        new Passing(
            "unpadded conv", (n, v) -> n.conv("c", v, 3, Net.Conv.of(2).noBias().dilation(2))),
        new Passing("grouped conv", (n, v) -> n.conv("c", v, 4, conv().noBias().groups(2))),
        new Passing("sum of positions", (n, v) -> n.reduce(Reduction.SUM, v, 2, 3)),
        new Passing("sum of channels", (n, v) -> n.reduce(Reduction.SUM, v, 1)),
        new Passing("largest of a row", (n, v) -> n.reduce(Reduction.MAX, v, 3)),
        new Passing("upsample", Net::upsample),
        new Passing(
            "unpadded conv of rows",
            (n, v) -> n.conv("c", n.reshape(v, 8, 16), 3, conv().noBias().stride(2))),
        new Passing("broadcast", EliminateBiasTest::broadcast));
  }

  /** Something that is not what the convolution makes, of the same shape. */
  private static Value v(Net n) {
    return n.conv("other", n.input("z", 4, 6, 6), 8, conv());
  }

  private static Value pooledDense(Net n, Value v) {
    return n.dense("d", n.globalPool(Pooling.MEAN, v), 5, false);
  }

  private static Value broadcast(Net n, Value v) {
    Value means = n.reshape(n.globalPool(Pooling.MEAN, v), 8, 1, 1);
    return n.minus(v, n.spread(means, n.shape(v)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void passesThrough(Passing passing) {
    Net net =
        net((n, x) -> n.relu(n.norm("norm", passing.steps.apply(n, n.conv("conv", x, 8, conv())))));
    Graph after = new Pipeline(List.of(PASS)).run(net.graph()).graph();
    assertTrue(after.parameter("conv.weight").isPresent());
    assertTrue(after.parameter("conv.bias").isEmpty(), () -> Trace.of(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
    Meaning.assertSameInference(net.graph(), List.of(PASS), 1);
  }

  /** A chain behind a convolution whose bias has to stay, and why. */
  record Stopping(String why, BiFunction<Net, Value, Value> steps) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Stopping> stopping() {
    return Stream.of(
        new Stopping(
            "relu (line 3) comes before any batch_norm", (n, v) -> n.norm("norm", n.relu(v))),
        new Stopping(
            "leaky_relu (line 3) comes before any batch_norm",
            (n, v) -> n.norm("norm", n.activate(Activation.Kind.LEAKY_RELU, v))),
        new Stopping(
            "dropout (line 3) comes before any batch_norm", (n, v) -> n.norm("norm", n.dropout(v))),
        new Stopping(
            "softmax (line 3) comes before any batch_norm",
            (n, v) -> n.norm("norm", n.softmax(v, 1))),
        new Stopping(
            "`*` (line 5) comes before any batch_norm",
            (n, v) -> {
              Value gate = n.relu(n.input("z", 8, 4, 4));
              return n.norm("norm", n.binary(BinaryFunction.MULTIPLY, v, gate));
            }),
        new Stopping(
            "conv2d (line 3) pads with zeros, which the bias does not reach",
            (n, v) -> n.norm("norm", n.conv("c", v, 8, conv().noBias().padding(1)))),
        new Stopping(
            "conv2d_transpose (line 3) adds up more of the bias at some positions than at others",
            (n, v) -> n.norm("norm", n.transposed("t", v, 8, conv().noBias()))),
        new Stopping(
            "layer_norm (line 3) comes before any batch_norm",
            (n, v) -> n.norm("norm", n.layerNorm(v))),
        new Stopping(
            "max (line 3) mixes positions where the bias differs",
            (n, v) -> n.norm("norm", n.reduce(Reduction.MAX, v, 1))),
        new Stopping("it reaches the output `y`", (n, v) -> v),
        new Stopping(
            "it reaches the output `early`",
            (n, v) -> {
              n.output("early", v);
              return n.norm("norm", v);
            }),
        new Stopping(
            "relu (line 3) comes before any batch_norm",
            (n, v) -> n.plus(n.relu(v), n.norm("norm", v))),
        new Stopping(
            "batch_norm (line 4) has its channels along axis 0, and the bias differs along another",
            (n, v) -> n.norm("norm", n.permute(v, 0, 2, 1, 3))),
        new Stopping(
            "avg_pool2d (line 4) mixes positions where the bias differs",
            (n, v) -> n.norm("norm", n.pool(Pooling.MEAN, n.permute(v, 0, 2, 1, 3), 2, 0))),
        new Stopping(
            "global_avg_pool (line 4) mixes positions where the bias differs",
            (n, v) -> n.norm("norm", n.globalPool(Pooling.MEAN, n.permute(v, 0, 2, 1, 3)))),
        new Stopping(
            "conv2d (line 4) mixes positions where the bias differs",
            (n, v) -> {
              Value turned = n.permute(v, 0, 2, 1, 3);
              return n.norm("norm", n.conv("c", turned, 8, conv().noBias()));
            }),
        new Stopping(
            "batch_norm (line 3) shares its running mean with batch_norm (line 5), "
                + "where the bias does not arrive in the same way",
            (n, v) -> {
              Value first = n.norm("norm", v);
              return n.plus(first, n.norm("norm", n.plus(v, v)));
            }));
  }

  @ParameterizedTest
  @MethodSource("stopping")
  void stopsWithItsReason(Stopping stopping) {
    Net net = net((n, x) -> stopping.steps.apply(n, n.conv("conv", x, 8, conv())));
    assertEquals(
        List.of("net.nnd:2:1: eliminate-bias: refused: conv.bias stays: " + stopping.why),
        Trace.told(net.graph(), PASS));
    assertEquals(
        GraphText.print(net.graph().pruned()), GraphText.print(PASS.run(net.graph()).graph()));
  }

  @Test
  void dropsTheBiasOfATransposedConvolution() {
    Net net = net((n, x) -> n.relu(n.norm("norm", n.transposed("t", x, 5, conv().stride(2)))));
    assertTrue(PASS.run(net.graph()).graph().parameter("t.bias").isEmpty());
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
    Meaning.assertSameInference(net.graph(), List.of(PASS), 1);
  }

  @Test
  void leavesABiasWhoseFeaturesAreNotTheNormsChannels() {
    Net net = new Net();
    Value steps = net.input("x", 5, 3);
    net.output("y", net.norm("norm", net.dense("dense", steps, 4)));
    assertEquals(
        List.of(
            "net.nnd:2:1: eliminate-bias: refused: dense.bias stays: "
                + "batch_norm (line 3) has its channels along axis 0, "
                + "and the bias differs along another"),
        Trace.told(net.graph(), PASS));
  }

  @Test
  void dropsABiasOverTimeOnceFeaturesAreChannels() {
    Net net = new Net();
    Value steps = net.input("x", 5, 3);
    Value turned = net.permute(net.dense("dense", steps, 4), 0, 2, 1);
    net.output("y", net.norm("norm", turned));
    assertTrue(PASS.run(net.graph()).graph().parameter("dense.bias").isEmpty());
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  @Test
  void dropsTheBiasOfALayerThatSeveralInputsShare() {
    Net net = new Net();
    Value a = net.norm("norm", net.dense("dense", net.input("a", 3), 4));
    Value b = net.norm("norm", net.dense("dense", net.input("b", 3), 4));
    net.output("y", net.plus(a, b));
    Golden.assertMatches("pass/eliminate-bias-shared.txt", Trace.of(net.graph(), PASS));
    Meaning.assertSameInference(net.graph(), List.of(PASS), 1);
  }

  @Test
  void keepsASharedBiasIfOneOfItsPathsEndsElsewhere() {
    Net net = new Net();
    Value a = net.norm("norm", net.dense("dense", net.input("a", 3), 4));
    Value b = net.relu(net.dense("dense", net.input("b", 3), 4));
    net.output("y", net.plus(a, b));
    assertTrue(PASS.run(net.graph()).graph().parameter("dense.bias").isPresent());
  }

  @Test
  void dropsBothBiasesBeforeAnAddThatIsNormed() {
    Net net = new Net();
    Value x = net.input("x", 3);
    net.output("y", net.norm("norm", net.plus(net.dense("a", x, 4), net.dense("b", x, 4))));
    Graph after = PASS.run(net.graph()).graph();
    assertEquals(
        List.of(),
        after.parameters().stream()
            .map(Primitive.Parameter::path)
            .filter(path -> path.endsWith("bias"))
            .toList());
  }

  @Test
  void correctsRunningMeansByWhatTheBiasBecomesOnItsWay() {
    Net net = new Net();
    Value first = net.conv("first", net.input("x", 4, 6, 6), 6, conv());
    Value second = net.conv("second", first, 4, conv().groups(2).dilation(1));
    Value flat = net.flatten(net.pool(Pooling.MEAN, second, 2, 0));
    Value both = net.plus(net.dense("dense", flat, 5), net.dense("skip", net.input("z", 3), 5));
    net.output("y", net.norm("norm", both));
    Golden.assertMatches(
        "pass/eliminate-bias-corrections.txt",
        Trace.of(net.graph(), PASS) + "=== corrections\n" + EliminateBias.corrections(net.graph()));
    Meaning.assertSameInference(net.graph(), List.of(PASS), 1);
  }

  @Test
  void findsAllConstantsOfANormOverAShapeWithOnePosition() {
    Net net = new Net();
    Value x = net.input("x", 4, 1, 1);
    Layer.BatchNorm norm = new Layer.BatchNorm(0.9, 1e-5, false, false);
    net.output("y", net.norm("norm", net.conv("conv", x, 8, Net.Conv.of(1)), norm));
    assertEquals(Shape.of(4, 1, 1).perSample(), net.shape(x));
    assertTrue(PASS.run(net.graph()).graph().parameter("conv.bias").isEmpty());
  }

  @Test
  void passesOverWhatNoResultNeeds() {
    Net net = new Net();
    Value x = net.input("x", 3);
    net.norm("unused", net.dense("unread", x, 4));
    net.dense("also_unread", x, 4);
    net.output("y", net.norm("norm", net.dense("dense", x, 4)));
    assertEquals(
        List.of(
            "dense.weight", "norm.scale", "norm.shift", "norm.running_mean", "norm.running_var"),
        PASS.run(net.graph()).graph().parameters().stream()
            .map(Primitive.Parameter::path)
            .toList());
    assertEquals(1, EliminateBias.corrections(net.graph().pruned()).results().size());
  }
}
