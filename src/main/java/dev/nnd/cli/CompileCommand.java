package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Jar;
import dev.nnd.api.Options;
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

/** {@code nnd compile}: a network as a jar that needs nothing else. */
@Command(
    name = "compile",
    description =
        "Writes a network as a jar that runs anywhere; without weights, with those that a training"
            + " starts with.",
    mixinStandardHelpOptions = true)
final class CompileCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model of the program; without it, the one that the weights name.")
  private Optional<String> model = Optional.empty();

  @Mixin private SubjectOptions options = new SubjectOptions();

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
    Options compiled = Options.usual().withTarget(target);
    if (options.haveWeights()) {
      Subject subject = options.read(console);
      return subject
          .compiler()
          .with(compiled)
          .jar(model, options.settings(), subject.tensors(), subject.learnt().classNames());
    }
    Compiler compiler = Programs.read(options.path(), console).with(compiled);
    String name = model.orElseGet(() -> Programs.only(compiler.models(), "model", options.path()));
    console.say("no --weights: " + name + " has the weights that a training starts with");
    Safetensors start = compiler.startWeights(name, options.settings(), 0);
    return compiler.jar(Optional.of(name), options.settings(), start, List.of());
  }
}
