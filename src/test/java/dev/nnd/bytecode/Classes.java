package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.loop.LoopProgram;
import dev.nnd.runtime.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Classes for tests: checked by ASM before the JVM sees them. */
final class Classes {
  private Classes() {}

  static Step define(LoopProgram program) {
    byte[] bytes = ClassFile.emit(program);
    verify(bytes);
    return ClassFile.define(program.name(), bytes);
  }

  static void verify(byte[] bytes) {
    StringWriter report = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(bytes), Classes.class.getClassLoader(), false, new PrintWriter(report));
    assertEquals("", report.toString());
  }
}
