package dev.nnd.kernel;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes the operations that make an element. Parts used more than once are kept in variables. */
final class ElementCode implements Element.Visitor<Expr> {
  private final Code code;
  private final boolean vector;
  private final Reading reading;
  private final Functions functions;
  private final Map<Element, Expr> done = new IdentityHashMap<>();
  private final Map<Element, Integer> uses = new IdentityHashMap<>();

  /** How leaves that depend on the place in the loops are read. */
  interface Reading {
    Expr read(Element.Read read);

    Expr position(Element.Position position);

    Expr uniform(Element.Uniform uniform);

    /** The sum of products, in a contraction's epilogue. */
    Optional<Expr> product();
  }

  ElementCode(Code code, boolean vector, Reading reading) {
    this.code = code;
    this.vector = vector;
    this.reading = reading;
    this.functions = new Functions(this::keep);
  }

  private Expr keep(Expr value) {
    return value instanceof Expr.Local || value instanceof Expr.Const
        ? value
        : code.let("f", value, vector);
  }

  /** Writes what an element needs and gives the expression that is its value. */
  Expr write(Element element) {
    prepare(element);
    for (Element part : Footprint.parts(element)) step(part, false);
    return value(element);
  }

  /** The same where some parts are known: nothing below them is written. */
  Expr write(Element element, Function<Element, Optional<Expr>> known) {
    List<Element> parts = new ArrayList<>();
    collect(element, known, Collections.newSetFromMap(new IdentityHashMap<>()), parts);
    for (Element part : parts) {
      if (done.containsKey(part)) continue;
      for (Element operand : inputs(part)) uses.merge(operand, 1, Integer::sum);
    }
    for (Element part : parts) step(part, false);
    return value(element);
  }

  /** What a part is made of; a comparison is part of the choice that it decides. */
  static List<Element> inputs(Element part) {
    if (part instanceof Element.Choose c
        && c.condition() instanceof Element.Combine condition
        && isComparison(condition)) {
      return List.of(condition.left(), condition.right(), c.then(), c.otherwise());
    }
    return Footprint.operands(part);
  }

  private void collect(
      Element part,
      Function<Element, Optional<Expr>> known,
      Set<Element> seen,
      List<Element> parts) {
    if (!seen.add(part)) return;
    Optional<Expr> value = known.apply(part);
    if (value.isPresent()) {
      done.put(part, keep(value.get()));
    } else {
      for (Element operand : inputs(part)) collect(operand, known, seen, parts);
    }
    parts.add(part);
  }

  /** Gets ready to write an element part by part. */
  void prepare(Element element) {
    for (Element part : Footprint.parts(element)) {
      for (Element operand : inputs(part)) uses.merge(operand, 1, Integer::sum);
    }
  }

  /**
   * Writes one part, after the parts it is made of; {@code always} keeps it in a variable even if
   * it is used once.
   */
  void step(Element part, boolean always) {
    if (done.containsKey(part)) return;
    Expr value = part.accept(this);
    boolean shared = uses.getOrDefault(part, 0) > 1 || part instanceof Element.Read;
    done.put(part, shared || always ? keep(value) : value);
  }

  /** The value of a part that has been written. */
  Expr value(Element part) {
    return done.get(part);
  }

  /** The same, with the value kept in a variable: nothing stored later can change it. */
  Expr writeAndKeep(Element element) {
    Expr value = keep(write(element));
    done.put(element, value);
    return value;
  }

  @Override
  public Expr read(Element.Read element) {
    return reading.read(element);
  }

  @Override
  public Expr number(Element.Number element) {
    return new Expr.Const(element.value());
  }

  @Override
  public Expr setting(Element.SettingValue element) {
    return new Expr.Load(Array.settings(), Int.of(element.position()), true);
  }

  @Override
  public Expr batchCount(Element.BatchCount element) {
    return new Expr.FromInt(Int.of(IntVar.BATCH), 0);
  }

  @Override
  public Expr position(Element.Position element) {
    return reading.position(element);
  }

  @Override
  public Expr uniform(Element.Uniform element) {
    return reading.uniform(element);
  }

  @Override
  public Expr apply(Element.Apply element) {
    return functions.apply(element.function(), done.get(element.argument()));
  }

  @Override
  public Expr combine(Element.Combine element) {
    return Functions.combine(
        element.function(), done.get(element.left()), done.get(element.right()));
  }

  @Override
  public Expr choose(Element.Choose element) {
    if (element.condition() instanceof Element.Combine c && isComparison(c)) {
      Expr.Comparison comparison =
          c.function() == BinaryFunction.LESS ? Expr.Comparison.LESS : Expr.Comparison.EQUAL;
      return new Expr.Select(
          comparison,
          done.get(c.left()),
          done.get(c.right()),
          done.get(element.then()),
          done.get(element.otherwise()));
    }
    return new Expr.Select(
        Expr.Comparison.EQUAL,
        done.get(element.condition()),
        new Expr.Const(0),
        done.get(element.otherwise()),
        done.get(element.then()));
  }

  static boolean isComparison(Element.Combine c) {
    return c.function() == BinaryFunction.LESS || c.function() == BinaryFunction.EQUAL;
  }

  @Override
  public Expr product(Element.Product element) {
    return reading
        .product()
        .orElseThrow(() -> new IllegalStateException("kernel: a product outside a contraction"));
  }
}
