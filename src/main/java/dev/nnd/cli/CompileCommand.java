package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Jar;
import dev.nnd.api.Options;
import dev.nnd.data.Preprocessing;
import dev.nnd.runtime.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd compile}: a network as a jar that needs nothing else. */
@Command(
    name = "compile",
    description = "Writes a network as a jar that runs anywhere.",
    mixinStandardHelpOptions = true)
final class CompileCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FILE|RUN",
      description = "A program, or the folder of a run.")
  private Path path = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model of the program; without it, the one that the weights name.")
  private Optional<String> model = Optional.empty();

  @Mixin private SettingOptions settings = new SettingOptions();

  @Option(
      names = "--weights",
      paramLabel = "W",
      description =
          "The weights; a run has some of its own. Without any, those that a training starts with.")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "The code in the jar: vector, portable, or auto, which is both; vectors are used where Java"
              + " offers them.")
  private Options.Target target = Options.Target.AUTO;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "JAR",
      description = "The file to write.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Overwrite the output.")
  private boolean force;

  CompileCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    checkOutput();
    Jar jar = jar();
    jar.write(output);
    console.say(
        "wrote %s (%s); its class is %s"
            .formatted(output, Counts.bytes(Files.size(output)), jar.mainClass()));
    return Failure.DONE;
  }

  private void checkOutput() {
    if (!output.toString().endsWith(".jar")) {
      throw Failure.use("the name of " + output + " must end in .jar");
    }
    if (Files.exists(output) && !force) {
      throw Failure.of(output + " exists already; --force overwrites it");
    }
  }

  private Jar jar() throws IOException {
    Options options = Options.usual().withTarget(target);
    if (!Files.isDirectory(path) && weights.isEmpty()) {
      Compiler compiler = Programs.read(path, console).with(options);
      String name = model.orElseGet(() -> Programs.only(compiler.models(), "model", path));
      console.say("no --weights: " + name + " has the weights that a training starts with");
      Safetensors start = compiler.startWeights(name, settings.values(), 0);
      return compiler.jar(Optional.of(name), settings.values(), start, List.of());
    }
    Subject subject = Subject.read(path, weights, console);
    Compiler compiler = subject.compiler().with(options);
    Preprocessing learnt =
        Preprocessing.fromMetadata(subject.weights(), subject.tensors().metadata());
    return compiler.jar(model, settings.values(), subject.tensors(), learnt.classNames());
  }
}
