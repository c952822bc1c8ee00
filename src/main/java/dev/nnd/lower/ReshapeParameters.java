package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * Gives a parameter that is only read under another shape that shape: {@code reshape(parameter[a])
 * = parameter[b]}, since the elements stand in the same row-major order. Its gradient and the
 * optimizer's slots then have that shape too, so it comes before {@link Differentiate}. The weights
 * of a dense layer behind a flatten so lie as the image before it does.
 */
public final class ReshapeParameters {
  private ReshapeParameters() {}

  /** The graph with such parameters reshaped. */
  public static Graph run(Graph graph) {
    return Rewrite.of(
        graph,
        (node, to) -> {
          if (node.op() instanceof Primitive.Parameter p) {
            Shape shape = soleReshape(graph, node.result()).orElse(p.shape());
            return to.to()
                .add(
                    new Primitive.Parameter(p.path(), p.role(), shape, p.init()),
                    List.of(),
                    node.origin());
          }
          boolean gone =
              node.op() instanceof Primitive.Reshape
                  && graph.producer(node.operands().get(0)).op() instanceof Primitive.Parameter
                  && soleReshape(graph, node.operands().get(0)).isPresent();
          return gone ? to.image(node.operands().get(0)) : to.copy(node);
        });
  }

  /**
   * The one shape under which a parameter is read, if it is read under one alone and never as it
   * is.
   */
  private static Optional<Shape> soleReshape(Graph graph, Value parameter) {
    List<Node> readers = graph.readers(parameter);
    if (readers.isEmpty() || graph.isResult(parameter)) return Optional.empty();
    for (Node reader : readers) {
      boolean same =
          reader.op().equals(readers.get(0).op()) && reader.op() instanceof Primitive.Reshape;
      if (!same) return Optional.empty();
    }
    return Optional.of(readers.get(0).type().shape());
  }
}
