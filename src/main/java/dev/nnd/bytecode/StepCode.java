package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The methods of {@code Step}: which routines a phase calls, and for which part of the work.
 *
 * <p>A phase is a method {@code phaseN(arrays, task, batch, first)}. Methods that would be too
 * large for HotSpot are divided: the switch over the phases into a tree of switches, a phase of
 * many calls into methods {@code phaseN-M}, whose names no routine can have.
 */
final class StepCode {
  private static final int PRIVATE = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
  private static final String RUN = "(IIII" + Signature.ARRAYS + ")V";

  /** Cases of one switch; one takes at most 30 bytes. */
  private static final int MOST_CASES = 200;

  /** Bytes that the calls of one method take at most, with room for the rest of it. */
  private static final int MOST_CALL_BYTES = 7000;

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
    for (int i = 0; i < count; i++) writePhase(i, program.phases().get(i));
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

  private static String part(String name, int number) {
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
      invoke(code, name, descriptor());
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
      loadArrays(code, first + 4);
      loadInts(code, first + 1, 3);
      invoke(code, "phase" + phase, Signature.descriptor(3));
      code.visitInsn(Opcodes.RETURN);
    }

    @Override
    public void call(MethodVisitor code, int first, String name) {
      loadInts(code, first, 4);
      loadArrays(code, first + 4);
      invoke(code, name, RUN);
      code.visitInsn(Opcodes.RETURN);
    }
  }

  private void writePhase(int number, LoopProgram.Phase phase) {
    int task = Signature.ARRAY_COUNT;
    int batch = task + 1;
    int from = batch + 2;
    int to = from + 1;
    List<List<LoopProgram.Call>> groups = groups(phase.calls());
    String name = "phase" + number;
    methods.write(
        PRIVATE,
        name,
        Signature.descriptor(3),
        code -> {
          writeShare(code, phase, 0, from);
          writeShare(code, phase, 1, to);
          if (groups.size() == 1) writeCalls(code, groups.get(0), batch);
          for (int i = 0; groups.size() > 1 && i < groups.size(); i++) {
            loadArrays(code, 0);
            loadInts(code, batch, 4);
            invoke(code, part(name, i), Signature.descriptor(4));
          }
          code.visitInsn(Opcodes.RETURN);
        });
    for (int i = 0; groups.size() > 1 && i < groups.size(); i++) {
      List<LoopProgram.Call> group = groups.get(i);
      methods.write(
          PRIVATE,
          part(name, i),
          Signature.descriptor(4),
          code -> {
            writeCalls(code, group, Signature.ARRAY_COUNT);
            code.visitInsn(Opcodes.RETURN);
          });
    }
  }

  /** {@code slot = total * (task + ahead) / tasks}, in longs, as the product may be large. */
  private static void writeShare(MethodVisitor code, LoopProgram.Phase phase, int ahead, int slot) {
    int task = Signature.ARRAY_COUNT;
    if (phase.units() == 0) code.visitVarInsn(Opcodes.ILOAD, task + 1);
    else IntCode.push(code, phase.units());
    code.visitInsn(Opcodes.I2L);
    code.visitVarInsn(Opcodes.ILOAD, task);
    IntCode.push(code, ahead);
    code.visitInsn(Opcodes.IADD);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LMUL);
    code.visitLdcInsn((long) phase.tasks());
    code.visitInsn(Opcodes.LDIV);
    code.visitInsn(Opcodes.L2I);
    code.visitVarInsn(Opcodes.ISTORE, slot);
  }

  private static List<List<LoopProgram.Call>> groups(List<LoopProgram.Call> calls) {
    List<List<LoopProgram.Call>> groups = new ArrayList<>();
    int room = 0;
    for (LoopProgram.Call call : calls) {
      int size = 20 + 3 * call.arguments().size();
      if (size > room) {
        groups.add(new ArrayList<>());
        room = MOST_CALL_BYTES;
      }
      room -= size;
      groups.get(groups.size() - 1).add(call);
    }
    return groups;
  }

  /** Calls with batch, first, from and to in the slots from {@code batch} on. */
  private void writeCalls(MethodVisitor code, List<LoopProgram.Call> calls, int batch) {
    for (LoopProgram.Call call : calls) {
      loadArrays(code, 0);
      loadInts(code, batch, 4);
      for (int argument : call.arguments()) IntCode.push(code, argument);
      invoke(code, call.routine(), descriptors.get(call.routine()));
    }
  }

  private void invoke(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, methods.owner(), name, descriptor, false);
  }

  private static void loadArrays(MethodVisitor code, int first) {
    for (int i = 0; i < Signature.ARRAY_COUNT; i++) code.visitVarInsn(Opcodes.ALOAD, first + i);
  }

  private static void loadInts(MethodVisitor code, int first, int count) {
    for (int i = 0; i < count; i++) code.visitVarInsn(Opcodes.ILOAD, first + i);
  }
}
