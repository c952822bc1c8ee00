package dev.nnd.cli;

import dev.nnd.api.Compiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Programs that the command line names. */
final class Programs {
  private Programs() {}

  /**
   * A program without errors; its warnings are shown.
   *
   * @throws dev.nnd.api.CompileException if it has some
   */
  static Compiler read(Path file, Console console) throws IOException {
    Compiler compiler = Compiler.of(file).checked();
    console.show(compiler.diagnostics());
    return compiler;
  }

  /** The only train of a program, or else its only model. */
  static String onlyTrainOrModel(Compiler compiler, Path file) {
    List<String> names = compiler.trains().isEmpty() ? compiler.models() : compiler.trains();
    return only(names, compiler.trains().isEmpty() ? "model" : "train", file);
  }

  /** The only name there is. */
  static String only(List<String> names, String kind, Path file) {
    if (names.isEmpty()) throw Failure.of(file + " declares no " + kind);
    if (names.size() > 1) {
      throw Failure.use(
          file + " declares more than one " + kind + "; name one of " + String.join(", ", names));
    }
    return names.get(0);
  }
}
