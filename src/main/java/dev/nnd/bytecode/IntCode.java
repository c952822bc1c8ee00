package dev.nnd.bytecode;

import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes integers. */
final class IntCode {
  private final MethodVisitor code;
  private final Locals locals;

  IntCode(MethodVisitor code, Locals locals) {
    this.code = code;
    this.locals = locals;
  }

  /** Pushes the value of an expression. */
  void push(Int value) {
    if (value instanceof Int.Const constant) {
      push(code, constant.value());
    } else if (value instanceof Int.Var variable) {
      code.visitVarInsn(Opcodes.ILOAD, locals.slot(variable.variable()));
    } else if (value instanceof Int.Key key) {
      code.visitVarInsn(Opcodes.ILOAD, locals.slot(key));
    } else if (value instanceof Int.Element element) {
      code.visitVarInsn(Opcodes.ALOAD, locals.slot(element.array()));
      push(element.index());
      code.visitInsn(Opcodes.FALOAD);
      code.visitInsn(Opcodes.F2I);
    } else if (value instanceof Int.Pair pair) {
      push(pair.left());
      push(pair.right());
      apply(pair.operator());
    }
  }

  /** Pops a value into a variable. */
  void store(IntVar variable) {
    code.visitVarInsn(Opcodes.ISTORE, locals.slot(variable));
  }

  private void apply(Int.Operator operator) {
    switch (operator) {
      case PLUS -> code.visitInsn(Opcodes.IADD);
      case MINUS -> code.visitInsn(Opcodes.ISUB);
      case TIMES -> code.visitInsn(Opcodes.IMUL);
      case OVER -> code.visitInsn(Opcodes.IDIV);
      case MODULO -> code.visitInsn(Opcodes.IREM);
      case MIN -> math("min");
      case MAX -> math("max");
    }
  }

  private void math(String name) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", name, "(II)I", false);
  }

  /** Pushes a number by the shortest instruction. */
  static void push(MethodVisitor code, int value) {
    if (value >= -1 && value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      code.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
