package dev.nnd.cli;

import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.BadFileException;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Formatter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd fmt}: programs in their one form. */
@Command(
    name = "fmt",
    description = "Sets programs in their one form.",
    mixinStandardHelpOptions = true)
final class FmtCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Programs, which are changed in place; - formats from input to output.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--check",
      description =
          "Change nothing; list the programs that would change, and fail if there are any.")
  private boolean check;

  FmtCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    boolean good = true;
    for (String file : files) {
      try {
        good &= file.equals(STANDARD_INPUT) ? formatInput() : format(Path.of(file));
      } catch (IOException e) {
        // The other files are formatted all the same.
        console.say("nnd: " + Commands.message(e));
        good = false;
      }
    }
    return good ? Failure.DONE : Failure.FAILED;
  }

  private boolean formatInput() throws IOException {
    String text = text(Path.of("<stdin>"), console.in().readAllBytes());
    Optional<String> formatted = formatted("<stdin>", text);
    if (check) return formatted.isPresent() && unchanged("<stdin>", text, formatted.get());
    formatted.ifPresent(console.out()::print);
    console.out().flush();
    return formatted.isPresent();
  }

  private boolean format(Path file) throws IOException {
    String text = text(file, Files.readAllBytes(file));
    Optional<String> formatted = formatted(file.toString(), text);
    if (formatted.isEmpty()) return false;
    if (check) return unchanged(file.toString(), text, formatted.get());
    if (!formatted.get().equals(text)) {
      byte[] bytes = formatted.get().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(
          file,
          out -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) out.write(rest);
          });
    }
    return true;
  }

  private boolean unchanged(String name, String text, String formatted) {
    boolean same = formatted.equals(text);
    if (!same) console.out().println(name);
    return same;
  }

  private Optional<String> formatted(String name, String text) {
    Diagnostics out = new Diagnostics();
    Optional<String> formatted = Formatter.format(new SourceFile(name, text), out);
    console.show(out.sorted());
    return formatted;
  }

  private static String text(Path file, byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadFileException(file, "not UTF-8 text", e);
    }
  }
}
