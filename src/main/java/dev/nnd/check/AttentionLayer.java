package dev.nnd.check;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017, section 3.2): {@code
 * softmax(q k^T / sqrt(d)) v} for each head, where query, key and value have gone through a dense
 * layer each and the heads together go through a last one. With {@code causal} position {@code t}
 * sees no position behind {@code t}.
 *
 * <p>A head is a stretch of the features, so that no tensor is put in another order for it.
 */
final class AttentionLayer {
  static final Setting<Integer> HEADS = Setting.required("heads", Kinds.COUNT);
  static final Setting<Boolean> CAUSAL = Setting.of("causal", Kinds.FLAG, false);

  /** For each head, query and key: how well they suit. */
  private static final String SCORES =
      "n=N h=%1$d t=%2$d s=%3$d d=%4$d: n, t, %4$d*h+d; n, s, %4$d*h+d; n, h, t, s";

  /** For each query: the values of all keys, by their weights. */
  private static final String VALUES =
      "n=N h=%1$d t=%2$d s=%3$d d=%4$d: n, h, t, s; n, s, %4$d*h+d; n, t, %4$d*h+d";

  private final LayerCall call;
  private final int heads;
  private final int size;
  private final int queries;
  private final int keys;

  private AttentionLayer(LayerCall call, Shape query, Shape key) {
    this.call = call;
    this.heads = call.get(HEADS);
    this.size = query.dim(2) / heads;
    this.queries = query.dim(1);
    this.keys = key.dim(1);
  }

  static Optional<Value> build(LayerCall call) {
    List<Value> given = call.inputs();
    if (given.size() == 2 || given.size() > 3) {
      return needsThree(call);
    }
    for (Value tensor : given) {
      if (call.assembly().builder().shape(tensor).rank() != 3) {
        return call.needs(tensor, "[time, features]");
      }
    }
    Value key = given.size() == 1 ? given.get(0) : given.get(1);
    Value value = given.size() == 1 ? given.get(0) : given.get(2);
    if (call.shape().dim(2) % call.get(HEADS) != 0) {
      return uneven(call, call.shape().dim(2), call.get(HEADS));
    }
    Type keys = call.assembly().builder().type(key);
    if (call.assembly().builder().shape(value).dim(1) != keys.shape().dim(1)) {
      return call.needs(value, "a value for each of the keys, which are " + Types.text(keys));
    }
    return new AttentionLayer(call, call.shape(), keys.shape()).of(call.input(), key, value);
  }

  private static Optional<Value> needsThree(LayerCall call) {
    String takes = "one tensor, or the three of (query, key, value)";
    String given = new Flow.Tuple(call.inputs()).describe();
    Diagnostic wrong = Diagnostic.of(Code.WRONG_INPUT, call.span(), call.name(), takes, given);
    call.assembly()
        .report(wrong.withHelp("`(x, y, y)` lets x ask y, which is both keys and values"));
    return Optional.empty();
  }

  private static Optional<Value> uneven(LayerCall call, int features, int heads) {
    int fewer = Math.min(heads, features);
    while (features % fewer != 0) fewer--;
    Diagnostic uneven = Diagnostic.of(Code.UNEVEN_HEADS, call.span(), features, heads);
    call.assembly().report(call.withInput(uneven).withHelp("write `heads: " + fewer + "`"));
    return Optional.empty();
  }

  private Optional<Value> of(Value query, Value key, Value value) {
    // The mask depends on nothing: made first, it parts no work over the batch in two.
    Optional<Value> later = call.get(CAUSAL) ? later() : Optional.empty();
    Optional<Value> q = dense("query", Optional.of(query));
    Optional<Value> k = dense("key", Optional.of(key));
    Optional<Value> v = dense("value", Optional.of(value));
    Optional<Value> scores = contract(SCORES, scaled(q), k);
    Optional<Value> seen = call.get(CAUSAL) ? masked(later, scores) : scores;
    Optional<Value> weights = call.add(new Layer.Softmax(3), List.of(seen));
    return dense("output", contract(VALUES, weights, v));
  }

  /** A dense layer whose parameters have the names of a part of this one. */
  private Optional<Value> dense(String part, Optional<Value> x) {
    if (x.isEmpty()) return x;
    int in = call.assembly().builder().shape(x.get()).dim(2);
    Shape shape = Shape.of(heads * size, in);
    Optional<Value> weight = call.matrix("weight_" + part, shape, Start.GLOROT_UNIFORM);
    Optional<Value> bias = call.bias("bias_" + part, heads * size);
    return call.add(new Layer.Dense(true), List.of(x, weight, bias));
  }

  private Optional<Value> scaled(Optional<Value> q) {
    Primitive factor = new Primitive.Constant((float) (1 / Math.sqrt(size)));
    Shape shape = Shape.of(Shape.BATCH, queries, heads * size);
    Optional<Value> scale = filled(call.add(factor, List.of()), shape, List.of());
    return call.add(new Primitive.Binary(BinaryFunction.MULTIPLY), List.of(q, scale));
  }

  private Optional<Value> filled(Optional<Value> value, Shape shape, List<Integer> axes) {
    return call.add(new Primitive.Broadcast(shape, axes), List.of(value));
  }

  private Optional<Value> contract(String map, Optional<Value> left, Optional<Value> right) {
    String text = map.formatted(heads, queries, keys, size);
    return call.add(new Primitive.Contract(IndexMap.parse(text)), List.of(left, right));
  }

  /** 1 where a key comes after the query: the same for all samples and heads. */
  private Optional<Value> later() {
    Shape once = Shape.of(queries, keys);
    Optional<Value> t = filled(call.add(new Primitive.Iota(queries), List.of()), once, List.of(0));
    Optional<Value> s = filled(call.add(new Primitive.Iota(keys), List.of()), once, List.of(1));
    return call.add(new Primitive.Binary(BinaryFunction.LESS), List.of(t, s));
  }

  /** Minus infinity where the mask is 1. */
  private Optional<Value> masked(Optional<Value> later, Optional<Value> scores) {
    Shape all = Shape.of(Shape.BATCH, heads, queries, keys);
    Primitive never = new Primitive.Constant(Float.NEGATIVE_INFINITY);
    Optional<Value> hidden = filled(call.add(never, List.of()), all, List.of());
    Optional<Value> everywhere = filled(later, all, List.of(2, 3));
    return call.add(new Primitive.Select(), List.of(everywhere, hidden, scores));
  }
}
