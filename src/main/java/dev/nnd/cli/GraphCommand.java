package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Sketch;
import dev.nnd.picture.Dot;
import dev.nnd.picture.Page;
import dev.nnd.picture.Svg;
import dev.nnd.runtime.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd graph}: a network as a picture. */
@Command(
    name = "graph",
    description = "Draws a network: as SVG, as a page with costs by layer, or as DOT.",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "A program.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A model, or a train for the model as it trains it; without it, the only one.")
  private Optional<String> name = Optional.empty();

  @Mixin private SettingOptions settings = new SettingOptions();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "PICTURE",
      description = "The file to write, .svg, .html or .dot; - prints SVG.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Overwrite the output.")
  private boolean force;

  GraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Function<Sketch, String> form = form();
    boolean print = output.equals(STANDARD_OUTPUT);
    if (!print && Files.exists(output) && !force) {
      throw Failure.of(output + " exists already; --force overwrites it");
    }
    Compiler compiler = Programs.read(file, console);
    String chosen = name.orElseGet(() -> only(compiler));
    String picture = form.apply(compiler.sketch(chosen, settings.values()));
    if (print) {
      console.out().print(picture);
      console.out().flush();
    } else {
      ByteBuffer bytes = ByteBuffer.wrap(picture.getBytes(StandardCharsets.UTF_8));
      AtomicFile.write(
          output,
          out -> {
            while (bytes.hasRemaining()) out.write(bytes);
          });
      console.say("wrote " + output);
    }
    return Failure.DONE;
  }

  /** The only train, which knows the settings of its model, or else the only model. */
  private String only(Compiler compiler) {
    return compiler.trains().size() == 1
        ? compiler.trains().get(0)
        : Programs.only(compiler.models(), "model", file);
  }

  private Function<Sketch, String> form() {
    String ending = output.toString().toLowerCase(Locale.ROOT);
    if (ending.endsWith(".svg") || output.equals(STANDARD_OUTPUT)) return Svg::of;
    if (ending.endsWith(".html") || ending.endsWith(".htm")) return Page::of;
    if (ending.endsWith(".dot") || ending.endsWith(".gv")) return Dot::of;
    throw Failure.use("the name of " + output + " must end in .svg, .html or .dot");
  }
}
