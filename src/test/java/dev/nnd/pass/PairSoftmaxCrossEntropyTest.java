package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairSoftmaxCrossEntropyTest {
  private static final PairSoftmaxCrossEntropy PASS = new PairSoftmaxCrossEntropy();

  @Test
  void keepsTheSoftmaxThatIsTheOutput() {
    Net net = new Net();
    Value y = net.softmax(net.dense("dense", net.input("x", 4), 3), 1);
    net.output("y", y).loss(net.crossEntropy(y, 0.1));
    Golden.assertMatches("pass/pair-softmax-cross-entropy.txt", Trace.of(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  @Test
  void leavesOutTheSoftmaxThatNothingElseSees() {
    Net net = new Net();
    Value steps = net.input("x", 5, 4);
    net.loss(net.crossEntropy(net.softmax(steps, 2), 0));
    Golden.assertMatches("pass/pair-softmax-cross-entropy-alone.txt", Trace.of(net.graph(), PASS));
  }

  @Test
  void refusesASoftmaxOverAnotherAxis() {
    Net net = new Net();
    net.loss(net.crossEntropy(net.softmax(net.input("x", 5, 4), 1), 0));
    assertEquals(
        List.of(
            "net.nnd:3:1: pair-softmax-cross-entropy: refused: "
                + "softmax (line 2) does not run over the last axis"),
        Trace.told(net.graph(), PASS));
  }

  @Test
  void refusesProbabilitiesThatNoSoftmaxMade() {
    Net net = new Net();
    net.loss(net.crossEntropy(net.relu(net.input("x", 4)), 0));
    assertEquals(
        List.of("net.nnd:3:1: pair-softmax-cross-entropy: refused: relu (line 2) is no softmax"),
        Trace.told(net.graph(), PASS));
  }
}
