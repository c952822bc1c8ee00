package dev.nnd.pass;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random networks of convolutions, norms and what may stand between them. */
final class RandomNet {
  private final Random random;
  private final Net net = new Net();
  private final List<Value> images = new ArrayList<>();

  private RandomNet(long seed) {
    random = new Random(seed);
  }

  /** The network of a seed, with outputs alone. */
  static Graph of(long seed) {
    return new RandomNet(seed).build();
  }

  private Graph build() {
    images.add(net.input("x", 4, 5, 5));
    for (int i = 4 + random.nextInt(8); i > 0; i--) images.add(step(any()));
    Value flat = net.flatten(last());
    if (random.nextBoolean()) flat = net.norm("flat", flat);
    Value y = net.dense("head", flat, 3, random.nextBoolean());
    if (random.nextBoolean()) y = net.norm("last", y);
    net.output("y", y);
    if (random.nextInt(4) == 0) net.output("early", any());
    return net.graph().pruned();
  }

  private Value last() {
    return images.get(images.size() - 1);
  }

  /** Mostly the last image, so that chains grow; now and then an older one. */
  private Value any() {
    return random.nextInt(3) > 0 ? last() : images.get(random.nextInt(images.size()));
  }

  private Value step(Value x) {
    return switch (random.nextInt(17)) {
      case 0, 1, 2 -> conv(x);
      case 3, 4, 5, 6 -> norm(x);
      case 7 -> net.relu(x);
      case 8 -> net.activate(Activation.Kind.TANH, x);
      case 9 -> net.pool(random.nextBoolean() ? Pooling.MAX : Pooling.MEAN, x, 2, 1);
      case 10 -> number(x);
      case 11 -> net.permute(x, 0, 1, 3, 2);
      case 12 -> other(x).map(y -> net.plus(x, y)).orElseGet(() -> net.relu(x));
      case 13 -> net.dropout(x);
      case 14, 15 -> transposed(x);
      default -> net.concat(1, x, other(x).orElse(x));
    };
  }

  private Optional<Value> other(Value x) {
    List<Value> alike =
        images.stream().filter(v -> net.shape(v).equals(net.shape(x)) && !v.equals(x)).toList();
    return alike.isEmpty()
        ? Optional.empty()
        : Optional.of(alike.get(random.nextInt(alike.size())));
  }

  private Value conv(Value x) {
    int channels = net.shape(x).dim(1);
    int room = Math.min(net.shape(x).dim(2), net.shape(x).dim(3));
    int kernel = Math.min(1 + random.nextInt(3), room);
    int[] groups = {1, channels % 2 == 0 ? 2 : 1, channels};
    int group = groups[random.nextInt(3)];
    int out = group == 1 ? 4 : channels;
    Net.Conv conv =
        new Net.Conv(kernel, 1 + random.nextInt(2), random.nextInt(2), 1, group, coin());
    // Names tell the settings, so that now and then two convolutions share their weights.
    return net.conv("conv" + kernel + "_" + channels + "_" + group + conv.bias(), x, out, conv);
  }

  private Value transposed(Value x) {
    int stride = Math.max(net.shape(x).dim(2), net.shape(x).dim(3)) > 6 ? 1 : 2;
    Net.Conv conv = new Net.Conv(2, stride, random.nextInt(2), 1, 1, coin());
    String name = "transposed" + stride + "_" + net.shape(x).dim(1) + conv.bias();
    return net.transposed(name, x, 4, conv);
  }

  private Value norm(Value x) {
    Layer.BatchNorm op = new Layer.BatchNorm(0.9, coin() ? 1e-5 : 0.1, coin(), coin());
    String name = "norm" + (random.nextInt(4) == 0 ? "" : images.size());
    return net.norm(name + "_" + net.shape(x).dim(1), x, op);
  }

  private boolean coin() {
    return random.nextBoolean();
  }

  private Value number(Value x) {
    Value number = net.number(random.nextInt(7) - 3.5);
    BinaryFunction[] functions = {
      BinaryFunction.ADD, BinaryFunction.SUBTRACT, BinaryFunction.MULTIPLY
    };
    BinaryFunction function = functions[random.nextInt(3)];
    if (coin()) return net.binary(function, number, x);
    return net.binary(coin() ? BinaryFunction.DIVIDE : function, x, number);
  }
}
