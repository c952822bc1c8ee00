package dev.nnd.graph;

import dev.nnd.source.Span;
import java.util.List;

/**
 * One operation of a graph.
 *
 * @param result the value it defines
 * @param op what it computes
 * @param operands the values it reads, in the order the op documents
 * @param type the result's type
 * @param origin the user's words that asked for it; passes hand it on
 */
public record Node(Value result, Op op, List<Value> operands, Type type, Span origin) {
  public Node {
    operands = List.copyOf(operands);
  }
}
