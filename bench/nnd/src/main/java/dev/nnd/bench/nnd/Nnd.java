package dev.nnd.bench.nnd;

import dev.nnd.api.Compiler;
import dev.nnd.api.Options;
import dev.nnd.api.Trainer;
import dev.nnd.bench.common.Bench;
import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Program;
import dev.nnd.bench.common.Workload;
import dev.nnd.runtime.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * nnd as a program would embed it: compiles the {@code .nnd} file, reads weights, calls. Prepares
 * the jar of the compiled network as well.
 */
final class Nnd implements Program {
  private final Options.Target target;

  private Nnd(Options.Target target) {
    this.target = target;
  }

  /** The property {@code target} says which code to make. */
  public static void main(String[] args) throws Exception {
    Bench.run(new Nnd(Options.Target.valueOf(System.getProperty("target"))), args);
  }

  @Override
  public void prepare(Network network, int batch, Setup setup) throws IOException {
    Names names = new Names();
    network.predicting(names, names.input());
    Safetensors weights = new Safetensors(names.tensors(), Map.of());
    weights.write(weights(network, setup));
    if (network != Workload.FIRST_PREDICTION.network()) return;
    compiler(network, setup)
        .with(Options.usual())
        .jar(Optional.empty(), Map.of(), weights, List.of())
        .write(setup.folder().resolve(network.id() + ".jar"));
  }

  private static Path weights(Network network, Setup setup) {
    return setup.folder().resolve(network.id() + ".safetensors");
  }

  private Compiler compiler(Network network, Setup setup) throws IOException {
    Path source = setup.workloads().resolve(network.id() + ".nnd");
    // A start for vectors is what a program gets that asks for nothing: portable code comes first.
    boolean usual = setup.cold() && target == Options.Target.VECTOR;
    Options.Target chosen = usual ? Options.Target.AUTO : target;
    return Compiler.of(source)
        .with(Options.usual().withTarget(chosen).withThreads(setup.threads()));
  }

  @Override
  public Predictor predictor(Network network, int batch, Setup setup) throws IOException {
    Safetensors weights = Safetensors.read(weights(network, setup));
    dev.nnd.runtime.Network compiled = compiler(network, setup).network(weights);
    return batch == 1
        ? compiled::predict
        : (images, probabilities) -> compiled.predict(images, probabilities, batch);
  }

  @Override
  public Learner learner(Network network, int batch, Setup setup) throws IOException {
    Trainer trainer = compiler(network, setup).trainer();
    if (!setup.cold()) {
      Names names = new Names();
      network.learning(names, names.input());
      trainer.load(names.tensors());
    }
    float[][] columns = new float[2][];
    return (images, classes) -> {
      columns[0] = images;
      columns[1] = classes;
      return (float) trainer.step(columns, batch);
    };
  }
}
