package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram.Action;
import dev.nnd.loop.LoopProgram.Call;
import dev.nnd.loop.LoopProgram.Phase;
import dev.nnd.loop.LoopProgram.Place;
import dev.nnd.loop.LoopProgram.Repeat;
import dev.nnd.loop.LoopProgram.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The methods of phases: which routines a task calls, and for which samples or units.
 *
 * <p>A phase is a method {@code phaseN(arrays, task, batch, first)}. What would make it too large
 * for HotSpot goes into methods {@code phaseN-M(arrays, task, batch, first, from, to)}, whose names
 * no routine can have.
 */
final class PhaseCode {
  private static final int PRIVATE = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

  private static final int TASK = Signature.ARRAY_COUNT;
  private static final int BATCH = TASK + 1;
  private static final int FROM = BATCH + 2;
  private static final int TO = FROM + 1;

  /** The task's share, of which {@link #FROM} and {@link #TO} bound what is done at a time. */
  private static final int START = TO + 1;

  private static final int END = START + 1;

  /** Behind the task's last unit of the walk at hand. */
  private static final int LAST = END + 1;

  /** Counts the rounds of calls that are repeated. */
  private static final int ROUND = LAST + 1;

  /** The integers that every method below a phase takes: task, batch, first, from, to. */
  private static final String PART = Signature.descriptor(5);

  /** Bytes that the walks and calls of one method take at most, with room for the rest of it. */
  private static final int MOST_BYTES = 7000;

  /** Bytes that a walk takes at most, beside its calls. */
  private static final int WALK_BYTES = 90;

  private final Map<String, String> descriptors;
  private final Methods methods;

  /**
   * A writer of phases.
   *
   * @param descriptors of all routines, by name
   */
  PhaseCode(Map<String, String> descriptors, Methods methods) {
    this.descriptors = descriptors;
    this.methods = methods;
  }

  /** The name of a phase's method. */
  static String name(int phase) {
    return "phase" + phase;
  }

  /** Writes the methods of a phase. */
  void write(int number, Phase phase) {
    int bytes = phase.walks().stream().mapToInt(walk -> bytes(walk.actions())).sum();
    boolean alone = bytes + WALK_BYTES * phase.walks().size() <= MOST_BYTES;
    List<List<Action>> parts = new ArrayList<>();
    methods.write(
        PRIVATE,
        name(number),
        Signature.descriptor(3),
        code -> {
          writeShare(code, phase, 0, START);
          writeShare(code, phase, 1, END);
          int before = 0;
          for (Walk walk : phase.walks()) {
            Runnable calls =
                alone
                    ? () -> writeActions(code, phase, walk.actions())
                    : () -> writeParts(code, number, walk.actions(), parts);
            writeWalk(code, walk, before, calls);
            before += walk.units() * walk.cost();
          }
          code.visitInsn(Opcodes.RETURN);
        });
    for (int i = 0; i < parts.size(); i++) {
      List<Action> actions = parts.get(i);
      methods.write(
          PRIVATE,
          StepCode.part(name(number), i),
          PART,
          code -> {
            writeActions(code, phase, actions);
            code.visitInsn(Opcodes.RETURN);
          });
    }
  }

  /** {@code slot = total * (task + ahead) / tasks}, in longs, as the product may be large. */
  private static void writeShare(MethodVisitor code, Phase phase, int ahead, int slot) {
    if (phase.tasks() == 1) {
      if (ahead == 0) IntCode.push(code, 0);
      else writeTotal(code, phase);
      code.visitVarInsn(Opcodes.ISTORE, slot);
      return;
    }
    writeTotal(code, phase);
    code.visitInsn(Opcodes.I2L);
    code.visitVarInsn(Opcodes.ILOAD, TASK);
    IntCode.push(code, ahead);
    code.visitInsn(Opcodes.IADD);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LMUL);
    code.visitLdcInsn((long) phase.tasks());
    code.visitInsn(Opcodes.LDIV);
    code.visitInsn(Opcodes.L2I);
    code.visitVarInsn(Opcodes.ISTORE, slot);
  }

  private static void writeTotal(MethodVisitor code, Phase phase) {
    if (phase.units() == 0) code.visitVarInsn(Opcodes.ILOAD, BATCH);
    else IntCode.push(code, phase.cost());
  }

  private static void writeWalk(MethodVisitor code, Walk walk, int before, Runnable calls) {
    if (walk.units() > 0) {
      writeUnits(code, walk, before, calls);
    } else if (walk.block() > 0) {
      copy(code, START, FROM);
      writeBlocks(code, END, walk.block(), calls);
    } else {
      copy(code, START, FROM);
      copy(code, END, TO);
      calls.run();
    }
  }

  private static void copy(MethodVisitor code, int from, int to) {
    code.visitVarInsn(Opcodes.ILOAD, from);
    code.visitVarInsn(Opcodes.ISTORE, to);
  }

  /**
   * {@code from = first(start); last = first(end)}, then all units between them, at once or block
   * by block.
   *
   * @param before what the units of the walks before this one cost
   */
  private static void writeUnits(MethodVisitor code, Walk walk, int before, Runnable calls) {
    writeFirst(code, walk, before, START, FROM);
    if (walk.block() > 0) {
      writeFirst(code, walk, before, END, LAST);
      writeBlocks(code, LAST, walk.block(), calls);
      return;
    }
    writeFirst(code, walk, before, END, TO);
    Label none = new Label();
    code.visitVarInsn(Opcodes.ILOAD, FROM);
    code.visitVarInsn(Opcodes.ILOAD, TO);
    code.visitJumpInsn(Opcodes.IF_ICMPGE, none);
    calls.run();
    code.visitLabel(none);
  }

  /**
   * The first unit of a walk that does not begin before a bound: {@code min((max(bound - before, 0)
   * + cost - 1) / cost, units)}.
   */
  private static void writeFirst(MethodVisitor code, Walk walk, int before, int bound, int slot) {
    code.visitVarInsn(Opcodes.ILOAD, bound);
    IntCode.push(code, before);
    code.visitInsn(Opcodes.ISUB);
    IntCode.push(code, 0);
    writeChoice(code, "max");
    if (walk.cost() > 1) {
      IntCode.push(code, walk.cost() - 1);
      code.visitInsn(Opcodes.IADD);
      IntCode.push(code, walk.cost());
      code.visitInsn(Opcodes.IDIV);
    }
    IntCode.push(code, walk.units());
    writeChoice(code, "min");
    code.visitVarInsn(Opcodes.ISTORE, slot);
  }

  private static void writeChoice(MethodVisitor code, String choice) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", choice, "(II)I", false);
  }

  /** {@code for (; from < end; from = to) { to = min(end - from, block) + from; … }}. */
  private static void writeBlocks(MethodVisitor code, int limit, int block, Runnable calls) {
    Label test = new Label();
    Label end = new Label();
    code.visitLabel(test);
    code.visitVarInsn(Opcodes.ILOAD, FROM);
    code.visitVarInsn(Opcodes.ILOAD, limit);
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    code.visitVarInsn(Opcodes.ILOAD, limit);
    code.visitVarInsn(Opcodes.ILOAD, FROM);
    code.visitInsn(Opcodes.ISUB);
    IntCode.push(code, block);
    writeChoice(code, "min");
    code.visitVarInsn(Opcodes.ILOAD, FROM);
    code.visitInsn(Opcodes.IADD);
    code.visitVarInsn(Opcodes.ISTORE, TO);
    calls.run();
    copy(code, TO, FROM);
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(end);
  }

  /** Calls methods of their own, which are still to be written, to do these calls. */
  private void writeParts(
      MethodVisitor code, int phase, List<Action> actions, List<List<Action>> parts) {
    for (List<Action> part : divide(actions)) {
      Methods.loadArrays(code, 0);
      Methods.loadInts(code, TASK, 5);
      methods.invoke(code, StepCode.part(name(phase), parts.size()), PART);
      parts.add(part);
    }
  }

  private static List<List<Action>> divide(List<Action> actions) {
    List<List<Action>> groups = new ArrayList<>();
    int room = 0;
    for (Action action : actions) {
      int size = bytes(List.of(action));
      if (size > room) {
        groups.add(new ArrayList<>());
        room = MOST_BYTES;
      }
      room -= size;
      groups.get(groups.size() - 1).add(action);
    }
    return groups;
  }

  private static int bytes(List<? extends Action> actions) {
    int bytes = 0;
    for (Action action : actions) {
      if (action instanceof Repeat) bytes += 16;
      for (Call call : action.calls()) {
        bytes += 24;
        for (Place place : call.arguments()) bytes += bytes(place);
      }
    }
    return bytes;
  }

  private static int bytes(Place place) {
    int terms = place.perTask() == 0 ? 0 : 1;
    terms += (place.perStep() == 0 ? 0 : 1) + (place.perRound() == 0 ? 0 : 1);
    return 3 + 7 * terms;
  }

  private void writeActions(MethodVisitor code, Phase phase, List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Repeat repeat) {
        writeRepeat(code, phase, repeat);
      } else {
        writeCalls(code, phase, action.calls());
      }
    }
  }

  /** {@code for (round = 0; round < rounds; round++) …}. */
  private void writeRepeat(MethodVisitor code, Phase phase, Repeat repeat) {
    Label test = new Label();
    Label end = new Label();
    IntCode.push(code, 0);
    code.visitVarInsn(Opcodes.ISTORE, ROUND);
    code.visitLabel(test);
    code.visitVarInsn(Opcodes.ILOAD, ROUND);
    IntCode.push(code, repeat.rounds());
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    writeCalls(code, phase, repeat.calls());
    code.visitIincInsn(ROUND, 1);
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(end);
  }

  private void writeCalls(MethodVisitor code, Phase phase, List<Call> calls) {
    for (Call call : calls) {
      Methods.loadArrays(code, 0);
      Methods.loadInts(code, BATCH, 4);
      for (Place place : call.arguments()) writePlace(code, phase, place);
      methods.invoke(code, call.routine(), descriptors.get(call.routine()));
    }
  }

  /**
   * {@code start + task * perTask - from * perStep + round * perRound}; integers that overflow come
   * back later.
   */
  private static void writePlace(MethodVisitor code, Phase phase, Place place) {
    IntCode.push(code, place.start());
    if (phase.tasks() > 1) writeTerm(code, TASK, place.perTask(), Opcodes.IADD);
    writeTerm(code, FROM, place.perStep(), Opcodes.ISUB);
    writeTerm(code, ROUND, place.perRound(), Opcodes.IADD);
  }

  private static void writeTerm(MethodVisitor code, int slot, int factor, int operation) {
    if (factor == 0) return;
    code.visitVarInsn(Opcodes.ILOAD, slot);
    IntCode.push(code, factor);
    code.visitInsn(Opcodes.IMUL);
    code.visitInsn(operation);
  }
}
