package dev.nnd.bench.smile;

import dev.nnd.bench.common.Bench;
import dev.nnd.bench.common.Layers;
import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Program;
import dev.nnd.bench.common.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import smile.classification.MLP;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;

/**
 * Smile's multilayer perceptron, sample by sample. It computes in float64, has neither norms nor
 * Adam, and starts from weights of its own, so it only predicts, and its outputs are its own.
 */
final class Smile implements Program {
  /** See {@link Bench}. */
  public static void main(String[] args) throws Exception {
    Bench.run(new Smile(), args);
  }

  @Override
  public Predictor predictor(Network network, int batch, Setup setup) {
    List<LayerBuilder> layers = new ArrayList<>();
    layers.add(Layer.input(network.size()));
    List<Integer> units = network.predicting(new Units(), new ArrayList<>());
    for (int hidden : units.subList(0, units.size() - 1)) layers.add(Layer.rectifier(hidden));
    layers.add(Layer.mle(network.classes(), OutputFunction.SOFTMAX));
    MLP mlp = new MLP(layers.toArray(LayerBuilder[]::new));
    double[] x = new double[network.size()];
    double[] y = new double[network.classes()];
    return (images, probabilities) -> {
      for (int i = 0; i < x.length; i++) x[i] = images[i];
      mlp.predict(x, y);
      for (int i = 0; i < y.length; i++) probabilities[i] = (float) y[i];
    };
  }

  @Override
  public Learner learner(Network network, int batch, Setup setup) {
    throw new UnsupportedOperationException("Smile has neither norms nor Adam");
  }

  /** The sizes of dense layers. */
  private static final class Units implements Layers<List<Integer>> {
    @Override
    public List<Integer> dense(List<Integer> x, Weights.Dense weights) {
      x.add(weights.out());
      return x;
    }

    @Override
    public List<Integer> relu(List<Integer> x) {
      return x;
    }

    @Override
    public List<Integer> softmax(List<Integer> x) {
      return x;
    }

    @Override
    public List<Integer> conv(List<Integer> x, Weights.Filter weights) {
      throw new UnsupportedOperationException("conv");
    }

    @Override
    public List<Integer> norm(List<Integer> x, Weights.Norm weights) {
      throw new UnsupportedOperationException("norm");
    }

    @Override
    public List<Integer> maxPool(List<Integer> x) {
      throw new UnsupportedOperationException("maxPool");
    }

    @Override
    public List<Integer> meanPool(List<Integer> x) {
      throw new UnsupportedOperationException("meanPool");
    }

    @Override
    public List<Integer> flatten(List<Integer> x) {
      throw new UnsupportedOperationException("flatten");
    }

    @Override
    public List<Integer> residual(
        List<Integer> x, UnaryOperator<List<Integer>> main, UnaryOperator<List<Integer>> skip) {
      throw new UnsupportedOperationException("residual");
    }
  }
}
