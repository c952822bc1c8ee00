package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Verifier;
import dev.nnd.runtime.Step;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * An ordinary class file that implements {@link Step}, with a public constructor without
 * parameters. It needs {@code dev.nnd.runtime} beside it and, if it uses vectors, the module {@code
 * jdk.incubator.vector}.
 */
public final class ClassFile {
  private static final String STEP = Type.getInternalName(Step.class);
  private static final String OBJECT = "java/lang/Object";

  private ClassFile() {}

  /**
   * The bytes of the class of a program. The same program gives the same bytes.
   *
   * @throws IllegalStateException if the program is malformed, or if a routine has more than 8,000
   *     bytes of code; the message names the routine
   */
  public static byte[] emit(LoopProgram program) {
    Verifier.verify(program);
    String owner = program.name().replace('.', '/');
    ClassWriter type = Methods.classWriter();
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    type.visit(Opcodes.V17, access, owner, null, OBJECT, new String[] {STEP});
    type.visitSource(program.sourceFile(), null);
    Methods methods = new Methods(type, owner, Apart.of(program));
    methods.write(Opcodes.ACC_PUBLIC, "<init>", "()V", ClassFile::writeConstructor);
    Map<String, String> descriptors =
        program.routines().stream().collect(Collectors.toMap(Routine::name, Signature::of));
    new StepCode(program, descriptors, methods).write();
    for (Routine routine : program.routines()) {
      methods.write(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          routine.name(),
          Signature.of(routine),
          code -> RoutineCode.write(routine, program, descriptors, code));
    }
    type.visitEnd();
    return type.toByteArray();
  }

  static void writeConstructor(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
  }

  /**
   * An instance of a class that {@link #emit} made. The class is unloaded with its last instance.
   *
   * @param name the name of the program
   */
  public static Step define(String name, byte[] bytes) {
    try {
      Class<?> type = new Loader().define(name.replace('/', '.'), bytes);
      return (Step) type.getConstructor().newInstance();
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("bytecode made a class that cannot be used: " + name, e);
    }
  }

  /** A loader and not a hidden class, since those are missing from stack traces. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(Step.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
