package dev.nnd.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Random networks of level 1 for tests: every layer, odd sizes, strides, uneven padding, groups,
 * shared layers, broadcasting, residuals and several outputs. The same seed gives the same network.
 *
 * <p>Sizes are small (a few hundred elements a sample), weights are scaled by their fan-in, so that
 * values stay around 1 however deep the network is.
 */
public final class RandomGraphs {
  /** A layer of a random network is as good as certain to be among so many. */
  private static final int MOST_TRIES = 5_000;

  private RandomGraphs() {}

  /** A network with one to three outputs and no loss. */
  public static Graph network(long seed) {
    return new RandomNetwork(new Random(seed)).outputs();
  }

  /** A network with one output that is compared with a target {@code t}, and a {@code LOSS}. */
  public static Graph trained(long seed) {
    return new RandomNetwork(new Random(seed)).trained();
  }

  /**
   * A network of one layer of this class, with its output or its loss.
   *
   * @throws IllegalArgumentException if none is ever drawn, as of {@link Layer.Normalize}, which
   *     only lowering makes
   */
  public static Graph layer(Class<? extends Layer> layer, long seed) {
    Random random = new Random(seed);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      RandomNetwork network = new RandomNetwork(random, 1);
      Graph graph = random.nextBoolean() ? network.outputs() : network.trained();
      if (graph.nodes().stream().anyMatch(node -> layer.isInstance(node.op()))) return graph;
    }
    throw new IllegalArgumentException("never drawn: " + layer.getSimpleName());
  }

  /** Elements for every input of a graph of level 1; all are floats, labels are in range. */
  public static Map<String, double[]> inputs(Graph graph, int batch, long seed) {
    Random random = new Random(seed);
    Map<String, double[]> found = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Primitive.Input input)) continue;
      Shape shape = input.type().shape();
      int size = Math.toIntExact(shape.size()) * (shape.batched() ? batch : 1);
      found.put(
          input.name(),
          input.type().element() == Element.INT
              ? integers(graph, node.result(), random, size)
              : gaussians(random, size, 0, 1));
    }
    return found;
  }

  /** Labels of classes, or codes of rows, of which some are outside. */
  private static double[] integers(Graph graph, Value value, Random random, int size) {
    for (Node reader : graph.readers(value)) {
      int rows = 0;
      if (reader.op() instanceof Primitive.Gather)
        rows = graph.type(reader.operands().get(1)).shape().dim(0);
      if (reader.op() instanceof Primitive.ScatterAdd op) rows = op.rows();
      if (rows > 0) return random.ints(size, -1, rows + 1).asDoubleStream().toArray();
    }
    return random.ints(size, 0, classes(graph, value)).asDoubleStream().toArray();
  }

  /** How many classes the labels in a value stand for. */
  private static int classes(Graph graph, Value labels) {
    return graph.readers(labels).stream()
        .filter(reader -> reader.op() instanceof Layer)
        .findFirst()
        .map(reader -> graph.type(reader.operands().get(0)).shape().dim(-1))
        .orElse(2);
  }

  /**
   * Elements for every parameter of a graph, all floats and none a default: scales are negative and
   * zero too, running means and variances are anything.
   */
  public static Map<String, double[]> parameters(Graph graph, long seed) {
    Map<String, double[]> found = new LinkedHashMap<>();
    for (Primitive.Parameter parameter : graph.parameters()) {
      Random random = new Random(seed ^ parameter.path().hashCode());
      found.put(parameter.path(), elements(parameter, random));
    }
    return found;
  }

  private static double[] elements(Primitive.Parameter parameter, Random random) {
    int size = Math.toIntExact(parameter.shape().size());
    return switch (parameter.role()) {
      case WEIGHT -> gaussians(random, size, 0, 1 / Math.sqrt((double) size / outs(parameter)));
      case BIAS, SHIFT -> gaussians(random, size, 0.2, 0.3);
      case SCALE -> {
        double[] scales = gaussians(random, size, 0.3, 1);
        if (random.nextInt(3) == 0) scales[random.nextInt(size)] = 0;
        yield scales;
      }
      case STATISTIC ->
          parameter.path().endsWith("mean")
              ? gaussians(random, size, 0.5, 0.5)
              : positive(random, size);
      case SLOT -> new double[size];
    };
  }

  private static int outs(Primitive.Parameter parameter) {
    return parameter.shape().rank() == 0 ? 1 : parameter.shape().dim(0);
  }

  private static double[] gaussians(Random random, int size, double mean, double deviation) {
    double[] data = new double[size];
    for (int i = 0; i < size; i++) data[i] = (float) (mean + deviation * random.nextGaussian());
    return data;
  }

  private static double[] positive(Random random, int size) {
    double[] data = new double[size];
    for (int i = 0; i < size; i++) data[i] = (float) (0.3 + 2 * random.nextDouble());
    return data;
  }
}
