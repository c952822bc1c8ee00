package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.runtime.Safetensors;
import dev.nnd.train.Progress;
import dev.nnd.train.RunFolder;
import dev.nnd.train.Training;
import dev.nnd.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd train}: from a program to a run's folder with its weights. */
@Command(
    name = "train",
    description = "Trains a network and leaves its weights and metrics in a folder.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** Where runs go that are given no name. */
  private static final Path RUNS = Path.of("runs");

  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "A program.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A train; without it, the only one.")
  private Optional<String> name = Optional.empty();

  @Mixin private SettingOptions settings = new SettingOptions();
  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(names = "--weights", paramLabel = "IN", description = "Start from these weights.")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "The folder to make; without it, one under runs.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How many epochs, in place of the program's.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (epochs.orElse(1) < 1) throw Failure.use("--epochs must be at least 1");
    if (out.isPresent() && Files.exists(out.get())) {
      throw Failure.of(out.get() + " exists already; choose another folder for the run");
    }
    Compiler compiler = Programs.read(file, console).with(machine.options());
    String train = name.orElseGet(() -> Programs.only(compiler.trains(), "train", file));
    try (Trainer trainer = compiler.trainer(train, settings.values())) {
      if (weights.isPresent()) trainer.load(Safetensors.read(weights.get()).tensors());
      DataSet data = TrainingData.load(trainer);
      notes(trainer);
      return train(compiler, trainer, data);
    }
  }

  private int train(Compiler compiler, Trainer trainer, DataSet data) throws IOException {
    RunFolder folder =
        out.isPresent()
            ? RunFolder.create(out.get())
            : RunFolder.create(RUNS, trainer.plan().name());
    int count = epochs.orElse(trainer.plan().epochs());
    folder.start(compiler.source().text(), record(trainer, count));
    console.say("the run's folder is " + folder.path());
    Examples examples = data.part(Part.TRAIN).orElseThrow();
    String unit = trainer.inputs().get(0).shape().size() == 3 ? "images" : "examples";
    try (Interrupts interrupts = new Interrupts();
        Progress progress =
            new Progress(console.err(), console.terminal(), count, examples.count(), unit)) {
      Training training =
          new Training(trainer, data, folder, progress, count, interrupts::requested);
      return report(training.run(), folder);
    }
  }

  /** What the program leaves open, for the run's record. */
  private Map<String, Object> record(Trainer trainer, int count) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("file", file.toAbsolutePath().normalize().toString());
    record.put("train", trainer.plan().name());
    trainer.plan().settings().forEach((key, value) -> record.put("set." + key, value));
    record.put("epochs", count);
    record.put("seed", trainer.plan().seed());
    weights.ifPresent(path -> record.put("weights", path.toString()));
    record.put("threads", machine.options().threads());
    record.put("java", System.getProperty("java.runtime.version"));
    record.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return record;
  }

  /** One line each, as they are no mistakes; a block that is used twice is noted once. */
  private void notes(Trainer trainer) {
    trainer.notes().stream()
        .map(note -> note.severity().word() + ": " + note.span() + ": " + note.message())
        .distinct()
        .forEach(console::say);
  }

  private int report(Training.Outcome outcome, RunFolder folder) {
    return switch (outcome.end()) {
      case FINISHED -> {
        Results.print(console, outcome.result(), json);
        yield Failure.DONE;
      }
      case DIVERGED -> {
        console.say(
            "nnd: training diverged in epoch "
                + (outcome.epochs() + 1)
                + ": the loss is no number any more; a smaller rate often helps");
        yield Failure.FAILED;
      }
      case INTERRUPTED -> {
        console.say(
            "ended in epoch "
                + (outcome.epochs() + 1)
                + "; to start from these weights, add --weights "
                + folder.finalWeights());
        yield Failure.FAILED;
      }
    };
  }
}
