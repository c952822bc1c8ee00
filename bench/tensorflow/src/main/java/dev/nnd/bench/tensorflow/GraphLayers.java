package dev.nnd.bench.tensorflow;

import dev.nnd.bench.common.Layers;
import dev.nnd.bench.common.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Makes layers as operations of a TensorFlow graph. Images are {@code [N,H,W,C]}, as its kernels
 * for CPUs have no gradients for another order.
 */
final class GraphLayers implements Layers<Operand<TFloat32>> {
  private final Ops tf;
  private final boolean learning;
  private final List<Variable<TFloat32>> parameters = new ArrayList<>();
  private final List<Op> starts = new ArrayList<>();
  private final List<Op> updates = new ArrayList<>();

  /** The shape of an image that was made a row, as the weights that read it know another order. */
  private long[] flattened = {};

  GraphLayers(Ops tf, boolean learning) {
    this.tf = tf;
    this.learning = learning;
  }

  /** What learning changes. */
  List<Variable<TFloat32>> parameters() {
    return parameters;
  }

  /** What gives all variables their first values. */
  List<Op> starts() {
    return starts;
  }

  /** What moves the running statistics. */
  List<Op> updates() {
    return updates;
  }

  /** A variable that learning does not change. */
  Variable<TFloat32> variable(float[] start, long... shape) {
    Variable<TFloat32> variable = tf.variable(Shape.of(shape), TFloat32.class);
    starts.add(tf.assign(variable, tf.constant(Shape.of(shape), DataBuffers.of(start))));
    return variable;
  }

  private Variable<TFloat32> parameter(float[] start, long... shape) {
    Variable<TFloat32> variable = variable(start, shape);
    parameters.add(variable);
    return variable;
  }

  @Override
  public Operand<TFloat32> dense(Operand<TFloat32> x, Weights.Dense w) {
    float[] weight = new float[w.weight().length];
    for (int i = 0; i < w.in(); i++) {
      int row = rowOf(i);
      for (int o = 0; o < w.out(); o++) weight[row * w.out() + o] = w.weight()[o * w.in() + i];
    }
    flattened = new long[0];
    Operand<TFloat32> product = tf.linalg.matMul(x, parameter(weight, w.in(), w.out()));
    return tf.math.add(product, parameter(w.bias(), w.out()));
  }

  /** Where feature {@code i}, counted channel by channel, stands in a row. */
  private int rowOf(int i) {
    if (flattened.length == 0) return i;
    int pixels = (int) (flattened[1] * flattened[2]);
    return i % pixels * (int) flattened[3] + i / pixels;
  }

  @Override
  public Operand<TFloat32> conv(Operand<TFloat32> x, Weights.Filter f) {
    int pixels = f.size() * f.size();
    float[] weight = new float[f.weight().length];
    for (int i = 0; i < weight.length; i++) {
      int pixel = i % pixels;
      int in = i / pixels % f.in();
      int out = i / pixels / f.in();
      weight[(pixel * f.in() + in) * f.out() + out] = f.weight()[i];
    }
    Variable<TFloat32> filter = parameter(weight, f.size(), f.size(), f.in(), f.out());
    List<Long> strides = List.of(1L, (long) f.stride(), (long) f.stride(), 1L);
    if (f.size() == 1 || f.stride() == 1) return tf.nn.conv2d(x, filter, strides, "SAME");
    // With a stride, "SAME" would put all of the border behind the image.
    int border = f.size() / 2;
    int[][] borders = {{0, 0}, {border, border}, {border, border}, {0, 0}};
    Operand<TFloat32> wide = tf.pad(x, tf.constant(borders), tf.constant(0f));
    return tf.nn.conv2d(wide, filter, strides, "VALID");
  }

  @Override
  public Operand<TFloat32> norm(Operand<TFloat32> x, Weights.Norm w) {
    Shape shape = x.shape();
    boolean flat = shape.numDimensions() == 2;
    long[] image = {shape.get(0), 1, 1, w.channels()};
    Variable<TFloat32> mean = variable(w.mean(), w.channels());
    Variable<TFloat32> variance = variable(w.variance(), w.channels());
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> norm =
        tf.nn.fusedBatchNorm(
            flat ? tf.reshape(x, tf.constant(image)) : x,
            parameter(w.scale(), w.channels()),
            parameter(w.shift(), w.channels()),
            learning ? none : mean,
            learning ? none : variance,
            FusedBatchNorm.isTraining(learning),
            FusedBatchNorm.epsilon(Weights.Norm.EPSILON));
    if (learning) {
      updates.add(moved(mean, norm.batchMean()));
      updates.add(moved(variance, norm.batchVariance()));
    }
    return flat ? tf.reshape(norm.y(), tf.constant(shape.asArray())) : norm.y();
  }

  private Op moved(Variable<TFloat32> running, Operand<TFloat32> batch) {
    Operand<TFloat32> share = tf.constant(1 - Weights.Norm.MOMENTUM);
    return tf.assignSub(running, tf.math.mul(tf.math.sub(running, batch), share));
  }

  @Override
  public Operand<TFloat32> relu(Operand<TFloat32> x) {
    return tf.nn.relu(x);
  }

  @Override
  public Operand<TFloat32> maxPool(Operand<TFloat32> x) {
    int[] window = {1, 2, 2, 1};
    return tf.nn.maxPool(x, tf.constant(window), tf.constant(window), "VALID");
  }

  @Override
  public Operand<TFloat32> meanPool(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}));
  }

  @Override
  public Operand<TFloat32> residual(
      Operand<TFloat32> x,
      UnaryOperator<Operand<TFloat32>> main,
      UnaryOperator<Operand<TFloat32>> skip) {
    return tf.math.add(main.apply(x), skip.apply(x));
  }

  @Override
  public Operand<TFloat32> flatten(Operand<TFloat32> x) {
    flattened = x.shape().asArray();
    return tf.reshape(x, tf.constant(new long[] {flattened[0], x.shape().size() / flattened[0]}));
  }

  @Override
  public Operand<TFloat32> softmax(Operand<TFloat32> x) {
    return tf.nn.softmax(x);
  }
}
