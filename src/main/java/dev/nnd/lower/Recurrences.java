package dev.nnd.lower;

import dev.nnd.graph.Cell;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of each recurrence, forward and backward, as the bodies of loops.
 *
 * <p>A step's gradient is linear in the gradient of its state. So the step forward also gives the
 * factors of that, and the step backward is products with them; functions are computed once. What
 * goes into the gates comes out of the loop backward for all steps, so that the gradient of a
 * weight is one contraction behind the loop.
 */
final class Recurrences {
  private final GraphBuilder to = new GraphBuilder();
  private final Shape state;

  private Recurrences(int units) {
    this.state = Shape.of(Shape.BATCH, units);
  }

  /** One of the results of the loop forward; {@code h} is the layer's. */
  static Value forward(GraphBuilder to, Layer.Recurrence op, List<Value> operands, String result) {
    int units = to.shape(operands.get(1)).dim(1);
    Graph body = new Recurrences(units).forward(op.cell());
    int steps = to.shape(operands.get(0)).dim(1);
    Primitive scan = new Primitive.Scan(body, result, steps, op.reverse());
    return to.add(scan, operands.toArray(Value[]::new));
  }

  /**
   * One of the results of the loop backward: {@code gates}, the gradient of what the weight made
   * for the gates, or {@code projected}, the gradient of what was given for them.
   */
  static Value backward(
      GraphBuilder to, Layer.Recurrence op, List<Value> operands, Value dy, String result) {
    List<Value> all = new ArrayList<>(List.of(dy));
    for (String factor : factors(op.cell())) all.add(forward(to, op, operands, factor));
    all.add(operands.get(1));
    int units = to.shape(dy).dim(2);
    Graph body = new Recurrences(units).backward(op.cell());
    String known = op.cell() == Cell.LSTM ? "gates" : result;
    Primitive scan = new Primitive.Scan(body, known, to.shape(dy).dim(1), !op.reverse());
    return to.add(scan, all.toArray(Value[]::new));
  }

  private static List<String> factors(Cell cell) {
    return switch (cell) {
      case LSTM -> List.of("cell", "keep", "input", "forget", "new", "output");
      case GRU -> List.of("keep", "reset", "update", "new", "hidden");
    };
  }

  private Graph forward(Cell cell) {
    int gates = cell.gates() * state.dim(1);
    Value projected = input("projected", state.with(1, gates));
    Value weight = input("weight", Shape.of(gates, state.dim(1)));
    Value bias = input("bias", Shape.of(gates));
    Value h = input("h", state);
    IndexMap map = IndexMap.parse("n=N o=%d i=%d: n, i; o, i; n, o".formatted(gates, state.dim(1)));
    Value product = to.contract(map, h, weight);
    Value hidden = to.plus(product, to.along(1, bias, to.shape(product)));
    switch (cell) {
      case LSTM -> lstm(to.plus(hidden, projected));
      case GRU -> gru(projected, hidden, h);
    }
    return Simplify.run(to.build());
  }

  private void lstm(Value sums) {
    Value before = input("c", state);
    Value i = sigmoid(gate(sums, 0));
    Value f = sigmoid(gate(sums, 1));
    Value g = to.unary(UnaryFunction.TANH, gate(sums, 2));
    Value o = sigmoid(gate(sums, 3));
    Value c = to.plus(to.times(f, before), to.times(i, g));
    Value tanh = to.unary(UnaryFunction.TANH, c);
    result("h", to.times(o, tanh));
    result("c", c);
    result("cell", to.times(o, bump(tanh)));
    result("keep", f);
    result("input", to.times(g, slope(i)));
    result("forget", to.times(before, slope(f)));
    result("new", to.times(i, bump(g)));
    result("output", to.times(tanh, slope(o)));
  }

  private void gru(Value projected, Value hidden, Value before) {
    Value r = sigmoid(to.plus(gate(projected, 0), gate(hidden, 0)));
    Value z = sigmoid(to.plus(gate(projected, 1), gate(hidden, 1)));
    Value own = gate(hidden, 2);
    Value n = to.unary(UnaryFunction.TANH, to.plus(gate(projected, 2), to.times(r, own)));
    Value change = to.minus(before, n);
    Value fresh = to.times(to.minus(to.constant(1), z), bump(n));
    result("h", to.plus(n, to.times(z, change)));
    result("keep", z);
    result("reset", to.times(to.times(fresh, own), slope(r)));
    result("update", to.times(change, slope(z)));
    result("new", fresh);
    result("hidden", to.times(fresh, r));
  }

  private Graph backward(Cell cell) {
    Value dy = input("dy", state);
    List<Value> factors = new ArrayList<>();
    for (String name : factors(cell)) factors.add(input(name, state));
    int gates = cell.gates() * state.dim(1);
    Value weight = input("weight", Shape.of(gates, state.dim(1)));
    Value dh = to.plus(dy, input("dh", state));
    Value kept = cell == Cell.LSTM ? lstmBack(dh, factors) : gruBack(dh, factors);
    Value sums = cell == Cell.LSTM ? kept : named("gates");
    IndexMap map = IndexMap.parse("n=N i=%d o=%d: n, o; o, i; n, i".formatted(state.dim(1), gates));
    Value back = to.contract(map, sums, weight);
    result("dh", cell == Cell.LSTM ? back : to.plus(back, kept));
    return Simplify.run(to.build());
  }

  /** The gradient of the gates' sums. */
  private Value lstmBack(Value dh, List<Value> factors) {
    Value dc = to.plus(input("dc", state), to.times(dh, factors.get(0)));
    result("dc", to.times(dc, factors.get(1)));
    Value gates =
        side(
            to.times(dc, factors.get(2)),
            to.times(dc, factors.get(3)),
            to.times(dc, factors.get(4)),
            to.times(dh, factors.get(5)));
    result("gates", gates);
    return gates;
  }

  /** The part of the gradient that goes to the state before without a gate's weight. */
  private Value gruBack(Value dh, List<Value> factors) {
    Value reset = to.times(dh, factors.get(1));
    Value update = to.times(dh, factors.get(2));
    result("projected", side(reset, update, to.times(dh, factors.get(3))));
    result("gates", side(reset, update, to.times(dh, factors.get(4))));
    return to.times(dh, factors.get(0));
  }

  private Value named(String result) {
    return to.build().results().stream()
        .filter(r -> r.name().equals(result))
        .map(Result::value)
        .findFirst()
        .orElseThrow();
  }

  private Value input(String name, Shape shape) {
    return to.add(new Primitive.Input(name, Type.floats(shape)));
  }

  private void result(String name, Value value) {
    to.result(Result.Kind.OUTPUT, name, value);
  }

  private Value gate(Value sums, int number) {
    int units = state.dim(1);
    return to.add(new Primitive.Slice(1, number * units, units), sums);
  }

  private Value side(Value... gates) {
    return to.add(new Primitive.Concat(1), gates);
  }

  private Value sigmoid(Value x) {
    return to.unary(UnaryFunction.SIGMOID, x);
  }

  /** The slope of a sigmoid with this result. */
  private Value slope(Value y) {
    return to.times(y, to.minus(to.constant(1), y));
  }

  /** The slope of a tanh with this result. */
  private Value bump(Value y) {
    return to.minus(to.constant(1), to.times(y, y));
  }
}
