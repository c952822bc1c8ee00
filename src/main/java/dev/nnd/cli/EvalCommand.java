package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.train.Measuring;
import dev.nnd.train.TrainingData;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd eval}: how well trained weights do on a part of the data. */
@Command(
    name = "eval",
    description = "Measures how well trained weights do.",
    mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A train of the program; without it, the only one.")
  private Optional<String> name = Optional.empty();

  @Mixin private SubjectOptions options = new SubjectOptions();
  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(
      names = "--on",
      paramLabel = "PART",
      description = "The part of the data: test, validation or train.")
  private Part part = Part.TEST;

  @Option(names = "--json", description = "Print the numbers as one JSON object.")
  private boolean json;

  EvalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Subject subject = options.read(console);
    Compiler compiler = subject.compiler().with(machine.options());
    String train =
        name.or(subject::train)
            .orElseGet(() -> Programs.only(compiler.trains(), "train", options.path()));
    Map<String, String> values = new LinkedHashMap<>(subject.settings());
    values.putAll(options.settings());
    try (Trainer trainer = compiler.trainer(train, values)) {
      trainer.load(subject.tensors().tensors());
      DataSet data = TrainingData.load(trainer, subject.learnt());
      String wanted = part.name().toLowerCase(Locale.ROOT);
      Examples examples =
          data.part(part)
              .orElseThrow(
                  () ->
                      Failure.of(
                          "`" + trainer.plan().data().name() + "` has no " + wanted + " part"));
      Results.print(console, new LinkedHashMap<>(new Measuring(trainer).of(part, examples)), json);
    }
    return Failure.DONE;
  }
}
