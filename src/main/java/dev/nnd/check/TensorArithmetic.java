package dev.nnd.check;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.BinaryOperator;
import dev.nnd.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Elementwise arithmetic of tensors, and of tensors with numbers. Written axes are matched from the
 * last, as in NumPy: one of size 1 or one that is missing is repeated. The batch axis is matched
 * with the batch axis.
 */
final class TensorArithmetic {
  private static final Map<BinaryOperator, BinaryFunction> FUNCTIONS =
      Map.of(
          BinaryOperator.ADD, BinaryFunction.ADD,
          BinaryOperator.SUBTRACT, BinaryFunction.SUBTRACT,
          BinaryOperator.MULTIPLY, BinaryFunction.MULTIPLY,
          BinaryOperator.DIVIDE, BinaryFunction.DIVIDE);

  private final Assembly assembly;
  private final GraphBuilder builder;

  TensorArithmetic(Assembly assembly) {
    this.assembly = assembly;
    this.builder = assembly.builder();
  }

  /** {@code -operand}. */
  Flow negate(Flow operand, Expression.Unary unary) {
    if (operand instanceof Flow.Tuple tuple) {
      return tuple(tuple, unary.operand(), "-");
    }
    if (!(operand instanceof Flow.Tensor tensor)) {
      return operand;
    }
    builder.at(unary.span());
    return new Flow.Tensor(builder.unary(UnaryFunction.NEGATE, tensor.value()));
  }

  private Flow tuple(Flow.Tuple tuple, Expression place, String operator) {
    Object[] args = {"what `" + operator + "` works on", "a tensor or a number", tuple.describe()};
    Diagnostic diagnostic = Diagnostic.of(Code.WRONG_TYPE, place.span(), args);
    assembly.report(
        diagnostic.withHelp("`add`, `multiply` and `concat` make one tensor of a tuple"));
    return Flow.unknown();
  }

  /** What sizes go together, in NumPy's rules. */
  static final String SIZES = "sizes must be equal or 1, from the last axis on";

  /**
   * An operator with a tensor on at least one side, and a tensor or a number on the other.
   *
   * @param scope where it stands
   */
  Flow binary(Expression.Binary binary, Meaning left, Meaning right, Scope scope) {
    String symbol = binary.operator().symbol();
    if (!FUNCTIONS.containsKey(binary.operator())) {
      assembly.session().out().report(Code.NOT_FOR_TENSORS, binary.span(), symbol);
      return Flow.unknown();
    }
    if (left instanceof Flow.Tuple tuple) {
      return tuple(tuple, binary.left(), symbol);
    }
    if (right instanceof Flow.Tuple tuple) {
      return tuple(tuple, binary.right(), symbol);
    }
    if (binary.operator() == BinaryOperator.DIVIDE && isZero(right)) {
      assembly.session().out().report(Code.DIVISION_BY_ZERO, binary.right().span());
      return Flow.unknown();
    }
    Optional<Value> a = tensor(left, binary.left().span());
    Optional<Value> b = tensor(right, binary.right().span());
    if (a.isEmpty() || b.isEmpty()) {
      return Flow.unknown();
    }
    if (!compatible(a.get(), b.get())) {
      assembly.report(differ(binary, a.get(), b.get(), scope));
      return Flow.unknown();
    }
    Optional<Value> result =
        combine(FUNCTIONS.get(binary.operator()), a.get(), b.get(), binary.span());
    return result.isPresent() ? new Flow.Tensor(result.get()) : Flow.unknown();
  }

  /** Whether this is a number that is 0 as a float. */
  private static boolean isZero(Meaning meaning) {
    return meaning instanceof Constant number
        && Numbers.isNumber(number)
        && (float) Numbers.real(number) == 0;
  }

  private Optional<Value> tensor(Meaning meaning, Span span) {
    if (meaning instanceof Flow.Tensor tensor) {
      return Optional.of(tensor.value());
    }
    float number = (float) Numbers.real((Constant) meaning);
    if (Float.isInfinite(number)) {
      assembly.session().out().report(Code.NOT_FINITE, span);
      return Optional.empty();
    }
    return Optional.of(builder.at(span).constant(number));
  }

  /** Whether two tensors can be combined elementwise. */
  boolean compatible(Value a, Value b) {
    return common(builder.shape(a), builder.shape(b)).isPresent();
  }

  /** The result of a function of two tensors; empty if there is none or it is too large. */
  Optional<Value> combine(BinaryFunction function, Value a, Value b, Span span) {
    Optional<Shape> shape = common(builder.shape(a), builder.shape(b));
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    Optional<Value> left = broadcast(a, shape.get(), span);
    Optional<Value> right = broadcast(b, shape.get(), span);
    return left.isPresent() && right.isPresent()
        ? assembly.add(new Primitive.Binary(function), List.of(left.get(), right.get()), span)
        : Optional.empty();
  }

  private Optional<Value> broadcast(Value value, Shape shape, Span span) {
    Shape own = builder.shape(value);
    if (own.equals(shape)) {
      return Optional.of(value);
    }
    List<Integer> axes = new ArrayList<>();
    int missing = shape.rank() - own.rank();
    for (int axis = 0; axis < own.rank(); axis++) {
      axes.add(axis == 0 && own.batched() ? 0 : axis + missing);
    }
    return assembly.add(new Primitive.Broadcast(shape, axes), List.of(value), span);
  }

  /** The shape that two shapes are broadcast to. A scalar has no batch and suits every shape. */
  private static Optional<Shape> common(Shape a, Shape b) {
    if (a.rank() == 0 || b.rank() == 0) {
      return Optional.of(a.rank() == 0 ? b : a);
    }
    List<Integer> longer = a.rank() >= b.rank() ? a.written() : b.written();
    List<Integer> shorter = a.rank() >= b.rank() ? b.written() : a.written();
    List<Integer> sizes = new ArrayList<>(longer);
    int missing = longer.size() - shorter.size();
    for (int axis = 0; axis < shorter.size(); axis++) {
      int one = shorter.get(axis);
      int other = longer.get(axis + missing);
      if (one != other && one != 1 && other != 1) {
        return Optional.empty();
      }
      sizes.set(axis + missing, Math.max(one, other));
    }
    return Optional.of(new Shape(sizes).perSample());
  }

  private Diagnostic differ(Expression.Binary binary, Value left, Value right, Scope scope) {
    Diagnostic differ =
        Diagnostic.of(Code.SHAPES_DIFFER, binary.span(), binary.operator().symbol())
            .withLabel(binary.left().span(), Types.text(builder.type(left)))
            .withLabel(binary.right().span(), Types.text(builder.type(right)));
    List<Integer> a = builder.shape(left).written();
    List<Integer> b = builder.shape(right).written();
    boolean onlyChannels =
        a.size() == 3 && b.size() == 3 && a.subList(1, 3).equals(b.subList(1, 3));
    if (!onlyChannels) {
      return differ.withHelp(strided(a, b).or(() -> strided(b, a)).orElse(SIZES));
    }
    int channels = a.get(0);
    String layer = "conv2d(" + channels + ", kernel: 1)";
    if (!(binary.right() instanceof Expression.Reference r)) {
      return differ.withHelp("give the right side " + channels + " channels: `" + layer + "`");
    }
    // An input is no path of this body, which could be changed where it begins.
    return differ.withHelp(
        scope.upcoming(r.name().text()).isPresent()
            ? "give the " + r.name() + " path " + channels + " channels: `" + layer + "`"
            : "give `"
                + r.name()
                + "` "
                + channels
                + " channels before: `let skip = "
                + r.name()
                + " -> "
                + layer
                + "`");
  }

  /** What gives the larger of two images the shape of the smaller, if a stride does. */
  private static Optional<String> strided(List<Integer> small, List<Integer> large) {
    if (small.size() != 3 || large.size() != 3) {
      return Optional.empty();
    }
    int stride = (large.get(1) + small.get(1) - 1) / small.get(1);
    for (int axis = 1; axis < 3; axis++) {
      if (stride < 2 || (large.get(axis) + stride - 1) / stride != small.get(axis)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "give both one shape: `conv2d(%d, kernel: 1, stride: %d)` makes %s of %s"
            .formatted(small.get(0), stride, Types.text(small), Types.text(large)));
  }

  /** Adds to a diagnostic where these tensors come from. */
  static Diagnostic withMakers(Diagnostic diagnostic, GraphBuilder builder, List<Value> values) {
    Diagnostic whole = diagnostic;
    for (Value value : values) {
      String gives = "gives " + Types.text(builder.type(value));
      whole = whole.withLabel(builder.node(value).origin(), gives);
    }
    return whole;
  }
}
