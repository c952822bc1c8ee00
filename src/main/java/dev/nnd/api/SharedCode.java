package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Primitive.Constant;
import dev.nnd.graph.Primitive.Setting;
import dev.nnd.graph.Rewrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Code that users share whose graphs differ in nothing but constants, so that HotSpot compiles it
 * once and the second user finds it warm. For any number of threads.
 *
 * <p>A constant that differs from an earlier user's is a setting of the code made for it, which
 * each user gives its own value: {@code m * 0.9} becomes {@code m * setting}. That is the same
 * float in the same operation, so the bits stay what they are. Where two constants of a graph
 * happen to be equal they are one, and the graph is of another kind.
 */
final class SharedCode implements Foundry {
  /** Code for more kinds of graphs is dropped; who uses it keeps it. */
  private static final int MOST = 64;

  private static final String PREFIX = "constant";

  private final Map<String, Family> families =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Family> eldest) {
          return size() > MOST;
        }
      };

  @Override
  public Cast compile(Graph graph, Options.Target choice, dev.nnd.kernel.Options options) {
    Numbers numbers = Numbers.of(graph);
    String kind = choice + " " + options + "\n" + GraphText.print(numbers.without);
    Family family;
    synchronized (families) {
      family = families.computeIfAbsent(kind, k -> new Family());
    }
    // Others of the same kind wait, as they want the same code.
    synchronized (family) {
      return family.cast(graph, numbers.values, choice, options);
    }
  }

  /** It stays for the next user. */
  @Override
  public void release(Cast cast) {}

  /** Ends what goes on beside the runs of all code. */
  void close() {
    synchronized (families) {
      families.values().forEach(Family::close);
      families.clear();
    }
  }

  /** How often something was compiled. */
  int compiled() {
    synchronized (families) {
      return families.values().stream().mapToInt(family -> family.versions.size()).sum();
    }
  }

  /** A graph whose constants are settings, and what they were, in order. */
  private record Numbers(Graph without, float[] values) {
    static Numbers of(Graph graph) {
      List<Float> values = new ArrayList<>();
      graph.nodes().stream()
          .filter(node -> node.op() instanceof Constant)
          .forEach(node -> values.add(((Constant) node.op()).value()));
      boolean[] all = new boolean[values.size()];
      Arrays.fill(all, true);
      float[] numbers = new float[all.length];
      for (int i = 0; i < numbers.length; i++) numbers[i] = values.get(i);
      return new Numbers(replaced(graph, all), numbers);
    }
  }

  /** The graph with settings in place of some of its constants. */
  private static Graph replaced(Graph graph, boolean[] which) {
    int[] next = {0};
    return Rewrite.of(
        graph,
        (node, to) -> {
          if (!(node.op() instanceof Constant)) return to.copy(node);
          int number = next[0]++;
          return which[number]
              ? to.to().add(new Setting(PREFIX + number), List.of(), node.origin())
              : to.copy(node);
        });
  }

  /**
   * Code for one kind of graphs.
   *
   * @param varies which constants are settings
   * @param values the constants; those that vary do not count
   */
  private record Version(CompiledStep compiled, boolean[] varies, float[] values) {
    boolean suits(float[] wanted) {
      for (int i = 0; i < wanted.length; i++) {
        if (!varies[i] && differ(wanted[i], values[i])) return false;
      }
      return true;
    }

    Cast cast(float[] wanted) {
      List<String> names = compiled.blueprint().settings();
      float[] settings = new float[names.size()];
      boolean[] fixed = new boolean[settings.length];
      for (int i = 0; i < settings.length; i++) {
        fixed[i] = names.get(i).startsWith(PREFIX);
        if (fixed[i])
          settings[i] = wanted[Integer.parseInt(names.get(i).substring(PREFIX.length()))];
      }
      return new Cast(compiled, settings, fixed);
    }
  }

  private static boolean differ(float first, float second) {
    return Float.floatToRawIntBits(first) != Float.floatToRawIntBits(second);
  }

  /** Graphs that differ in nothing but constants. */
  private static final class Family {
    private final List<Version> versions = new ArrayList<>();

    Cast cast(Graph graph, float[] values, Options.Target choice, dev.nnd.kernel.Options options) {
      for (Version version : versions) {
        if (version.suits(values)) return version.cast(values);
      }
      boolean[] varies = new boolean[values.length];
      for (Version version : versions) {
        for (int i = 0; i < varies.length; i++) {
          varies[i] |= version.varies[i] || differ(values[i], version.values[i]);
        }
      }
      CompiledStep compiled = CompiledStep.of(replaced(graph, varies), choice, options);
      Version made = new Version(compiled, varies, values);
      versions.add(made);
      return made.cast(values);
    }

    synchronized void close() {
      versions.forEach(version -> version.compiled.code().close());
    }
  }
}
