package dev.nnd.bench.tensorflow;

import dev.nnd.bench.common.Bench;
import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** TensorFlow for Java in graph mode, which is its fast one: one session call a batch. */
final class TensorFlow implements Program {
  /** See {@link Bench}. */
  public static void main(String[] args) throws Exception {
    Bench.run(new TensorFlow(), args);
  }

  @Override
  public boolean channelsLast() {
    return true;
  }

  @Override
  public Predictor predictor(Network network, int batch, Setup setup) {
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    GraphLayers layers = new GraphLayers(tf, false);
    Shape shape = shape(network, batch);
    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Operand<TFloat32> output = network.predicting(layers, input);
    Session session = started(graph, layers, setup.threads());
    return (images, probabilities) -> {
      try (TFloat32 x = tensor(shape, images);
          Result result = session.runner().feed(input, x).fetch(output).run()) {
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(probabilities, false, false));
      }
    };
  }

  @Override
  public Learner learner(Network network, int batch, Setup setup) {
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    GraphLayers layers = new GraphLayers(tf, true);
    Shape shape = shape(network, batch);
    Shape targetShape = Shape.of(batch, network.classes());
    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Placeholder<TFloat32> target = tf.placeholder(TFloat32.class, Placeholder.shape(targetShape));
    Operand<TFloat32> logits = network.learning(layers, input);
    Operand<TFloat32> losses = tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
    Operand<TFloat32> loss = tf.math.mean(losses, tf.constant(0));
    List<Op> step = adam(tf, layers, loss);
    Session session = started(graph, layers, setup.threads());
    float[] oneHot = new float[batch * network.classes()];
    return (images, classes) -> {
      Arrays.fill(oneHot, 0);
      for (int i = 0; i < batch; i++) oneHot[i * network.classes() + (int) classes[i]] = 1;
      try (TFloat32 x = tensor(shape, images);
          TFloat32 y = tensor(targetShape, oneHot)) {
        Session.Runner runner = session.runner().feed(input, x).feed(target, y).fetch(loss);
        for (Op op : step) runner.addTarget(op);
        try (Result result = runner.run()) {
          return ((TFloat32) result.get(0)).getFloat();
        }
      }
    };
  }

  private static List<Op> adam(Ops tf, GraphLayers layers, Operand<TFloat32> loss) {
    Variable<TFloat32> power1 = layers.variable(new float[] {0.9f});
    Variable<TFloat32> power2 = layers.variable(new float[] {0.999f});
    Operand<TFloat32> rate = tf.constant(1e-3f);
    Operand<TFloat32> beta1 = tf.constant(0.9f);
    Operand<TFloat32> beta2 = tf.constant(0.999f);
    Operand<TFloat32> epsilon = tf.constant(1e-8f);
    Gradients gradients = Gradients.create(tf.scope(), loss, layers.parameters());
    List<Op> step = new ArrayList<>();
    for (int i = 0; i < layers.parameters().size(); i++) {
      Variable<TFloat32> parameter = layers.parameters().get(i);
      float[] zeros = new float[(int) parameter.shape().size()];
      long[] shape = parameter.shape().asArray();
      step.add(
          tf.train.applyAdam(
              parameter,
              layers.variable(zeros, shape),
              layers.variable(zeros, shape),
              power1,
              power2,
              rate,
              beta1,
              beta2,
              epsilon,
              gradients.<TFloat32>dy(i)));
    }
    Ops after = tf.withControlDependencies(step);
    step.add(after.assign(power1, after.math.mul(power1, beta1)));
    step.add(after.assign(power2, after.math.mul(power2, beta2)));
    step.addAll(layers.updates());
    return step;
  }

  private static Shape shape(Network network, int batch) {
    int[] s = network.sample();
    return s.length == 1 ? Shape.of(batch, s[0]) : Shape.of(batch, s[1], s[2], s[0]);
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  private static Session started(Graph graph, GraphLayers layers, int threads) {
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
    Session session = new Session(graph, config);
    Session.Runner runner = session.runner();
    layers.starts().forEach(runner::addTarget);
    runner.run().close();
    return session;
  }
}
