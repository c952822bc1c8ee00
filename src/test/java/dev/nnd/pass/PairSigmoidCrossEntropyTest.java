package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairSigmoidCrossEntropyTest {
  private static final PairSigmoidCrossEntropy PASS = new PairSigmoidCrossEntropy();

  @Test
  void keepsTheSigmoidThatIsTheOutput() {
    Net net = new Net();
    Value logits = net.dense("dense", net.input("x", 4), 3);
    Value y = net.activate(Activation.Kind.SIGMOID, logits);
    net.output("y", y).loss(net.binaryCrossEntropy(y, 0.1));
    Golden.assertMatches("pass/pair-sigmoid-cross-entropy.txt", Trace.of(net.graph(), PASS));
    Meaning.assertSameTraining(net.graph(), List.of(PASS), 1);
  }

  @Test
  void refusesProbabilitiesThatNoSigmoidMade() {
    Net net = new Net();
    net.loss(net.binaryCrossEntropy(net.relu(net.input("x", 4)), 0));
    assertEquals(
        List.of("net.nnd:3:1: pair-sigmoid-cross-entropy: refused: relu (line 2) is no sigmoid"),
        Trace.told(net.graph(), PASS));
  }
}
