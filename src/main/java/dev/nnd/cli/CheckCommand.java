package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd check}: all diagnostics of programs. */
@Command(
    name = "check",
    description = "Says all that is wrong with programs.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Programs.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--json", description = "Print the diagnostics as one JSON object.")
  private boolean json;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Diagnostic> all = new ArrayList<>();
    boolean readable = true;
    for (Path file : files) {
      try {
        Compiler program = Compiler.of(file);
        all.addAll(program.diagnostics());
        all.addAll(program.searchDiagnostics());
      } catch (IOException e) {
        // The other files are checked all the same.
        console.say("nnd: " + Commands.message(e));
        readable = false;
      }
    }
    List<Diagnostic> diagnostics = all.stream().distinct().toList();
    long errors = count(diagnostics, Severity.ERROR);
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("errors", errors);
      object.put("diagnostics", diagnostics.stream().map(CheckCommand::asObject).toList());
      console.json(object);
    } else {
      console.show(diagnostics);
      // Of a file that could not be read, nothing is known.
      if (readable || !diagnostics.isEmpty()) {
        console.say(summary(errors, count(diagnostics, Severity.WARNING)));
      }
    }
    return errors == 0 && readable ? Failure.DONE : Failure.FAILED;
  }

  private static long count(List<Diagnostic> diagnostics, Severity severity) {
    return diagnostics.stream().filter(d -> d.severity() == severity).count();
  }

  private static String summary(long errors, long warnings) {
    return Counts.of(errors, "error")
        + (warnings == 0 ? "" : ", " + Counts.of(warnings, "warning"));
  }

  private static Map<String, Object> asObject(Diagnostic diagnostic) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("severity", diagnostic.severity().word());
    object.put("code", diagnostic.code().id());
    object.put("message", diagnostic.message());
    object.put("file", diagnostic.span().file().name());
    object.put("line", diagnostic.span().line());
    object.put("column", diagnostic.span().column());
    object.put("text", diagnostic.span().text());
    object.put("helps", diagnostic.helps());
    return object;
  }
}
