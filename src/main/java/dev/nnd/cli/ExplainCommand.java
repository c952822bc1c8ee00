package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Explained;
import dev.nnd.api.Stage;
import dev.nnd.graph.GraphText;
import dev.nnd.source.Code;
import dev.nnd.source.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd explain}: what the compiler does with a network, and why; or what a message means. */
@Command(
    name = "explain",
    description = "Shows what the compiler does with a network, and why; or what a message means.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  /** What a code looks like, though there may be none of that number. */
  private static final Pattern CODE = Pattern.compile("(?i)[EWN]\\d{1,4}");

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FILE|CODE",
      description = "A program; or the code of a message, such as E0204.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A train, or a model; without it, the only one.")
  private Optional<String> name = Optional.empty();

  @Mixin private SettingOptions settings = new SettingOptions();

  @Option(names = "--infer", description = "The network of a train as it predicts.")
  private boolean infer;

  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Write every stage as text, the loops and the class file into a folder.")
  private Optional<Path> dump = Optional.empty();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (CODE.matcher(file.toString()).matches() && !Files.exists(file)) {
      return page(file.toString().toUpperCase(Locale.ROOT));
    }
    Compiler compiler = Programs.read(file, console);
    String chosen = name.orElseGet(() -> Programs.onlyTrainOrModel(compiler, file));
    Explained explained = compiler.explain(chosen, settings.values(), infer);
    console.out().print(new ExplainedText(explained));
    console.out().flush();
    if (dump.isPresent()) write(explained, dump.get());
    return Failure.DONE;
  }

  private int page(String id) {
    Optional<Code> code = Code.find(id);
    if (code.isEmpty()) {
      throw Failure.of("there is no message " + id + "; the nearest is " + nearest(id).id());
    }
    console.print(Page.of(code.get()));
    return Failure.DONE;
  }

  /** Of the same letter, if there are some. */
  private static Code nearest(String id) {
    int number = Integer.parseInt(id.substring(1));
    return Stream.of(Code.values())
        .min(
            Comparator.comparing((Code code) -> code.id().charAt(0) != id.charAt(0))
                .thenComparing(c -> Math.abs(Integer.parseInt(c.id().substring(1)) - number)))
        .orElseThrow();
  }

  private void write(Explained explained, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Stage> stages = explained.stages();
    for (int i = 0; i < stages.size(); i++) {
      String stage = String.format(Locale.ROOT, "%02d-%s.txt", i, stages.get(i).name());
      Files.writeString(folder.resolve(stage), GraphText.print(stages.get(i).graph()));
    }
    Files.writeString(folder.resolve("loops.txt"), explained.listing());
    Files.write(folder.resolve(explained.name() + ".class"), explained.classFile());
    console.say("wrote " + (stages.size() + 2) + " files to " + folder);
  }
}
