package dev.nnd.bytecode;

import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The method of a routine: {@code static void name(weights, arena, scratch, caller, settings, keys,
 * batch, first, from, to, given arrays, own integers)}.
 *
 * <p>Rows and keys that the routine uses are taken out of their arrays once, at its start. Loops
 * have the shape javac gives them, with the bound in a local variable of its own, since that is the
 * shape in which C2 knows counted loops.
 */
final class RoutineCode implements Statement.Visitor<Void> {
  private final MethodVisitor code;
  private final LoopProgram program;
  private final Map<String, String> descriptors;
  private final Locals locals = new Locals();
  private final IntCode ints;
  private final ScalarCode scalars;
  private final VectorCode vectors;
  private boolean hasLine;

  private RoutineCode(MethodVisitor code, LoopProgram program, Map<String, String> descriptors) {
    this.code = code;
    this.program = program;
    this.descriptors = descriptors;
    this.ints = new IntCode(code, locals);
    this.scalars = new ScalarCode(code, locals, ints);
    this.vectors = new VectorCode(code, locals, ints, program.lanes());
  }

  /**
   * Writes the body of a routine.
   *
   * @param descriptors of all routines, by name
   */
  static void write(
      Routine routine, LoopProgram program, Map<String, String> descriptors, MethodVisitor code) {
    RoutineCode writer = new RoutineCode(code, program, descriptors);
    writer.begin(routine);
    writer.write(routine.body());
    code.visitInsn(Opcodes.RETURN);
  }

  private void begin(Routine routine) {
    Object scratch = Array.Space.SCRATCH;
    Object caller = Array.Space.CALLER;
    Object keys = Int.Key.class;
    for (Object array :
        List.of(Array.weights(), Array.arena(), scratch, caller, Array.settings(), keys)) {
      locals.slot(array);
    }
    for (IntVar own : List.of(IntVar.BATCH, IntVar.FIRST, IntVar.FROM, IntVar.TO)) locals.slot(own);
    for (int i = 0; i < routine.given(); i++) locals.slot(Array.given(i));
    for (IntVar own : routine.parameters()) locals.slot(own);
    Uses uses = Uses.of(routine);
    for (Array row : uses.rows()) {
      code.visitVarInsn(Opcodes.ALOAD, locals.slot(row.space()));
      IntCode.push(code, row.index());
      code.visitInsn(Opcodes.AALOAD);
      code.visitVarInsn(Opcodes.ASTORE, locals.slot(row));
    }
    for (Int.Key key : uses.keys()) {
      code.visitVarInsn(Opcodes.ALOAD, locals.slot(keys));
      IntCode.push(code, key.stream());
      code.visitInsn(Opcodes.IALOAD);
      code.visitVarInsn(Opcodes.ISTORE, locals.slot(key));
    }
  }

  private void write(List<Statement> statements) {
    for (Statement statement : statements) statement.accept(this);
  }

  @Override
  public Void loop(Statement.For s) {
    Label test = new Label();
    Label end = new Label();
    int outside = locals.mark();
    ints.push(s.from());
    ints.store(s.counter());
    Int bound = bound(s);
    code.visitLabel(test);
    ints.push(Int.of(s.counter()));
    ints.push(bound);
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    write(s.body());
    increment(s.counter(), s.step());
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(end);
    locals.release(outside);
    return null;
  }

  private Int bound(Statement.For s) {
    boolean hidden = program.lanes() == 1 && isInnermost(s);
    if (s.to() instanceof Int.Const && !hidden) return s.to();
    IntVar bound = new IntVar("to of " + s.counter());
    ints.push(s.to());
    if (hidden) addNothing();
    ints.store(bound);
    return Int.of(bound);
  }

  private static boolean isInnermost(Statement.For s) {
    return s.body().stream()
        .noneMatch(inner -> inner instanceof Statement.For || inner instanceof Statement.Call);
  }

  /**
   * Adds the sign bit of the batch, which is 0: the sum could be anything. C2 of JDK 17 makes no
   * vectors of a row of four products if it knows how many there are.
   */
  private void addNothing() {
    ints.push(Int.of(IntVar.BATCH));
    IntCode.push(code, Integer.MIN_VALUE);
    code.visitInsn(Opcodes.IAND);
    code.visitInsn(Opcodes.IADD);
  }

  private void increment(IntVar counter, int step) {
    if (step <= Short.MAX_VALUE) {
      code.visitIincInsn(locals.slot(counter), step);
    } else {
      ints.push(Int.of(counter).plus(step));
      ints.store(counter);
    }
  }

  @Override
  public Void setInt(Statement.SetInt s) {
    ints.push(s.value());
    ints.store(s.variable());
    return null;
  }

  @Override
  public Void set(Statement.Set s) {
    if (s.variable().vector()) {
      s.value().accept(vectors);
      code.visitVarInsn(Opcodes.ASTORE, locals.slot(s.variable()));
    } else {
      s.value().accept(scalars);
      code.visitVarInsn(Opcodes.FSTORE, locals.slot(s.variable()));
    }
    return null;
  }

  @Override
  public Void store(Statement.Store s) {
    if (s.vector()) {
      s.value().accept(vectors);
      array(s.array());
      ints.push(s.index());
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, VectorCode.FLOATS, "intoArray", "([FI)V", false);
    } else {
      array(s.array());
      ints.push(s.index());
      s.value().accept(scalars);
      code.visitInsn(Opcodes.FASTORE);
    }
    return null;
  }

  @Override
  public Void copy(Statement.Copy s) {
    array(s.from());
    ints.push(s.fromIndex());
    array(s.to());
    ints.push(s.toIndex());
    ints.push(s.length());
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/System",
        "arraycopy",
        "(Ljava/lang/Object;ILjava/lang/Object;II)V",
        false);
    return null;
  }

  @Override
  public Void fill(Statement.Fill s) {
    array(s.array());
    ints.push(s.from());
    ints.push(s.to());
    ScalarCode.push(code, s.value());
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "fill", "([FIIF)V", false);
    return null;
  }

  @Override
  public Void choice(Statement.If s) {
    Label otherwise = new Label();
    Label end = new Label();
    ints.push(s.value());
    code.visitJumpInsn(Opcodes.IFEQ, otherwise);
    write(s.then());
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    write(s.otherwise());
    code.visitLabel(end);
    return null;
  }

  /** Hands on all that this routine was called with. */
  @Override
  public Void call(Statement.Call s) {
    for (int slot = 0; slot < Signature.ARRAY_COUNT; slot++) code.visitVarInsn(Opcodes.ALOAD, slot);
    for (int i = 0; i < 4; i++) code.visitVarInsn(Opcodes.ILOAD, Signature.ARRAY_COUNT + i);
    s.arrays().forEach(this::array);
    s.arguments().forEach(ints::push);
    String owner = program.name().replace('.', '/');
    String descriptor = descriptors.get(s.routine());
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, s.routine(), descriptor, false);
    return null;
  }

  /**
   * What has no line in the file of the class gets line 0 and not the line that stood before: a
   * wrong line is worse than none.
   */
  @Override
  public Void mark(Statement.Mark s) {
    boolean known = !s.origin().isNowhere() && isInFileOfTheClass(s);
    int line = known ? Math.min(s.origin().line(), 0xffff) : 0;
    if (known || hasLine) {
      Label here = new Label();
      code.visitLabel(here);
      code.visitLineNumber(line, here);
      hasLine = true;
    }
    return null;
  }

  /** By name alone: class files do not say in which folder their source stands. */
  private boolean isInFileOfTheClass(Statement.Mark s) {
    return fileName(s.origin().file().name()).equals(fileName(program.sourceFile()));
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private void array(Array array) {
    code.visitVarInsn(Opcodes.ALOAD, locals.slot(array));
  }
}
