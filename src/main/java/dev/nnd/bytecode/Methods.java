package dev.nnd.bytecode;

import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The methods of one class, none of them larger than what HotSpot compiles. */
final class Methods {
  /**
   * HotSpot never compiles a method with more bytes of code than this ({@code HugeMethodLimit}).
   */
  static final int MOST_BYTES = 8000;

  private final ClassVisitor type;
  private final String owner;

  Methods(ClassVisitor type, String owner) {
    this.type = type;
    this.owner = owner;
  }

  /**
   * Writes a method.
   *
   * @throws IllegalStateException if it has more than {@link #MOST_BYTES} bytes of code
   */
  void write(int access, String name, String descriptor, Consumer<MethodVisitor> body) {
    MethodVisitor code = type.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    Label start = new Label();
    Label end = new Label();
    code.visitLabel(start);
    body.accept(code);
    code.visitLabel(end);
    code.visitMaxs(0, 0); // both are computed
    code.visitEnd();
    int size = end.getOffset() - start.getOffset();
    if (size > MOST_BYTES) {
      throw new IllegalStateException(
          "%s has %d bytes of code, but HotSpot compiles no method over %d: split it"
              .formatted(name, size, MOST_BYTES));
    }
  }

  /** Calls a static method of the class. */
  void invoke(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  /** Pushes the arrays, which stand in the slots from {@code first} on. */
  static void loadArrays(MethodVisitor code, int first) {
    for (int i = 0; i < Signature.ARRAY_COUNT; i++) code.visitVarInsn(Opcodes.ALOAD, first + i);
  }

  /** Pushes integers from neighbouring slots. */
  static void loadInts(MethodVisitor code, int first, int count) {
    for (int i = 0; i < count; i++) code.visitVarInsn(Opcodes.ILOAD, first + i);
  }

  /** A writer that computes frames without loading a class. */
  static ClassWriter classWriter() {
    return new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
      /** Paths only join where a variable of both is the same class or is not used after. */
      @Override
      protected String getCommonSuperClass(String one, String other) {
        return "java/lang/Object";
      }
    };
  }
}
