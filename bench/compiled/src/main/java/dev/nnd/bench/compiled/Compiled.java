package dev.nnd.bench.compiled;

import dev.nnd.bench.common.Bench;
import dev.nnd.bench.common.Program;
import dev.nnd.runtime.Network;

/** A network in a jar of its own, which is on the class path; there is no compiler. */
final class Compiled implements Program {
  /** The property {@code network} is the name of the class that stands for the network. */
  public static void main(String[] args) throws Exception {
    Bench.run(new Compiled(), args);
  }

  @Override
  public Predictor predictor(dev.nnd.bench.common.Network network, int batch, Setup setup)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(System.getProperty("network"));
    Network loaded = (Network) type.getMethod("load", int.class).invoke(null, setup.threads());
    return (images, probabilities) -> loaded.predict(images, probabilities, batch);
  }

  @Override
  public Learner learner(dev.nnd.bench.common.Network network, int batch, Setup setup) {
    throw new UnsupportedOperationException("a compiled network only predicts");
  }
}
