package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values stand in memory. The others are computed again wherever they are read,
 * inside the kernel that reads them, which is cheaper than a pass over memory as long as they are
 * few operations on few operands.
 */
final class Storing {
  /**
   * A kernel's element expression stays below this many operations, which bounds the size of its
   * code.
   */
  private static final int MOST_OPERATIONS = 40;

  /**
   * A value that several kernels read is computed again only if it is at most this many operations.
   */
  private static final int CHEAP_OPERATIONS = 8;

  /** … and at most this many full-size operands. */
  private static final int CHEAP_READS = 2;

  private final Graph graph;
  private final Set<Value> stored = new HashSet<>();
  private final Map<Value, Cost> costs = new HashMap<>();

  /** What it takes to compute a value from what is stored. */
  private record Cost(int operations, int reads, boolean heavy) {
    Cost plus(Cost other) {
      return new Cost(operations + other.operations, reads + other.reads, heavy || other.heavy);
    }
  }

  private Storing(Graph graph) {
    this.graph = graph;
  }

  /** The values that stand in memory; parameters and inputs among them. */
  static Set<Value> decide(Graph graph) {
    Storing storing = new Storing(graph);
    for (Node node : graph.nodes()) storing.consider(node);
    return storing.stored;
  }

  private void consider(Node node) {
    Primitive op = (Primitive) node.op();
    Cost cost = inlined(node, op);
    boolean store =
        !inlinable(node, op) || graph.isResult(node.result()) || readWhole(node.result());
    if (!store && cost.operations > 0) {
      boolean cheap =
          !cost.heavy && cost.operations <= CHEAP_OPERATIONS && cost.reads <= CHEAP_READS;
      store =
          cost.operations > MOST_OPERATIONS
              || (graph.uses(node.result()) > 1 && !cheap)
              || isRepeated(node);
    }
    if (store) stored.add(node.result());
    costs.put(node.result(), store ? new Cost(0, full(node) ? 1 : 0, false) : cost);
  }

  private static boolean full(Node node) {
    return node.type().shape().rank() > 1;
  }

  private Cost inlined(Node node, Primitive op) {
    boolean computes =
        op instanceof Primitive.Unary
            || op instanceof Primitive.Binary
            || op instanceof Primitive.Select;
    Cost cost = new Cost(computes || op instanceof Primitive.Random ? 1 : 0, 0, heavy(op));
    for (Value operand : node.operands()) cost = cost.plus(costs.get(operand));
    return cost;
  }

  private static boolean heavy(Primitive op) {
    if (op instanceof Primitive.Unary u) {
      return switch (u.function()) {
        case NEGATE, ABS, SIGN -> false;
        case EXP, LOG, SQRT, TANH, SIGMOID, ERF -> true;
      };
    }
    return op instanceof Primitive.Binary b && b.function() == Primitive.BinaryFunction.DIVIDE;
  }

  /** Whether a node's element can be written in terms of its operands' elements. */
  private boolean inlinable(Node node, Primitive op) {
    if (op instanceof Primitive.Reshape) {
      return Splitting.of(graph.type(node.operands().get(0)).shape(), node.type().shape())
          .isPresent();
    }
    return op instanceof Primitive.Constant
        || op instanceof Primitive.Setting
        || op instanceof Primitive.BatchSize
        || op instanceof Primitive.Iota
        || op instanceof Primitive.Random
        || op instanceof Primitive.Unary
        || op instanceof Primitive.Binary
        || op instanceof Primitive.Select
        || op instanceof Primitive.Broadcast
        || op instanceof Primitive.Permute
        || op instanceof Primitive.Slice
        || SkipZeros.areSkipped(graph, node);
  }

  /**
   * Whether some reader walks over the value in memory, and it is no mere view of a value that
   * stands there.
   */
  private boolean readWhole(Value value) {
    if (SkipZeros.areSkipped(graph, graph.producer(value))) return false;
    Primitive op = (Primitive) graph.producer(value).op();
    boolean view =
        (op instanceof Primitive.Permute || op instanceof Primitive.Reshape)
            && stored.contains(graph.producer(value).operands().get(0));
    for (Node reader : graph.readers(value)) {
      if (reader.op() instanceof Primitive.Contract contract) {
        if (!view || reachesOutside(contract.map(), reader, value)) return true;
      }
      if (reader.op() instanceof Primitive.Scan
          || reader.op() instanceof Primitive.Gather
          || reader.op() instanceof Primitive.ScatterAdd
          || reader.op() instanceof Primitive.WindowReduce
          || reader.op() instanceof Primitive.WindowScatter
          || reader.op() instanceof Primitive.TileTransform
          || reader.op() instanceof Primitive.TileMerge
          || SkipZeros.areSkipped(graph, reader)) return true;
    }
    return false;
  }

  /** Whether a contraction reads positions outside a factor, where it must see zeros. */
  private boolean reachesOutside(IndexMap map, Node reader, Value factor) {
    Shape shape = graph.type(factor).shape();
    boolean left =
        reader.operands().get(0).equals(factor) && Reach.isOutside(map, map.left(), shape);
    return left
        || (reader.operands().get(1).equals(factor) && Reach.isOutside(map, map.right(), shape));
  }

  /** Whether a reader repeats the value: then it is computed once before, not once a repetition. */
  private boolean isRepeated(Node node) {
    for (Node reader : graph.readers(node.result())) {
      if (reader.op() instanceof Primitive.Broadcast b && grows(node.type().shape(), b.shape()))
        return true;
    }
    return false;
  }

  private static boolean grows(Shape from, Shape to) {
    return to.size() > from.size() || (to.batched() && !from.batched());
  }
}
