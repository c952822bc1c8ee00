package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.report.Export;
import dev.nnd.report.Page;
import dev.nnd.report.Study;
import dev.nnd.runtime.AtomicFile;
import dev.nnd.tune.Header;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.SearchRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd report}: what a search has learnt. */
@Command(
    name = "report",
    description = "Shows what a search has learnt, as a page or for other programs.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The folder of a search, which may still be under way.")
  private Path run = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PAGE",
      description = "The page to write; without it, report.html in the search's folder.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--force", description = "Overwrite the page.")
  private boolean force;

  @Option(names = "--json", description = "Print all that is known as one JSON object.")
  private boolean json;

  @Option(names = "--csv", description = "Print a table with a row for each trial.")
  private boolean csv;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (json && csv) throw Failure.use("--json and --csv both print; choose one");
    boolean writes = output.isPresent() || !json && !csv;
    Path page = output.orElse(run.resolve("report.html"));
    if (output.isPresent() && Files.exists(page) && !force) {
      throw Failure.of(page + " exists already; --force overwrites it");
    }
    Study study = study();
    if (writes) {
      write(page, Page.of(study, System.currentTimeMillis()));
      console.say("wrote " + page);
    }
    if (json) console.out().print(Export.json(study));
    if (csv) console.out().print(Export.csv(study));
    console.out().flush();
    return Failure.DONE;
  }

  private Study study() throws IOException {
    SearchFolder folder = SearchFolder.open(run);
    SearchRecord record = SearchRecord.read(folder);
    Header header = record.header();
    String text = SearchRecord.program(folder, header);
    Compiler compiler = Compiler.of(header.file(), text);
    return Study.of(
        compiler.search(Optional.of(header.search())), record, shown(header.file()), text);
  }

  /** A file as it is named from here. */
  static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path there = file.toAbsolutePath().normalize();
    return there.startsWith(here) ? here.relativize(there).toString() : there.toString();
  }

  private static void write(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        file,
        out -> {
          while (bytes.hasRemaining()) out.write(bytes);
        });
  }
}
