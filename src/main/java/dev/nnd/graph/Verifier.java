package dev.nnd.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a graph's invariants after every pass, in production too: a broken graph is a bug of ours,
 * found where it was made.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * Checks a graph.
   *
   * @param maker the pass or phase that made it, for the message
   * @throws IllegalStateException if an invariant does not hold
   */
  public static void verify(Graph graph, String maker) {
    Map<Value, Type> types = new HashMap<>();
    Set<String> paths = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (Value operand : node.operands()) {
        check(types.containsKey(operand), maker, node, operand, " is read before it is made");
      }
      check(
          derived(node, types, maker).equals(node.type()),
          maker,
          node,
          "its type is not the one its op gives");
      check(types.put(node.result(), node.type()) == null, maker, node, "its value is made twice");
      if (node.op() instanceof Primitive.Parameter p) {
        check(paths.add(p.path()), maker, node, "two parameters named ", p.path());
      }
    }
    Set<String> names = new HashSet<>();
    for (Result result : graph.results()) {
      check(types.containsKey(result.value()), maker, result, "its value is not made");
      check(names.add(result.kind() + " " + result.name()), maker, result, "there twice");
      if (result.kind() == Result.Kind.UPDATE || result.kind() == Result.Kind.GRADIENT) {
        checkTarget(graph, result, types, maker);
      }
    }
  }

  private static void checkTarget(
      Graph graph, Result result, Map<Value, Type> types, String maker) {
    Value target =
        graph
            .parameter(result.name())
            .or(
                () ->
                    graph
                        .input(result.name())
                        .filter(input -> result.kind() == Result.Kind.GRADIENT))
            .orElseThrow(() -> new IllegalStateException(maker + ": no parameter for " + result));
    check(
        types.get(target).equals(types.get(result.value())),
        maker,
        result,
        "its type is not its parameter's");
  }

  private static Type derived(Node node, Map<Value, Type> types, String maker) {
    try {
      List<Type> operands = new ArrayList<>();
      for (Value operand : node.operands()) operands.add(types.get(operand));
      return TypeRules.derive(node.op(), operands);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException(
          maker + " made a wrong node " + node + ": " + wrong.getMessage(), wrong);
    }
  }

  /** The reason comes in pieces, as a text for each of so many checks would take long. */
  private static void check(boolean holds, String maker, Object what, Object... why) {
    if (holds) return;
    StringBuilder text = new StringBuilder(maker + " made a wrong graph: " + what + ": ");
    for (Object piece : why) text.append(piece);
    throw new IllegalStateException(text.toString());
  }
}
