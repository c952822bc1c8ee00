package dev.nnd.bytecode;

import dev.nnd.loop.Expr;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes expressions as floats. Each case pushes exactly one float and changes nothing else. */
final class ScalarCode implements Expr.Visitor<Void> {
  private static final String MATH = "java/lang/Math";
  private static final String FLOAT = "java/lang/Float";

  private final MethodVisitor code;
  private final Locals locals;
  private final IntCode ints;

  ScalarCode(MethodVisitor code, Locals locals, IntCode ints) {
    this.code = code;
    this.locals = locals;
    this.ints = ints;
  }

  @Override
  public Void constant(Expr.Const e) {
    push(code, e.value());
    return null;
  }

  @Override
  public Void local(Expr.Local e) {
    code.visitVarInsn(Opcodes.FLOAD, locals.slot(e.variable()));
    return null;
  }

  @Override
  public Void load(Expr.Load e) {
    code.visitVarInsn(Opcodes.ALOAD, locals.slot(e.array()));
    ints.push(e.index());
    code.visitInsn(Opcodes.FALOAD);
    return null;
  }

  @Override
  public Void unary(Expr.Unary e) {
    e.argument().accept(this);
    switch (e.operator()) {
      case NEGATE -> code.visitInsn(Opcodes.FNEG);
      case ABS -> call(MATH, "abs", "(F)F");
      case SQRT -> {
        // C2 turns these three into one instruction for floats; rounding twice does no harm here.
        code.visitInsn(Opcodes.F2D);
        call(MATH, "sqrt", "(D)D");
        code.visitInsn(Opcodes.D2F);
      }
      case EXPONENT -> {
        bits();
        arithmetic(Opcodes.IUSHR, Bits.FRACTION_BITS);
        arithmetic(Opcodes.IOR, Bits.WHOLE);
        fromBits();
        arithmetic(Opcodes.FSUB, Bits.WHOLE_AND_BIAS);
      }
      case SIGNIFICAND -> {
        bits();
        arithmetic(Opcodes.IAND, Bits.FRACTION);
        arithmetic(Opcodes.IOR, Bits.ONE);
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
      case ADD -> code.visitInsn(Opcodes.FADD);
      case SUBTRACT -> code.visitInsn(Opcodes.FSUB);
      case MULTIPLY -> code.visitInsn(Opcodes.FMUL);
      case DIVIDE -> code.visitInsn(Opcodes.FDIV);
      case MAX -> call(MATH, "max", "(FF)F");
      case MIN -> call(MATH, "min", "(FF)F");
      case TIMES_POWER_OF_TWO -> {
        arithmetic(Opcodes.FADD, Bits.SIGNED_WHOLE_AND_BIAS);
        bits();
        arithmetic(Opcodes.ISHL, Bits.FRACTION_BITS);
        fromBits();
        code.visitInsn(Opcodes.FMUL);
      }
    }
    return null;
  }

  @Override
  public Void fma(Expr.Fma e) {
    e.left().accept(this);
    e.right().accept(this);
    e.addend().accept(this);
    call(MATH, "fma", "(FFF)F");
    return null;
  }

  /**
   * Comparisons of what could be anything, with 0 or for being equal, are written without a branch:
   * processors guess every other one of them wrong.
   */
  @Override
  public Void select(Expr.Select e) {
    if (e.comparison() == Expr.Comparison.EQUAL) {
      equalMask(e);
    } else if (isZero(e.left())) {
      positiveMask(e.right());
    } else {
      branch(e);
      return null;
    }
    boolean orZero = isZero(e.otherwise());
    if (!orZero) code.visitInsn(Opcodes.DUP);
    e.then().accept(this);
    bits();
    code.visitInsn(Opcodes.IAND);
    if (!orZero) {
      code.visitInsn(Opcodes.SWAP);
      not();
      e.otherwise().accept(this);
      bits();
      code.visitInsn(Opcodes.IAND);
      code.visitInsn(Opcodes.IOR);
    }
    fromBits();
    return null;
  }

  private static boolean isZero(Expr e) {
    return e instanceof Expr.Const c && Float.floatToRawIntBits(c.value()) == 0;
  }

  /** All bits for a number above 0: its bits less 1 are from 0 to those of infinity less 1. */
  private void positiveMask(Expr e) {
    e.accept(this);
    bits();
    arithmetic(Opcodes.ISUB, 1);
    code.visitInsn(Opcodes.DUP);
    arithmetic(Opcodes.ISUB, Bits.INFINITY);
    code.visitInsn(Opcodes.SWAP);
    not();
    code.visitInsn(Opcodes.IAND);
    arithmetic(Opcodes.ISHR, Integer.SIZE - 1);
  }

  /**
   * All bits for two equal numbers: their bits are the same, once 0 is added to make -0 a 0, and
   * are not above those of infinity.
   */
  private void equalMask(Expr.Select e) {
    e.left().accept(this);
    arithmetic(Opcodes.FADD, 0f);
    bits();
    code.visitInsn(Opcodes.DUP);
    e.right().accept(this);
    arithmetic(Opcodes.FADD, 0f);
    bits();
    code.visitInsn(Opcodes.IXOR);
    code.visitInsn(Opcodes.DUP);
    code.visitInsn(Opcodes.INEG);
    code.visitInsn(Opcodes.IOR);
    code.visitInsn(Opcodes.SWAP);
    arithmetic(Opcodes.IAND, Integer.MAX_VALUE);
    IntCode.push(code, Bits.INFINITY);
    code.visitInsn(Opcodes.SWAP);
    code.visitInsn(Opcodes.ISUB);
    code.visitInsn(Opcodes.IOR);
    arithmetic(Opcodes.ISHR, Integer.SIZE - 1);
    not();
  }

  private void not() {
    arithmetic(Opcodes.IXOR, -1);
  }

  private void branch(Expr.Select e) {
    Label otherwise = new Label();
    Label end = new Label();
    e.left().accept(this);
    e.right().accept(this);
    code.visitInsn(Opcodes.FCMPG); // 1 if one is not a number
    code.visitJumpInsn(Opcodes.IFGE, otherwise);
    e.then().accept(this);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    e.otherwise().accept(this);
    code.visitLabel(end);
  }

  @Override
  public Void fromInt(Expr.FromInt e) {
    ints.push(e.value());
    code.visitInsn(Opcodes.I2F);
    return null;
  }

  @Override
  public Void uniform(Expr.Uniform e) {
    ints.push(e.key());
    ints.push(e.counter());
    call("dev/nnd/runtime/CounterRandom", "uniform", "(II)F");
    return null;
  }

  private void bits() {
    call(FLOAT, "floatToRawIntBits", "(F)I");
  }

  private void fromBits() {
    call(FLOAT, "intBitsToFloat", "(I)F");
  }

  private void arithmetic(int opcode, int right) {
    IntCode.push(code, right);
    code.visitInsn(opcode);
  }

  private void arithmetic(int opcode, float right) {
    push(code, right);
    code.visitInsn(opcode);
  }

  private void call(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  /** Pushes a number by the shortest instruction. */
  static void push(MethodVisitor code, float value) {
    int bits = Float.floatToRawIntBits(value);
    if (bits == 0) {
      code.visitInsn(Opcodes.FCONST_0); // not for -0
    } else if (value == 1) {
      code.visitInsn(Opcodes.FCONST_1);
    } else if (value == 2) {
      code.visitInsn(Opcodes.FCONST_2);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
