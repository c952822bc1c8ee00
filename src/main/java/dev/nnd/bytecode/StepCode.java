package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The methods of {@code Step}: how many phases and tasks there are, and which method a phase is.
 * Methods that would be too large for HotSpot are divided: the switch over the phases into a tree
 * of switches, whose names no routine can have.
 */
final class StepCode {
  private static final int PRIVATE = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
  private static final String RUN = "(IIII" + Signature.ARRAYS + ")V";

  /** Cases of one switch; one takes at most 30 bytes. */
  private static final int MOST_CASES = 200;

  private final LoopProgram program;
  private final Methods methods;
  private final Map<String, String> descriptors;

  StepCode(LoopProgram program, Map<String, String> descriptors, Methods methods) {
    this.program = program;
    this.descriptors = descriptors;
    this.methods = methods;
  }

  /** Writes all methods of {@code Step} and those they call. */
  void write() {
    int count = program.phases().size();
    methods.write(Opcodes.ACC_PUBLIC, "phases", "()I", code -> returnInt(code, count));
    writeSwitch(new TaskSwitch(), 0, count, "tasks", Opcodes.ACC_PUBLIC);
    writeSwitch(new RunSwitch(), 0, count, "run", Opcodes.ACC_PUBLIC);
    PhaseCode phases = new PhaseCode(descriptors, methods);
    for (int i = 0; i < count; i++) phases.write(i, program.phases().get(i));
  }

  private static void returnInt(MethodVisitor code, int value) {
    IntCode.push(code, value);
    code.visitInsn(Opcodes.IRETURN);
  }

  /** What a switch over the phases does in the end. */
  private interface Switch {
    String descriptor();

    /** Does the work of one phase and returns; the phase is in slot {@code first}. */
    void leaf(MethodVisitor code, int first, int phase);

    /** Calls a method that switches further. */
    void call(MethodVisitor code, int first, String name);
  }

  /** A method that switches between the phases from {@code from} to {@code to}. */
  private void writeSwitch(Switch over, int from, int to, String name, int access) {
    int width = 1;
    while ((long) width * MOST_CASES < to - from) width *= MOST_CASES;
    int step = width;
    int cases = (to - from + step - 1) / step;
    int first = access == Opcodes.ACC_PUBLIC ? 1 : 0;
    methods.write(
        access,
        name,
        over.descriptor(),
        code -> {
          Label[] labels = new Label[cases];
          for (int i = 0; i < cases; i++) labels[i] = new Label();
          Label none = new Label();
          code.visitVarInsn(Opcodes.ILOAD, first);
          IntCode.push(code, from);
          code.visitInsn(Opcodes.ISUB);
          IntCode.push(code, step);
          code.visitInsn(Opcodes.IDIV);
          code.visitTableSwitchInsn(0, cases - 1, none, labels);
          for (int i = 0; i < cases; i++) {
            code.visitLabel(labels[i]);
            if (step == 1) over.leaf(code, first, from + i);
            else over.call(code, first, part(name, i));
          }
          code.visitLabel(none);
          throwNoPhase(code, first);
        });
    for (int i = 0; step > 1 && i < cases; i++) {
      int start = from + i * step;
      writeSwitch(over, start, Math.min(to, start + step), part(name, i), PRIVATE);
    }
  }

  static String part(String name, int number) {
    return name + "-" + number;
  }

  private static void throwNoPhase(MethodVisitor code, int first) {
    String exception = "java/lang/IndexOutOfBoundsException";
    code.visitTypeInsn(Opcodes.NEW, exception);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ILOAD, first);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, exception, "<init>", "(I)V", false);
    code.visitInsn(Opcodes.ATHROW);
  }

  private final class TaskSwitch implements Switch {
    @Override
    public String descriptor() {
      return "(I)I";
    }

    @Override
    public void leaf(MethodVisitor code, int first, int phase) {
      returnInt(code, program.phases().get(phase).tasks());
    }

    @Override
    public void call(MethodVisitor code, int first, String name) {
      code.visitVarInsn(Opcodes.ILOAD, first);
      methods.invoke(code, name, descriptor());
      code.visitInsn(Opcodes.IRETURN);
    }
  }

  private final class RunSwitch implements Switch {
    @Override
    public String descriptor() {
      return RUN;
    }

    @Override
    public void leaf(MethodVisitor code, int first, int phase) {
      Methods.loadArrays(code, first + 4);
      Methods.loadInts(code, first + 1, 3);
      methods.invoke(code, PhaseCode.name(phase), Signature.descriptor(3));
      code.visitInsn(Opcodes.RETURN);
    }

    @Override
    public void call(MethodVisitor code, int first, String name) {
      Methods.loadInts(code, first, 4);
      Methods.loadArrays(code, first + 4);
      methods.invoke(code, name, RUN);
      code.visitInsn(Opcodes.RETURN);
    }
  }
}
