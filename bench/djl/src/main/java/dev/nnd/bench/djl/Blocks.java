package dev.nnd.bench.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.nnd.bench.common.Layers;
import dev.nnd.bench.common.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes layers as DJL's blocks, each appended to the chain it is given. */
final class Blocks implements Layers<SequentialBlock> {
  private final NDManager manager;
  private final boolean own;

  /**
   * Blocks whose arrays belong to a manager.
   *
   * @param own whether blocks choose their start values themselves, as DJL's do
   */
  Blocks(NDManager manager, boolean own) {
    this.manager = manager;
    this.own = own;
  }

  private void set(Block block, String name, float[] values, long... shape) {
    if (own) return;
    block.getParameters().get(name).setArray(manager.create(values, new Shape(shape)));
  }

  @Override
  public SequentialBlock dense(SequentialBlock x, Weights.Dense w) {
    Linear block = Linear.builder().setUnits(w.out()).build();
    set(block, "weight", w.weight(), w.out(), w.in());
    set(block, "bias", w.bias(), w.out());
    return x.add(block);
  }

  @Override
  public SequentialBlock conv(SequentialBlock x, Weights.Filter f) {
    Conv2d block =
        Conv2d.builder()
            .setKernelShape(new Shape(f.size(), f.size()))
            .setFilters(f.out())
            .optBias(false)
            .optStride(new Shape(f.stride(), f.stride()))
            .optPadding(new Shape(f.size() / 2, f.size() / 2))
            .build();
    set(block, "weight", f.weight(), f.out(), f.in(), f.size(), f.size());
    return x.add(block);
  }

  @Override
  public SequentialBlock norm(SequentialBlock x, Weights.Norm w) {
    BatchNorm block =
        BatchNorm.builder()
            .optEpsilon(Weights.Norm.EPSILON)
            .optMomentum(Weights.Norm.MOMENTUM)
            .build();
    set(block, "gamma", w.scale(), w.channels());
    set(block, "beta", w.shift(), w.channels());
    set(block, "runningMean", w.mean(), w.channels());
    set(block, "runningVar", w.variance(), w.channels());
    return x.add(block);
  }

  @Override
  public SequentialBlock relu(SequentialBlock x) {
    return x.add(Activation.reluBlock());
  }

  @Override
  public SequentialBlock maxPool(SequentialBlock x) {
    return x.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
  }

  @Override
  public SequentialBlock meanPool(SequentialBlock x) {
    return x.add(Pool.globalAvgPool2dBlock());
  }

  @Override
  public SequentialBlock residual(
      SequentialBlock x, UnaryOperator<SequentialBlock> main, UnaryOperator<SequentialBlock> skip) {
    Block left = main.apply(new SequentialBlock());
    SequentialBlock right = skip.apply(new SequentialBlock());
    if (right.getChildren().isEmpty()) right.add(ai.djl.nn.Blocks.identityBlock());
    return x.add(
        new ParallelBlock(
            sides ->
                new NDList(sides.get(0).singletonOrThrow().add(sides.get(1).singletonOrThrow())),
            List.of(left, right)));
  }

  @Override
  public SequentialBlock flatten(SequentialBlock x) {
    return x.add(ai.djl.nn.Blocks.batchFlattenBlock());
  }

  @Override
  public SequentialBlock softmax(SequentialBlock x) {
    return x.add(new LambdaBlock(list -> new NDList(list.singletonOrThrow().softmax(-1))));
  }
}
