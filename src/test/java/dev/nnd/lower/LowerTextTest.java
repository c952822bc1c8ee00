package dev.nnd.lower;

import dev.nnd.Golden;
import dev.nnd.check.AddLoss;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lowering, gradients and simplification make of small graphs, as text. */
final class LowerTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dense | 7 | dense(3)",
        "dense-time | 5, 7 | dense(3, bias: false)",
        "convolution | 3, 9, 9 | conv2d(5, kernel: 3, stride: 2, padding: same)",
        "grouped | 6, 5, 5 | conv2d(4, kernel: 3, groups: 2, dilation: 2, padding: 2)",
        "depthwise | 4, 6, 6 | depthwise_conv2d(kernel: 3, multiplier: 2, padding: [[0, 1], [2,"
            + " 0]])",
        "pools | 2, 7, 7 | max_pool2d(3, stride: 2, padding: 1) -> avg_pool2d(2, stride: 1,"
            + " padding: 1)",
        "norm | 3, 4, 4 | batch_norm -> leaky_relu(slope: 0.1) -> global_max_pool",
        "transposed | 2, 3, 3 | conv2d_transpose(3, kernel: 3, stride: 2, padding: 1,"
            + " output_padding: 1)",
        "layer-norm | 2, 5 | layer_norm -> silu",
        "group-norm | 4, 3, 3 | group_norm(2) -> relu6",
        "sequence | 3, 9 | conv1d(4, kernel: 3, padding: same) -> max_pool1d(2) -> mean(axis: 1)",
        "upsample | 2, 3, 3 | upsample2d(2) -> max(axis: 0) -> log_softmax",
        "flatten | 2, 3, 3 | relu -> flatten -> dropout(0.5) -> dense(4)"
      })
  void trainingStep(String name, String shape, String layers) {
    Graph model =
        Pytorch.model(
            "model M {\n    input x: float[%s]\n    output y = x -> %s\n}\n"
                .formatted(shape, layers));
    Graph loss =
        AddLoss.run(model, new TrainPlan.Loss.MeanSquaredError(), "y", "t", Span.nowhere());
    Graph gradients = Differentiate.run(LowerLayers.toGradients(loss), Set.of("x"));
    Graph step = Simplify.run(LowerLayers.toPrimitives(gradients, Mode.TRAINING));
    Golden.assertMatches(
        "lower/" + name + ".txt",
        loss + "=== inference\n" + inference(model) + "=== training\n" + step);
  }

  private static Graph inference(Graph model) {
    return Simplify.run(LowerLayers.toPrimitives(model, Mode.INFERENCE));
  }

  /** Each rule of {@link SimplifyRules} once. */
  @Test
  void simplify() {
    Graph graph =
        GraphText.parse(
            """
            %0 = input(name="x", element=float, shape=[N, 2, 3]) : float[N, 2, 3]
            %1 = constant(value=0.0) : float[]
            %2 = constant(value=1.0) : float[]
            %3 = broadcast(shape=[N, 2, 3], axes=[]) %1 : float[N, 2, 3]
            %4 = broadcast(shape=[N, 2, 3], axes=[]) %2 : float[N, 2, 3]
            %5 = add %0 %3 : float[N, 2, 3]
            %6 = multiply %4 %5 : float[N, 2, 3]
            %7 = divide %6 %4 : float[N, 2, 3]
            %8 = subtract %7 %3 : float[N, 2, 3]
            output "identities are x" %8
            %9 = negate %0 : float[N, 2, 3]
            %10 = negate %9 : float[N, 2, 3]
            output "double negation is x" %10
            %11 = exp %0 : float[N, 2, 3]
            %12 = add %11 %9 : float[N, 2, 3]
            output "exp minus x" %12
            %13 = exp %10 : float[N, 2, 3]
            %14 = subtract %13 %9 : float[N, 2, 3]
            output "the same exp plus x" %14
            %15 = add %2 %2 : float[]
            %16 = exp %15 : float[]
            output "a constant" %16
            %17 = permute(axes=[0, 2, 1]) %0 : float[N, 3, 2]
            %18 = permute(axes=[0, 2, 1]) %17 : float[N, 2, 3]
            output "permuted back is x" %18
            %19 = slice(axis=2, start=1, size=2) %0 : float[N, 2, 2]
            %20 = slice(axis=2, start=1, size=1) %19 : float[N, 2, 1]
            output "one slice" %20
            %21 = reshape(shape=[N, 2]) %20 : float[N, 2]
            %22 = reshape(shape=[N, 1, 2, 1]) %21 : float[N, 1, 2, 1]
            %23 = broadcast(shape=[N, 4, 2, 3], axes=[0, 1, 2, 3]) %22 : float[N, 4, 2, 3]
            output "no axes of one" %23
            %24 = select %4 %0 %9 : float[N, 2, 3]
            output "chosen x" %24
            %25 = reduce_max(axes=[2]) %20 : float[N, 2]
            output "a reshape" %25
            %26 = iota(size=3) : float[3]
            %27 = broadcast(shape=[N, 2, 3], axes=[2]) %26 : float[N, 2, 3]
            %28 = multiply %27 %4 : float[N, 2, 3]
            %29 = add %28 %4 : float[N, 2, 3]
            output "added before it is repeated" %29
            %30 = window_sum(size=[1], stride=[1]) %0 : float[N, 2, 3]
            output "windows of one are x" %30
            """);
    Golden.assertMatches("lower/simplify.txt", Simplify.run(graph).toString());
  }
}
