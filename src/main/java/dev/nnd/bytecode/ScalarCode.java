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

  @Override
  public Void select(Expr.Select e) {
    Label otherwise = new Label();
    Label end = new Label();
    e.left().accept(this);
    e.right().accept(this);
    switch (e.comparison()) {
      case LESS -> {
        code.visitInsn(Opcodes.FCMPG); // 1 if one is not a number
        code.visitJumpInsn(Opcodes.IFGE, otherwise);
      }
      case EQUAL -> {
        code.visitInsn(Opcodes.FCMPL);
        code.visitJumpInsn(Opcodes.IFNE, otherwise);
      }
    }
    e.then().accept(this);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    e.otherwise().accept(this);
    code.visitLabel(end);
    return null;
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
