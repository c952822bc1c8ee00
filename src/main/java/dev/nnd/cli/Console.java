package dev.nnd.cli;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Page;
import dev.nnd.source.PageText;
import dev.nnd.source.Severity;
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
 * @param colours whether colours are welcome in {@code out} too
 */
record Console(
    InputStream in, PrintStream out, PrintStream err, Terminal terminal, boolean colours) {

  /** The console of this process. */
  static Console ofProcess() {
    Terminal terminal = Terminal.ofProcess();
    return new Console(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        terminal,
        terminal.colours() && Boolean.getBoolean("nnd.terminal.out"));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    OutputStream bytes = new FileOutputStream(descriptor);
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Shows diagnostics to the user. */
  void show(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      err.println(DiagnosticText.renderAll(diagnostics, terminal.colours()));
      diagnostics.stream()
          .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
          .findFirst()
          .ifPresent(first -> say("nnd explain " + first.code().id() + " says more"));
    }
  }

  /** Prints what there is to say about a code. */
  void print(Page page) {
    out.print(PageText.render(page, colours, terminal.columns()));
    out.flush();
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
