package dev.nnd.bytecode;

import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Pushes expressions as vectors. Each case pushes exactly one {@code FloatVector} and changes
 * nothing else.
 *
 * <p>Species are static finals of the vector module, which C2 takes as constants. Masks live on the
 * stack between the comparison and the blend and nowhere else, so that they are never boxed.
 * Constants are broadcast where they are used: C2 takes that out of loops by itself (a polynomial
 * for exp runs at 60 GFLOP/s of a possible 117).
 */
final class VectorCode implements Expr.Visitor<Void> {
  static final String FLOATS = "jdk/incubator/vector/FloatVector";

  private static final String PACKAGE = "jdk/incubator/vector/";
  private static final String INTS = PACKAGE + "IntVector";
  private static final String OPERATORS = PACKAGE + "VectorOperators";
  private static final String SPECIES = "L" + PACKAGE + "VectorSpecies;";
  private static final String VECTOR = "L" + PACKAGE + "Vector;";
  private static final String MASK = "L" + PACKAGE + "VectorMask;";

  private final MethodVisitor code;
  private final Locals locals;
  private final IntCode ints;
  private final String species;

  /**
   * Pushes into {@code code}.
   *
   * @param lanes floats in a vector: 4, 8 or 16
   */
  VectorCode(MethodVisitor code, Locals locals, IntCode ints, int lanes) {
    this.code = code;
    this.locals = locals;
    this.ints = ints;
    this.species = "SPECIES_" + Float.SIZE * lanes;
  }

  @Override
  public Void constant(Expr.Const e) {
    species(FLOATS);
    ScalarCode.push(code, e.value());
    broadcast();
    return null;
  }

  @Override
  public Void local(Expr.Local e) {
    int slot = locals.slot(e.variable());
    if (e.variable().vector()) {
      code.visitVarInsn(Opcodes.ALOAD, slot);
    } else {
      species(FLOATS);
      code.visitVarInsn(Opcodes.FLOAD, slot);
      broadcast();
    }
    return null;
  }

  @Override
  public Void load(Expr.Load e) {
    species(FLOATS);
    code.visitVarInsn(Opcodes.ALOAD, locals.slot(e.array()));
    ints.push(e.index());
    if (e.repeat()) {
      code.visitInsn(Opcodes.FALOAD);
      broadcast();
    } else {
      callStatic(FLOATS, "fromArray", "(" + SPECIES + "[FI)" + type(FLOATS));
    }
    return null;
  }

  @Override
  public Void unary(Expr.Unary e) {
    e.argument().accept(this);
    switch (e.operator()) {
      case NEGATE -> call(FLOATS, "neg", "()" + type(FLOATS));
      case ABS -> call(FLOATS, "abs", "()" + type(FLOATS));
      case SQRT -> call(FLOATS, "sqrt", "()" + type(FLOATS));
      case EXPONENT -> {
        bits();
        shift("LSHR", Bits.FRACTION_BITS);
        arithmetic("or", Bits.WHOLE);
        fromBits();
        arithmetic("sub", Bits.WHOLE_AND_BIAS);
      }
      case SIGNIFICAND -> {
        bits();
        arithmetic("and", Bits.FRACTION);
        arithmetic("or", Bits.ONE);
        fromBits();
      }
    }
    return null;
  }

  @Override
  public Void binary(Expr.Binary e) {
    e.left().accept(this);
    e.right().accept(this);
    switch (e.operator()) {
      case ADD -> arithmetic("add");
      case SUBTRACT -> arithmetic("sub");
      case MULTIPLY -> arithmetic("mul");
      case DIVIDE -> arithmetic("div");
      case MAX -> arithmetic("max");
      case MIN -> arithmetic("min");
      case TIMES_POWER_OF_TWO -> {
        arithmetic("add", Bits.SIGNED_WHOLE_AND_BIAS);
        bits();
        shift("LSHL", Bits.FRACTION_BITS);
        fromBits();
        arithmetic("mul");
      }
    }
    return null;
  }

  @Override
  public Void fma(Expr.Fma e) {
    e.left().accept(this);
    e.right().accept(this);
    e.addend().accept(this);
    call(FLOATS, "fma", "(" + VECTOR + VECTOR + ")" + type(FLOATS));
    return null;
  }

  @Override
  public Void select(Expr.Select e) {
    e.otherwise().accept(this);
    e.then().accept(this);
    e.left().accept(this);
    operator(
        switch (e.comparison()) {
          case LESS -> "LT";
          case EQUAL -> "EQ";
        },
        "Comparison");
    e.right().accept(this);
    call(FLOATS, "compare", "(" + operators("Comparison") + VECTOR + ")" + MASK);
    call(FLOATS, "blend", "(" + VECTOR + MASK + ")" + type(FLOATS));
    return null;
  }

  @Override
  public Void fromInt(Expr.FromInt e) {
    lanes(e.value(), e.lane());
    toFloat();
    return null;
  }

  /** What {@code CounterRandom.uniform} does, in every lane. */
  @Override
  public Void uniform(Expr.Uniform e) {
    lanes(e.counter(), e.lane());
    mix();
    ints.push(e.key());
    exclusiveOr();
    mix();
    shift("LSHR", 8);
    toFloat();
    arithmetic("mul", 0x1p-24f);
    return null;
  }

  private void mix() {
    xorShifted(16);
    arithmetic("mul", 0x21f0aaad);
    xorShifted(15);
    arithmetic("mul", 0xd35a2d97);
    xorShifted(15);
  }

  private void xorShifted(int distance) {
    code.visitInsn(Opcodes.DUP);
    shift("LSHR", distance);
    operator("XOR", "Associative");
    code.visitInsn(Opcodes.SWAP);
    call(INTS, "lanewise", "(" + operators("Binary") + VECTOR + ")" + type(INTS));
  }

  /** Pops an int and a vector. */
  private void exclusiveOr() {
    operator("XOR", "Associative");
    code.visitInsn(Opcodes.SWAP);
    call(INTS, "lanewise", "(" + operators("Binary") + "I)" + type(INTS));
  }

  /** Pushes the integers {@code first + l * step} for the lanes l. */
  private void lanes(Int first, int step) {
    species(INTS);
    ints.push(first);
    callStatic(INTS, "broadcast", "(" + SPECIES + "I)" + type(INTS));
    if (step != 0) {
      IntCode.push(code, step);
      call(INTS, "addIndex", "(I)" + type(INTS));
    }
  }

  private void toFloat() {
    operator("I2F", "Conversion");
    code.visitInsn(Opcodes.ICONST_0);
    call(INTS, "convert", "(" + operators("Conversion") + "I)" + VECTOR);
    code.visitTypeInsn(Opcodes.CHECKCAST, FLOATS);
  }

  private void bits() {
    call(FLOATS, "reinterpretAsInts", "()" + type(INTS));
  }

  private void fromBits() {
    call(INTS, "reinterpretAsFloats", "()" + type(FLOATS));
  }

  private void shift(String direction, int distance) {
    operator(direction, "Binary");
    IntCode.push(code, distance);
    call(INTS, "lanewise", "(" + operators("Binary") + "I)" + type(INTS));
  }

  private void arithmetic(String name) {
    call(FLOATS, name, "(" + VECTOR + ")" + type(FLOATS));
  }

  private void arithmetic(String name, float right) {
    ScalarCode.push(code, right);
    call(FLOATS, name, "(F)" + type(FLOATS));
  }

  private void arithmetic(String name, int right) {
    IntCode.push(code, right);
    call(INTS, name, "(I)" + type(INTS));
  }

  /** Pops a float and the species below it. */
  private void broadcast() {
    callStatic(FLOATS, "broadcast", "(" + SPECIES + "F)" + type(FLOATS));
  }

  private void species(String vector) {
    code.visitFieldInsn(Opcodes.GETSTATIC, vector, species, SPECIES);
  }

  private void operator(String name, String kind) {
    code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, name, operators(kind));
  }

  private void callStatic(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  private void call(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  private static String operators(String kind) {
    return "L" + OPERATORS + "$" + kind + ";";
  }

  private static String type(String owner) {
    return "L" + owner + ";";
  }
}
