package dev.nnd.bytecode;

import java.util.Set;
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

  /** HotSpot never makes a method with more bytes a part of its callers (FreqInlineSize). */
  private static final int MOST_BYTES_WITHIN = 325;

  private final ClassVisitor type;
  private final String owner;
  private final Set<String> apart;

  /**
   * A writer of methods.
   *
   * @param owner the internal name of the class
   * @param apart the methods that HotSpot may not make parts of their callers
   */
  Methods(ClassVisitor type, String owner, Set<String> apart) {
    this.type = type;
    this.owner = owner;
    this.apart = apart;
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
    int size = end.getOffset() - start.getOffset();
    if (apart.contains(name)) {
      // Nothing runs these, but they count.
      for (int i = size; i <= MOST_BYTES_WITHIN; i++) code.visitInsn(Opcodes.NOP);
    }
    code.visitMaxs(0, 0); // both are computed
    code.visitEnd();
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
