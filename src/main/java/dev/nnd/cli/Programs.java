package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
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
    if (names.isEmpty()) {
      throw Failure.of(Diagnostic.of(Code.NONE_DECLARED, Span.nowhere(), file, kind));
    }
    if (names.size() > 1) {
      Diagnostic several = Diagnostic.of(Code.NOT_ONE_DECLARATION, Span.nowhere(), file, kind);
      throw Failure.use(several.withHelp("choices: `" + String.join("`, `", names) + "`"));
    }
    return names.get(0);
  }
}
