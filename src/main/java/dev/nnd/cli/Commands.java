package dev.nnd.cli;

import dev.nnd.api.CompileException;
import dev.nnd.api.WeightsException;
import dev.nnd.data.DataException;
import dev.nnd.source.Diagnostic;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands, and what becomes of their exceptions: the user's mistakes show no stack trace. */
final class Commands {
  private final Console console;

  Commands(Console console) {
    this.console = console;
  }

  /** Runs a command line and returns its exit code. */
  int run(String... args) {
    return line().execute(args);
  }

  private CommandLine line() {
    CommandLine line =
        new CommandLine(new Root(console))
            .addSubcommand(new CheckCommand(console))
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new EvalCommand(console))
            .addSubcommand(new PredictCommand(console))
            .addSubcommand(new SearchCommand(console))
            .addSubcommand(new ReportCommand(console))
            .addSubcommand(new CompileCommand(console))
            .addSubcommand(new FmtCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new GraphCommand(console))
            .addSubcommand(new DoctorCommand(console))
            .addSubcommand("completion", new AutoComplete.GenerateCompletion());
    return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(this::exitCode)
        .setParameterExceptionHandler(this::wrongUse)
        .setExecutionExceptionHandler(this::failed);
  }

  private int wrongUse(CommandLine.ParameterException e, String[] args) {
    console.say("nnd: " + words(e));
    console.say("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Failure.WRONG_USE;
  }

  private static String words(CommandLine.ParameterException e) {
    boolean command = e.getCommandLine().getParent() == null;
    if (command && e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      List<String> nearest = unmatched.getSuggestions();
      if (!word.startsWith("-")) {
        return "there is no command `"
            + word
            + "`"
            + (nearest.isEmpty() ? "" : "; is it `" + nearest.get(0) + "`?");
      }
    }
    // The library says the word twice for options that take pairs.
    return e.getMessage().replace("option option", "option");
  }

  private int failed(Exception e, CommandLine line, CommandLine.ParseResult result) {
    return report(e);
  }

  private int exitCode(Throwable e) {
    return e instanceof CommandLine.ParameterException ? Failure.WRONG_USE : Failure.FAILED;
  }

  private int report(Exception e) {
    if (e instanceof Failure failure) {
      failure
          .diagnostic()
          .ifPresentOrElse(
              diagnostic -> console.show(List.of(diagnostic)),
              () -> console.say("nnd: " + failure.getMessage()));
      return failure.exitCode();
    }
    Optional<List<Diagnostic>> diagnostics = diagnostics(e);
    if (diagnostics.isPresent()) {
      console.show(diagnostics.get());
    } else if (e instanceof IOException io) {
      console.say("nnd: " + message(io));
    } else if (e instanceof UncheckedIOException io) {
      console.say("nnd: " + message(io.getCause()));
    } else {
      console.say("nnd: this is a bug of nnd, please report it");
      e.printStackTrace(console.err());
    }
    return Failure.FAILED;
  }

  private static Optional<List<Diagnostic>> diagnostics(Exception e) {
    if (e instanceof CompileException compile) return Optional.of(compile.diagnostics());
    if (e instanceof WeightsException weights) return Optional.of(weights.diagnostics());
    if (e instanceof DataException data) return Optional.of(List.of(data.diagnostic()));
    return Optional.empty();
  }

  /** What the exceptions of the JDK mean, which often have a path for a message. */
  static String message(IOException e) {
    if (e instanceof FileNotFoundException || e instanceof NoSuchFileException) {
      return e.getMessage() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return e.getMessage() + ": access is denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + ": it exists already";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getFile() + ": " + system.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
