package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineTest {
  private static Graph residual() {
    Net net = new Net();
    Net.Conv same = Net.Conv.of(3).padding(1);
    Value x = net.input("x", 4, 6, 6);
    Value main = net.relu(net.norm("main.a", net.conv("main.conv", x, 8, same)));
    main = net.norm("main.b", net.conv("main.conv_2", main, 8, same));
    Value skip = net.norm("skip.norm", net.conv("skip.conv", x, 8, Net.Conv.of(1)));
    Value body = net.dropout(net.relu(net.plus(main, skip)));
    Value y = net.softmax(net.dense("head", net.flatten(body), 3), 1);
    return net.output("y", y).loss(net.crossEntropy(y, 0)).graph();
  }

  @Test
  void preparesForTraining() {
    Pass[] passes = Passes.forTraining().toArray(Pass[]::new);
    Golden.assertMatches("pass/for-training.txt", Trace.of(residual(), passes));
  }

  @Test
  void preparesForInference() {
    Pass[] passes = Passes.forInference().toArray(Pass[]::new);
    Golden.assertMatches("pass/for-inference.txt", Trace.of(residual(), passes));
  }

  @Test
  void bothListsKeepTheSameParameters() {
    assertEquals(
        new Pipeline(Passes.forTraining()).run(residual()).graph().parameters(),
        new Pipeline(Passes.forInference()).run(residual()).graph().parameters());
  }

  @Test
  void observerSeesEveryPassInOrder() {
    List<String> seen = new ArrayList<>();
    new Pipeline(Passes.forTraining(), (pass, outcome) -> seen.add(pass.name())).run(residual());
    assertEquals(
        List.of(
            "eliminate-bias",
            "pair-softmax-cross-entropy",
            "pair-sigmoid-cross-entropy",
            "fuse-norms"),
        seen);
  }

  @Test
  void namesThePassThatBreaksAGraph() {
    Pass breaking =
        graph -> {
          GraphBuilder to = new GraphBuilder();
          Value x = to.add(new Primitive.Input("x", graph.inputs().get(0).type()));
          to.result(Result.Kind.GRADIENT, "no.such.parameter", x);
          return new Outcome(to.build(), List.of(), List.of());
        };
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> new Pipeline(List.of(breaking)).run(residual()));
    assertTrue(thrown.getMessage().startsWith(breaking.name()), thrown.getMessage());
  }
}
