package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drops biases that batch normalisation subtracts again:
 *
 * <pre>bn(x + c) = bn(x)  for every c that is the same in all samples and positions of a channel
 * </pre>
 *
 * <p>as the mean of a channel moves by the same c. The bias's gradient is zero then, and an
 * adaptive optimizer would let it drift with the rounding noise. By dataflow, not by pattern: a
 * bias goes when its constant arrives at such a norm on every path, through whatever steps {@link
 * SpreadRules} knows to pass it on.
 *
 * <p>Exact in training. In inference the running means have to lack the constant as well: those of
 * a network that was trained without the bias do, and {@link #corrections} makes it so for weights
 * that come from elsewhere.
 */
public final class EliminateBias implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Terms terms = new Terms(graph);
    Set<Value> dropped = new HashSet<>();
    for (BiasPaths paths : new BiasFlow(graph).all()) {
      Node layer = graph.readers(paths.bias()).get(0);
      String name = terms.name(graph.producer(paths.bias()));
      if (paths.obstacle().isPresent()) {
        ledger.refused(layer, name + " stays: " + paths.obstacle().get());
        continue;
      }
      dropped.add(paths.bias());
      Node norm = paths.absorbed().keySet().iterator().next();
      ledger.done(layer, name + " is dropped: " + terms.place(norm) + " subtracts it again");
      ledger.note(
          Diagnostic.of(Code.BIAS_DROPPED, layer.origin(), terms.name(layer), terms.name(norm))
              .withLabel(norm.origin(), "subtracts it again"));
    }
    return ledger.outcome(Rewrite.of(graph, (node, to) -> without(dropped, node, to)));
  }

  private static Value without(Set<Value> dropped, Node node, Rewrite to) {
    return Linear.of(node)
        .filter(layer -> layer.bias().filter(dropped::contains).isPresent())
        .map(
            layer ->
                layer.with(
                    to.image(layer.input()), to.image(layer.weight()), Optional.empty(), to.to()))
        .orElseGet(() -> to.copy(node));
  }

  /**
   * What weights that bring dropped biases do to the running means, so that the network without the
   * biases predicts what the network with them did: {@code running_mean - c} for every c that
   * arrives at the norm.
   *
   * @param graph the network before this pass
   * @return a graph of parameters alone, with one {@link Result.Kind#UPDATE} for each running mean
   *     that changes; a bias that the weights do not bring counts as 0
   */
  public static Graph corrections(Graph graph) {
    BiasFlow flow = new BiasFlow(graph);
    GraphBuilder to = flow.constants();
    Map<Value, Value> corrected = new LinkedHashMap<>();
    for (BiasPaths paths : flow.all()) {
      Set<Value> done = new HashSet<>();
      paths
          .absorbed()
          .forEach(
              (norm, constant) -> {
                Value mean = BiasFlow.runningMean(norm);
                if (!done.add(mean)) return;
                Value old = corrected.getOrDefault(mean, flow.copy(mean));
                corrected.put(mean, to.at(norm.origin()).minus(old, constant));
              });
    }
    corrected.forEach(
        (mean, value) -> {
          Primitive.Parameter parameter = (Primitive.Parameter) graph.producer(mean).op();
          to.result(Result.Kind.UPDATE, parameter.path(), value);
        });
    return to.build().pruned();
  }
}
