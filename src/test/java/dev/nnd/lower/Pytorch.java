package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.Model;
import dev.nnd.graph.Graph;
import dev.nnd.interpret.Feed;
import dev.nnd.kernel.Compiled;
import dev.nnd.kernel.Target;
import dev.nnd.program.Optimizer;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Inputs and results that PyTorch gave, from {@code src/test/resources/golden-pytorch}. */
final class Pytorch {
  /** What {@link Compiled} puts before the path of a parameter. */
  private static final String AFTER = "after ";

  private Pytorch() {}

  /** A tensor as the files hold it. */
  record Array(List<Integer> shape, double[] data) {
    static Array of(Object json) {
      Map<String, Object> map = object(json);
      List<Integer> shape =
          ((List<?>) map.get("shape")).stream().map(n -> ((Number) n).intValue()).toList();
      double[] data =
          ((List<?>) map.get("data"))
              .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
      return new Array(shape, data);
    }
  }

  /** The cases of a file. */
  static List<Map<String, Object>> cases(String name) {
    String path = "/golden-pytorch/" + name + ".json.gz";
    try (InputStream file = Pytorch.class.getResourceAsStream(path);
        InputStream text = new GZIPInputStream(file)) {
      return JSON.std.listFrom(text).stream().map(Pytorch::object).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  /** The tensors of an object, by key; none if the object is missing. */
  static Map<String, Array> arrays(Object json) {
    Map<String, Array> found = new LinkedHashMap<>();
    if (json != null) object(json).forEach((name, array) -> found.put(name, Array.of(array)));
    return found;
  }

  /** The name in a call such as {@code conv2d(5, kernel: 3)}. */
  static String name(String call) {
    return call.split("\\(", 2)[0];
  }

  /** The settings in a call; one without a name is called {@code first}. */
  private static Map<String, Object> settings(String call) {
    int open = call.indexOf('(');
    if (open < 0) return Map.of();
    String text = call.substring(open + 1, call.length() - 1);
    String named = text.matches("[a-z_0-9]+:.*") ? text : "first: " + text;
    try {
      return JSON.std.mapFrom("{" + named.replaceAll("([a-z_][a-z_0-9]*):", "\"$1\":") + "}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double real(Map<String, Object> settings, String key, double otherwise) {
    return ((Number) settings.getOrDefault(key, otherwise)).doubleValue();
  }

  /** The share of smoothing in a loss such as {@code cross_entropy(smoothing: 0.1)}. */
  static double smoothing(String loss) {
    return real(settings(loss), "smoothing", 0);
  }

  /** The bound of a loss such as {@code huber(delta: 0.7)}. */
  static double delta(String loss) {
    return real(settings(loss), "delta", 1);
  }

  /** An optimizer such as {@code sgd(0.1, momentum: 0.9)}. */
  static Optimizer optimizer(String text) {
    Map<String, Object> settings = settings(text);
    double rate = real(settings, "first", 0);
    double momentum = real(settings, "momentum", 0);
    double beta1 = real(settings, "beta1", 0.9);
    double beta2 = real(settings, "beta2", 0.999);
    double epsilon = real(settings, "epsilon", 1e-8);
    double weightDecay = real(settings, "weight_decay", text.startsWith("adamw") ? 0.01 : 0);
    return switch (name(text)) {
      case "sgd" ->
          new Optimizer.Sgd(rate, momentum, settings.containsKey("nesterov"), weightDecay);
      case "rmsprop" ->
          new Optimizer.RmsProp(
              rate, real(settings, "decay", 0.99), epsilon, momentum, weightDecay);
      case "adam" -> new Optimizer.Adam(rate, beta1, beta2, epsilon, weightDecay);
      case "adamw" -> new Optimizer.AdamW(rate, beta1, beta2, epsilon, weightDecay);
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** The settings of a step as the interpreter takes them. */
  static Map<String, Double> settingsAt(Optimizer optimizer, int step) {
    Map<String, Double> settings = new LinkedHashMap<>();
    OptimizerSettings values = OptimizerSettings.of(optimizer);
    for (String name : List.of("rate", "correction1", "correction2")) {
      settings.put(name, (double) values.at(name, optimizer.rate(), step));
    }
    return settings;
  }

  /** The graph of the one model of a program. */
  static Graph model(String program) {
    Diagnostics out = new Diagnostics();
    Declarations declarations =
        Checker.load(new SourceFile("test.nnd", program), name -> Optional.empty(), out);
    String name = declarations.models().get(0).name().text();
    Optional<Model> model = Checker.model(declarations, name, Map.of(), out);
    return model.orElseThrow(() -> new AssertionError(out.sorted())).graph();
  }

  /**
   * What one compiled step gives.
   *
   * @param outputs the outputs, the loss and the gradients, by name
   * @param updates the parameters after it, by path
   */
  record Step(Map<String, double[]> outputs, Map<String, double[]> updates) {}

  /** Runs a graph of primitives as bytecode. */
  static Step compiled(Graph graph, Target target, Feed feed) {
    Map<String, double[]> outputs = new LinkedHashMap<>();
    Map<String, double[]> updates = new LinkedHashMap<>();
    new Compiled(graph, target, feed.batch(), 4)
        .run(feed, 1)
        .forEach(
            (name, row) -> {
              double[] values = IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
              if (name.startsWith(AFTER)) updates.put(name.substring(AFTER.length()), values);
              else outputs.put(name, values);
            });
    return new Step(outputs, updates);
  }

  /**
   * Asserts that the largest difference is at most {@code tolerance} times the largest expected
   * element (or 1e-3, for expectations around 0).
   */
  static void assertClose(String what, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what + ": number of elements");
    double largest = 1e-3;
    for (double e : expected) largest = Math.max(largest, Math.abs(e));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * largest, what + "[" + i + "]");
    }
  }
}
