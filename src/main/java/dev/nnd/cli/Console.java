package dev.nnd.cli;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import dev.nnd.train.FlatJson;
import dev.nnd.train.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a command talks to.
 *
 * @param in what is fed to the command
 * @param out takes results
 * @param err takes everything else
 * @param terminal what {@code err} can show
 */
record Console(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {

  /** The console of this process. */
  static Console ofProcess() {
    return new Console(
        System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), Terminal.ofProcess());
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    OutputStream bytes = new FileOutputStream(descriptor);
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Shows diagnostics to the user. */
  void show(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      err.println(DiagnosticText.renderAll(diagnostics, terminal.colours()));
    }
  }

  /** Says something about the work; no result. */
  void say(String text) {
    err.println(text);
  }

  /** Prints a result as one JSON object on one line. */
  void json(Map<String, Object> object) {
    out.println(FlatJson.text(object));
  }
}
