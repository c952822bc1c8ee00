package dev.nnd.interpret;

import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loops over time: the body is run step by step, as any other graph. */
final class Steps {
  private Steps() {}

  static NdArray run(Primitive.Scan op, List<NdArray> operands, Feed feed, List<Integer> dims) {
    NdArray y = NdArray.zeros(dims);
    Map<String, double[]> states = new HashMap<>();
    for (int i = 0; i < op.steps(); i++) {
      int step = op.reverse() ? op.steps() - 1 - i : i;
      Map<String, double[]> inputs = inputs(op, operands, feed.batch(), step);
      List<Primitive.Input> all = op.body().inputs();
      for (Primitive.Input state : all.subList(operands.size(), all.size())) {
        int size = feed.batch() * Math.toIntExact(state.type().shape().size());
        inputs.put(state.name(), states.getOrDefault(state.name(), new double[size]));
      }
      Outcome outcome = Interpreter.run(op.body(), feed.withInputs(inputs));
      for (Result result : op.body().results())
        states.put(result.name(), outcome.get(result.kind(), result.name()).data());
      double[] one = states.get(op.result());
      copy(one, 0, y.data(), step, feed.batch(), op.steps());
    }
    return y;
  }

  private static Map<String, double[]> inputs(
      Primitive.Scan op, List<NdArray> operands, int batch, int step) {
    Map<String, double[]> inputs = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      Primitive.Input input = op.body().inputs().get(i);
      double[] all = operands.get(i).data();
      if (!input.type().shape().batched()) {
        inputs.put(input.name(), all);
        continue;
      }
      int size = all.length / batch / op.steps();
      double[] one = new double[batch * size];
      for (int n = 0; n < batch; n++)
        System.arraycopy(all, (n * op.steps() + step) * size, one, n * size, size);
      inputs.put(input.name(), one);
    }
    return inputs;
  }

  /** Puts what one step made among that of all steps. */
  private static void copy(double[] one, int from, double[] all, int step, int batch, int steps) {
    int size = one.length / batch;
    for (int n = 0; n < batch; n++)
      System.arraycopy(one, from + n * size, all, (n * steps + step) * size, size);
  }
}
