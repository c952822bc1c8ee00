package dev.nnd.pass;

import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How a constant that is the same in every sample passes through a primitive. */
final class PrimitiveSpread implements Primitive.Visitor<Spread> {
  private final SpreadRules at;

  PrimitiveSpread(SpreadRules at) {
    this.at = at;
  }

  @Override
  public Spread input(Primitive.Input op) {
    return at.stop();
  }

  @Override
  public Spread parameter(Primitive.Parameter op) {
    return at.stop();
  }

  @Override
  public Spread setting(Primitive.Setting op) {
    return at.stop();
  }

  @Override
  public Spread constant(Primitive.Constant op) {
    return at.stop();
  }

  @Override
  public Spread batchSize(Primitive.BatchSize op) {
    return at.stop();
  }

  @Override
  public Spread iota(Primitive.Iota op) {
    return at.stop();
  }

  @Override
  public Spread random(Primitive.Random op) {
    return at.stop();
  }

  @Override
  public Spread unary(Primitive.Unary op) {
    return op.function() == UnaryFunction.NEGATE
        ? SpreadRules.carry(
            at.to().unary(UnaryFunction.NEGATE, at.constants().get(0).orElseThrow()))
        : at.stop();
  }

  @Override
  public Spread binary(Primitive.Binary op) {
    return switch (op.function()) {
      case ADD -> SpreadRules.carry(both(BinaryFunction.ADD));
      case SUBTRACT -> SpreadRules.carry(both(BinaryFunction.SUBTRACT));
      case MULTIPLY -> at.constants().get(0).isPresent() ? times(op, 0) : times(op, 1);
      case DIVIDE -> at.constants().get(0).isPresent() ? times(op, 0) : at.stop();
      case MAXIMUM, MINIMUM, LESS, EQUAL -> at.stop();
    };
  }

  private Value both(BinaryFunction function) {
    Optional<Value> a = at.constants().get(0);
    Optional<Value> b = at.constants().get(1);
    if (b.isEmpty()) return a.orElseThrow();
    if (a.isPresent()) return at.both(function, a.get(), b.get());
    return function == BinaryFunction.ADD ? b.get() : at.to().unary(UnaryFunction.NEGATE, b.get());
  }

  /** A product or quotient with a number; with anything else the constant is no constant after. */
  private Spread times(Primitive.Binary op, int position) {
    Optional<Value> number =
        Affine.number(at.node().operands().get(1 - position), at.graph()::producer);
    if (number.isEmpty() || at.constants().get(1 - position).isPresent()) return at.stop();
    Primitive.Constant factor = (Primitive.Constant) at.graph().producer(number.get()).op();
    return SpreadRules.carry(
        at.to()
            .binary(
                op.function(),
                at.constants().get(position).orElseThrow(),
                at.to().constant(factor.value())));
  }

  @Override
  public Spread select(Primitive.Select op) {
    return at.stop();
  }

  @Override
  public Spread broadcast(Primitive.Broadcast op) {
    Shape from = at.to().shape(at.constants().get(0).orElseThrow());
    List<Integer> dims = new ArrayList<>(Collections.nCopies(op.shape().rank(), 1));
    for (int i = 0; i < from.rank(); i++) dims.set(op.axes().get(i), from.dim(i));
    return SpreadRules.carry(at.to().reshape(at.constants().get(0).get(), new Shape(dims)));
  }

  /** What is the same along an axis is also its largest, and adds up to as many times itself. */
  @Override
  public Spread reduce(Primitive.Reduce op) {
    Shape wide = at.to().shape(at.constants().get(0).orElseThrow());
    boolean same = op.axes().stream().allMatch(axis -> wide.dim(axis) == 1);
    if (op.axes().contains(0)) return at.stop();
    if (op.reduction() == Reduction.MAX) {
      return same
          ? SpreadRules.carry(at.to().add(op, at.constants().get(0).get()))
          : at.stop("mixes positions where the bias differs");
    }
    Shape whole = wide;
    for (int axis : op.axes()) whole = whole.with(axis, at.operand(0).dim(axis));
    return SpreadRules.carry(at.to().add(op, at.repeated(at.constants().get(0).get(), whole)));
  }

  @Override
  public Spread contract(Primitive.Contract op) {
    return at.stop();
  }

  @Override
  public Spread windowReduce(Primitive.WindowReduce op) {
    return at.stop();
  }

  @Override
  public Spread windowScatter(Primitive.WindowScatter op) {
    return at.stop();
  }

  @Override
  public Spread tileTransform(Primitive.TileTransform op) {
    return at.stop();
  }

  @Override
  public Spread tileMerge(Primitive.TileMerge op) {
    return at.stop();
  }

  @Override
  public Spread pad(Primitive.Pad op) {
    return at.stop("pads with zeros, which the bias does not reach");
  }

  @Override
  public Spread slice(Primitive.Slice op) {
    Value constant = at.constants().get(0).orElseThrow();
    return SpreadRules.carry(
        at.to().shape(constant).dim(op.axis()) == 1 ? constant : at.to().add(op, constant));
  }

  /**
   * Axes are taken together into the smallest groups that have as many elements before and after;
   * the constant varies along all new axes of a group if it varied along any old one.
   */
  @Override
  public Spread reshape(Primitive.Reshape op) {
    Value constant = at.constants().get(0).orElseThrow();
    Shape old = at.operand(0);
    List<Integer> before = new ArrayList<>(List.of(1));
    List<Integer> after = new ArrayList<>(List.of(1));
    int i = 1;
    int j = 1;
    while (i < old.rank() || j < op.shape().rank()) {
      int firstOld = i;
      int firstNew = j;
      long sizeOld = 1;
      long sizeNew = 1;
      do {
        if (sizeOld <= sizeNew && i < old.rank()) sizeOld *= old.dim(i++);
        else sizeNew *= op.shape().dim(j++);
      } while (sizeOld != sizeNew);
      Shape carried = at.to().shape(constant);
      boolean varies = IntStream.range(firstOld, i).anyMatch(a -> carried.dim(a) > 1);
      for (int axis = firstOld; axis < i; axis++) before.add(varies ? old.dim(axis) : 1);
      for (int axis = firstNew; axis < j; axis++) after.add(varies ? op.shape().dim(axis) : 1);
    }
    return SpreadRules.carry(
        at.to().reshape(at.repeated(constant, new Shape(before)), new Shape(after)));
  }

  @Override
  public Spread permute(Primitive.Permute op) {
    return SpreadRules.carry(at.to().add(op, at.constants().get(0).orElseThrow()));
  }

  @Override
  public Spread concat(Primitive.Concat op) {
    List<Integer> joint = new ArrayList<>(Collections.nCopies(at.operand(0).rank(), 1));
    for (Optional<Value> constant : at.constants()) {
      if (constant.isEmpty()) continue;
      Shape shape = at.to().shape(constant.get());
      for (int a = 0; a < shape.rank(); a++) joint.set(a, Math.max(joint.get(a), shape.dim(a)));
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < at.constants().size(); i++) {
      Shape part = new Shape(joint).with(op.axis(), at.operand(i).dim(op.axis()));
      parts.add(at.repeated(at.constants().get(i).orElseGet(() -> at.to().constant(0)), part));
    }
    return SpreadRules.carry(at.to().add(op, parts, at.node().origin()));
  }

  @Override
  public Spread gather(Primitive.Gather op) {
    return at.stop();
  }

  @Override
  public Spread scatterAdd(Primitive.ScatterAdd op) {
    return at.stop();
  }

  @Override
  public Spread scan(Primitive.Scan op) {
    return at.stop();
  }
}
