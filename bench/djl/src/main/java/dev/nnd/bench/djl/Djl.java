package dev.nnd.bench.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.nnd.bench.common.Bench;
import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Program;

/**
 * DJL with PyTorch. Predicting calls the blocks themselves, which is no slower than a Predictor.
 */
final class Djl implements Program {
  /** See {@link Bench}. The number of threads is a property of the engine. */
  public static void main(String[] args) throws Exception {
    Bench.run(new Djl(), args);
  }

  @Override
  public Predictor predictor(Network network, int batch, Setup setup) {
    Model model = Model.newInstance(network.id());
    NDManager manager = model.getNDManager();
    Blocks layers = new Blocks(manager, setup.cold());
    SequentialBlock block = network.predicting(layers, new SequentialBlock());
    Shape shape = new Shape(network.batch(batch));
    model.setBlock(block);
    block.initialize(manager, DataType.FLOAT32, shape);
    block.freezeParameters(true);
    ParameterStore parameters = new ParameterStore(manager, false);
    return (images, probabilities) -> {
      // Asked of the model, as a model that nobody holds closes its manager.
      try (NDManager call = model.getNDManager().newSubManager()) {
        NDList output = block.forward(parameters, new NDList(call.create(images, shape)), false);
        float[] result = output.singletonOrThrow().toFloatArray();
        System.arraycopy(result, 0, probabilities, 0, result.length);
      }
    };
  }

  @Override
  public Learner learner(Network network, int batch, Setup setup) {
    Model model = Model.newInstance(network.id());
    Blocks layers = new Blocks(model.getNDManager(), setup.cold());
    model.setBlock(network.learning(layers, new SequentialBlock()));
    Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(adam));
    Shape shape = new Shape(network.batch(batch));
    Shape targetShape = new Shape(batch, 1);
    trainer.initialize(shape);
    return (images, classes) -> {
      try (NDManager call = trainer.getManager().newSubManager()) {
        NDArray x = call.create(images, shape);
        NDArray y = call.create(classes, targetShape);
        float loss;
        try (GradientCollector gradients = trainer.newGradientCollector()) {
          NDList output = trainer.forward(new NDList(x));
          NDArray mean = trainer.getLoss().evaluate(new NDList(y), output);
          gradients.backward(mean);
          loss = mean.getFloat();
        }
        trainer.step();
        return loss;
      }
    };
  }
}
