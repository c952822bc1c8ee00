package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.runtime.Safetensors;
import dev.nnd.source.Diagnostic;
import dev.nnd.train.Progress;
import dev.nnd.train.RunFolder;
import dev.nnd.train.RunRecord;
import dev.nnd.train.Training;
import dev.nnd.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A program; a run that goes on has its own.")
  private Optional<Path> file = Optional.empty();

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

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run that was ended, as if it had not been.")
  private Optional<Path> resume = Optional.empty();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (epochs.orElse(1) < 1) throw Failure.use("--epochs must be at least 1");
    return resume.isPresent() ? goOn(RunFolder.open(resume.get())) : begin();
  }

  @SuppressWarnings("try") // The lock is held, not asked.
  private int begin() throws IOException {
    Path program = file.orElseThrow(() -> Failure.use("name a program to train"));
    if (out.isPresent() && Files.exists(out.get())) {
      throw Failure.of(out.get() + " exists already; choose another folder for the run");
    }
    Compiler compiler = Programs.read(program, console).with(machine.options());
    String train = name.orElseGet(() -> Programs.only(compiler.trains(), "train", program));
    try (Trainer trainer = compiler.trainer(train, settings.values())) {
      if (weights.isPresent()) trainer.load(Safetensors.read(weights.get()).tensors());
      DataSet data = TrainingData.load(trainer);
      notes(trainer);
      console.show(data.warnings());
      RunRecord record =
          RunRecord.of(program, trainer, epochs.orElse(trainer.plan().epochs()), weights);
      RunFolder folder =
          out.isPresent()
              ? RunFolder.create(out.get())
              : RunFolder.create(RUNS, trainer.plan().name());
      folder.start(compiler.source().text(), record.toSettings(machine.options().threads()));
      try (RunFolder.Lock lock = folder.lock()) {
        return train(trainer, data, folder, record.epochs(), false);
      }
    }
  }

  @SuppressWarnings("try") // The lock is held, not asked.
  private int goOn(RunFolder folder) throws IOException {
    RunRecord record = RunRecord.read(folder);
    boolean changes =
        name.isPresent()
            || weights.isPresent()
            || out.isPresent()
            || epochs.isPresent()
            || !settings.values().isEmpty();
    if (changes)
      throw Failure.use("a run goes on as it began; --resume goes with no other setting");
    try (RunFolder.Lock lock = folder.lock()) {
      return goOn(folder, record);
    }
  }

  private int goOn(RunFolder folder, RunRecord record) throws IOException {
    if (folder.isFinished()) throw Failure.of(folder.path() + " has come to its end already");
    Compiler compiler = record.compiler(folder).with(machine.options());
    if (file.isPresent()
        && !Compiler.of(file.get()).source().text().equals(compiler.source().text())) {
      throw Failure.of(file.get() + " is not the program that the run began with");
    }
    try (Trainer trainer = compiler.trainer(record.train(), record.settings())) {
      if (record.weights().isPresent()) {
        trainer.load(Safetensors.read(record.weights().get()).tensors());
      }
      return train(trainer, TrainingData.load(trainer), folder, record.epochs(), true);
    }
  }

  private int train(Trainer trainer, DataSet data, RunFolder folder, int count, boolean resumed)
      throws IOException {
    console.say("the run's folder is " + folder.path());
    Examples examples = data.part(Part.TRAIN).orElseThrow();
    String unit = trainer.inputs().get(0).shape().size() == 3 ? "images" : "examples";
    try (Interrupts interrupts = new Interrupts();
        Progress progress =
            new Progress(console.err(), console.terminal(), count, examples.count(), unit)) {
      Training training =
          new Training(trainer, data, folder, progress, count, interrupts::requested);
      if (resumed) training.resume();
      return report(training.run(), folder);
    }
  }

  /** One line each, as they are no mistakes; a block that is used twice is noted once. */
  private void notes(Trainer trainer) {
    trainer.notes().stream().map(TrainCommand::line).distinct().forEach(console::say);
  }

  private static String line(Diagnostic note) {
    String head = note.severity().word() + "[" + note.code().id() + "]";
    return head + ": " + note.span() + ": " + note.message();
  }

  private int report(Training.Outcome outcome, RunFolder folder) {
    int epoch = outcome.epochs() + 1;
    return switch (outcome.end()) {
      case FINISHED -> {
        Results.print(console, outcome.result(), json);
        yield Failure.DONE;
      }
      case DIVERGED -> {
        console.say(
            "nnd: training diverged in epoch "
                + epoch
                + ": the loss is no number any more; a smaller rate often helps");
        yield Failure.FAILED;
      }
      case INTERRUPTED, ENDED -> {
        console.say(
            "ended in epoch " + epoch + "; go on with: nnd train --resume " + folder.path());
        yield Failure.FAILED;
      }
    };
  }
}
