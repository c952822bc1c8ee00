package dev.nnd.check;

import static java.util.stream.Collectors.joining;

import dev.nnd.check.Constant.Bool;
import dev.nnd.check.Constant.Int;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.BinaryOperator;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.UnaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what an expression stands for in a scope: a constant, or tensors, which are then computed
 * in the assembly's graph. What has no meaning is reported and unknown.
 */
final class Evaluator implements Expression.Visitor<Meaning> {
  private final Session session;
  private final Assembly assembly;
  private final Scope scope;

  Evaluator(Session session, Assembly assembly, Scope scope) {
    this.session = session;
    this.assembly = assembly;
    this.scope = scope;
  }

  Session session() {
    return session;
  }

  Scope scope() {
    return scope;
  }

  /** What an expression stands for. */
  Meaning value(Expression expression) {
    if (!session.descend(expression.span())) {
      return Flow.unknown();
    }
    Meaning meaning = expression.accept(this);
    session.ascend();
    return meaning;
  }

  /** The constant that {@code expression} stands for; anything else is reported. */
  Optional<Constant> constant(Expression expression) {
    Meaning meaning = value(expression);
    if (meaning instanceof Constant constant) {
      return Optional.of(constant);
    }
    if (!(meaning instanceof Flow.Unknown)) {
      session.out().report(Code.NOT_CONSTANT, expression.span(), meaning.describe());
    }
    return Optional.empty();
  }

  /** Whether a condition holds; empty if that is unknown. */
  Optional<Boolean> condition(Expression expression) {
    Optional<Constant> value = constant(expression);
    if (value.isPresent() && !(value.get() instanceof Bool)) {
      wrongType(expression.span(), "a condition", "true or false", value.get());
    }
    return value.filter(Bool.class::isInstance).map(v -> ((Bool) v).value());
  }

  private void wrongType(Span span, String what, String expected, Meaning found) {
    session.out().report(Code.WRONG_TYPE, span, what, expected, found.describe());
  }

  private Flow nothing(Code code, Span span, Object... args) {
    session.out().report(code, span, args);
    return Flow.unknown();
  }

  /** What is not evaluated in the end may divide by zero. */
  private Numbers numbers(Span span) {
    return new Numbers(scope.isBlurred() ? new Diagnostics() : session.out(), span);
  }

  private static Meaning orUnknown(Optional<? extends Meaning> meaning) {
    return meaning.isPresent() ? meaning.get() : Flow.unknown();
  }

  @Override
  public Meaning number(Expression.Number number) {
    if (!number.whole()) {
      return orUnknown(numbers(number.span()).finite(number.value()));
    }
    try {
      return new Int(Long.parseLong(number.text().replace("_", "")));
    } catch (NumberFormatException tooLarge) {
      return nothing(Code.INT_OVERFLOW, number.span());
    }
  }

  @Override
  public Meaning text(Expression.Text text) {
    return new Constant.Text(text.value());
  }

  @Override
  public Meaning truth(Expression.Truth truth) {
    return new Bool(truth.value());
  }

  @Override
  public Meaning list(Expression.ListOf list) {
    List<Constant> items = new ArrayList<>();
    for (Expression item : list.items()) {
      constant(item).ifPresent(items::add);
    }
    return items.size() == list.items().size() ? new Constant.ListOf(items) : Flow.unknown();
  }

  @Override
  public Meaning range(Expression.Range range) {
    return nothing(Code.MISPLACED, range.span(), "a range", "in `columns(first .. last)`");
  }

  @Override
  public Meaning dotted(Expression.Dotted dotted) {
    return nothing(
        Code.MISPLACED, dotted.span(), "`" + dotted.span().text() + "`", "as a measured number");
  }

  @Override
  public Meaning reference(Expression.Reference reference) {
    Names names = new Names(session, scope);
    Optional<Meaning> found = names.value(reference.name().text());
    if (found.isPresent()) {
      return found.get();
    }
    return names.isLayer(reference.name().text())
        ? new Constant.Chain(reference.asLayers().orElseThrow(), scope)
        : names.unknown(reference.name());
  }

  @Override
  public Meaning unary(Expression.Unary unary) {
    if (unary.operator() == UnaryOperator.NOT) {
      return orUnknown(condition(unary.operand()).map(holds -> new Bool(!holds)));
    }
    Trace.Traced<Meaning> read = session.trace().part(() -> value(unary.operand()));
    Meaning operand = read.value();
    if (operand instanceof Flow flow) {
      return new TensorArithmetic(assembly).negate(flow, unary);
    }
    if (operand instanceof Constant constant && Numbers.isNumber(constant)) {
      session.trace().falls(read.deps());
      return orUnknown(numbers(unary.span()).negate(constant));
    }
    wrongType(unary.operand().span(), "what follows `-`", "a number or a tensor", operand);
    return Flow.unknown();
  }

  @Override
  public Meaning binary(Expression.Binary binary) {
    return switch (binary.operator()) {
      case AND -> logical(binary, false);
      case OR -> logical(binary, true);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> comparison(binary);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER -> arithmetic(binary);
    };
  }

  /** The right side counts only when the left does not decide, so that it may rely on it. */
  private Meaning logical(Expression.Binary binary, boolean decides) {
    Optional<Boolean> left = condition(binary.left());
    if (left.isPresent() && left.get() == decides) {
      in(scope.blurred()).condition(binary.right());
      return new Bool(decides);
    }
    Scope right = left.isPresent() ? scope : scope.blurred();
    Optional<Boolean> value = in(right).condition(binary.right());
    return orUnknown(left.isPresent() ? value.map(Bool::new) : Optional.empty());
  }

  private Evaluator in(Scope other) {
    return new Evaluator(session, assembly, other);
  }

  private Meaning comparison(Expression.Binary binary) {
    Trace trace = session.trace();
    Trace.Traced<Optional<Constant>> read = trace.part(() -> constant(binary.left()));
    Trace.Traced<Optional<Constant>> other = trace.part(() -> constant(binary.right()));
    Optional<Constant> left = read.value();
    Optional<Constant> right = other.value();
    if (left.isEmpty() || right.isEmpty()) {
      return Flow.unknown();
    }
    if (Numbers.isNumber(left.get()) && Numbers.isNumber(right.get())) {
      double difference = Numbers.real(left.get()) - Numbers.real(right.get());
      trace.measure(binary.span(), 0, difference, read.deps().and(other.deps()));
    }
    boolean ordered =
        binary.operator() != BinaryOperator.EQUAL && binary.operator() != BinaryOperator.NOT_EQUAL;
    if (comparable(left.get(), right.get(), ordered)) {
      return Numbers.compare(binary.operator(), left.get(), right.get());
    }
    Diagnostic diagnostic =
        Diagnostic.of(Code.NOT_COMPARABLE, binary.span(), binary.operator().symbol())
            .withLabel(binary.left().span(), left.get().describe())
            .withLabel(binary.right().span(), right.get().describe());
    session.out().report(diagnostic);
    return Flow.unknown();
  }

  private static boolean comparable(Constant left, Constant right, boolean ordered) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return true;
    }
    boolean plain = left instanceof Bool || left instanceof Constant.Text;
    return !ordered && plain && left.getClass() == right.getClass();
  }

  private Meaning arithmetic(Expression.Binary binary) {
    Trace trace = session.trace();
    Trace.Traced<Meaning> read = trace.part(() -> operand(binary, binary.left(), "left"));
    Trace.Traced<Meaning> other = trace.part(() -> operand(binary, binary.right(), "right"));
    Meaning left = read.value();
    Meaning right = other.value();
    if (left instanceof Flow.Unknown || right instanceof Flow.Unknown) {
      return Flow.unknown();
    }
    if (left instanceof Constant a && right instanceof Constant b) {
      Numbers numbers = numbers(binary.span());
      Optional<Constant> result = numbers.arithmetic(binary.operator(), a, b);
      new Rounding(trace, binary.span())
          .arithmetic(binary.operator(), a, b, read.deps(), other.deps());
      return orUnknown(result);
    }
    return new TensorArithmetic(assembly).binary(binary, left, right, scope);
  }

  private Meaning operand(Expression.Binary binary, Expression side, String which) {
    Meaning meaning = value(side);
    if (meaning instanceof Flow || meaning instanceof Constant c && Numbers.isNumber(c)) {
      return meaning;
    }
    String what = "the " + which + " side of `" + binary.operator().symbol() + "`";
    wrongType(side.span(), what, "a number or a tensor", meaning);
    return Flow.unknown();
  }

  @Override
  public Meaning conditional(Expression.If conditional) {
    Optional<Boolean> holds = condition(conditional.condition());
    if (holds.isEmpty()) {
      in(scope.blurred()).value(conditional.then());
      in(scope.blurred()).value(conditional.otherwise());
      return Flow.unknown();
    }
    in(scope.blurred()).value(holds.get() ? conditional.otherwise() : conditional.then());
    return value(holds.get() ? conditional.then() : conditional.otherwise());
  }

  @Override
  public Meaning call(Expression.Call call) {
    Functions.Function function = Functions.all().get(call.callee().text());
    if (function != null) {
      return function(call, function);
    }
    Names names = new Names(session, scope);
    if (names.isLayer(call.callee().text())) {
      return new Constant.Chain(call.asLayers().orElseThrow(), scope);
    }
    call.arguments().forEach(argument -> value(argument.value()));
    return names.unknownFunction(call.callee());
  }

  private Meaning function(Expression.Call call, Functions.Function function) {
    List<Constant> numbers = new ArrayList<>();
    List<Deps> deps = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      argument.name().ifPresent(n -> nothing(Code.NO_NAMES, n.span(), call.callee()));
      Trace.Traced<Optional<Constant>> read =
          session.trace().part(() -> constant(argument.value()));
      deps.add(read.deps());
      Optional<Constant> value = read.value();
      if (value.isPresent() && !Numbers.isNumber(value.get())) {
        String what = "what `" + call.callee() + "` takes";
        wrongType(argument.value().span(), what, "a number", value.get());
      }
      value.filter(Numbers::isNumber).ifPresent(numbers::add);
    }
    int given = call.arguments().size();
    if (given < function.least() || given > function.most()) {
      String takes = function.takes();
      return nothing(Code.WRONG_COUNT, call.span(), call.callee(), takes, given);
    }
    if (numbers.size() < given) {
      return Flow.unknown();
    }
    new Rounding(session.trace(), call.span()).function(call.callee().text(), numbers, deps);
    return orUnknown(function.rule().apply(numbers(call.span()), numbers));
  }

  @Override
  public Meaning tuple(Expression.Tuple tuple) {
    List<Value> tensors = new ArrayList<>();
    List<Meaning> items = tuple.items().stream().map(this::value).toList();
    if (items.stream().allMatch(i -> i instanceof Constant c && Numbers.isNumber(c))) {
      return numbers(tuple, items);
    }
    for (int i = 0; i < items.size(); i++) {
      Expression item = tuple.items().get(i);
      Meaning meaning = items.get(i);
      if (meaning instanceof Flow.Tensor tensor) {
        tensors.add(tensor.value());
      } else if (!(meaning instanceof Flow.Unknown)) {
        wrongType(item.span(), "what a tuple holds", "a tensor", meaning);
      }
    }
    return tensors.size() == tuple.items().size() ? Flow.of(tensors) : Flow.unknown();
  }

  /** As other languages write the sizes of a window. */
  private Flow numbers(Expression.Tuple tuple, List<Meaning> items) {
    String list = items.stream().map(i -> ((Constant) i).text()).collect(joining(", ", "[", "]"));
    Object[] args = {"what a tuple holds", Flow.A_TENSOR, items.get(0).describe()};
    Diagnostic diagnostic = Diagnostic.of(Code.WRONG_TYPE, tuple.span(), args);
    session.out().report(diagnostic.withHelp("numbers stand in a list: `" + list + "`"));
    return Flow.unknown();
  }

  @Override
  public Meaning parenthesised(Expression.Parenthesised parenthesised) {
    return value(parenthesised.inner());
  }

  @Override
  public Meaning layers(Expression.Layers layers) {
    return new Constant.Chain(layers, scope);
  }
}
