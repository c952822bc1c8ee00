package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.data.Batches;
import dev.nnd.data.Examples;
import dev.nnd.data.Preprocessing;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Tensor;
import dev.nnd.train.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nnd predict}: what a trained network says to new inputs. */
@Command(
    name = "predict",
    description = "Says what a trained network makes of new inputs.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model of the program; without it, the one that the weights name.")
  private Optional<String> model = Optional.empty();

  @Mixin private SubjectOptions options = new SubjectOptions();
  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "X",
      description = "Raw inputs: .npy, .npz, .csv, .png, .jpg, .bmp or .gif.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "Y",
      description = "The file to write: .npy, .npz or .csv.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Overwrite the output.")
  private boolean force;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    OutputFile file = OutputFile.of(output, force);
    Subject subject = options.read(console);
    Compiler compiler = subject.compiler().with(machine.options());
    Preprocessing learnt = subject.learnt();
    try (Network network = compiler.network(model, options.settings(), subject.tensors())) {
      file.check(network.outputs());
      Examples examples = learnt.read(input, TrainingData.wanted(network.inputs()));
      Map<String, Tensor> outputs = predict(network, examples);
      if (network.outputs().size() == 1 && isTrained(subject.tensors().metadata())) {
        Port port = network.outputs().get(0);
        learnt.restoreTarget(outputs.get(port.name()).data(), port.size());
      }
      file.write(outputs, learnt.classNames());
      console.say("wrote " + Counts.of(examples.count(), "prediction") + " to " + output);
    }
    return Failure.DONE;
  }

  /** Whether the model is the one that the weights were trained for, and not a part of it. */
  private boolean isTrained(Map<String, String> metadata) {
    return model.isEmpty() || model.get().equals(metadata.get("model"));
  }

  private static Map<String, Tensor> predict(Network network, Examples examples) {
    int count = examples.count();
    Batches all = Batches.inOrder(examples, count);
    float[][] inputs = new float[network.inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      Port port = network.inputs().get(i);
      inputs[i] = new float[Math.multiplyExact(count, port.size())];
      all.fill(0, port.name(), inputs[i]);
    }
    float[][] outputs = new float[network.outputs().size()][];
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      Port port = network.outputs().get(i);
      outputs[i] = new float[Math.multiplyExact(count, port.size())];
      List<Integer> shape = new ArrayList<>(List.of(count));
      shape.addAll(port.shape());
      named.put(port.name(), new Tensor(shape, outputs[i]));
    }
    network.predict(inputs, outputs, count);
    return named;
  }
}
