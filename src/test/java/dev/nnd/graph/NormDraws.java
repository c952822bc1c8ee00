package dev.nnd.graph;

import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws of norms, for {@link RandomNetwork}. */
final class NormDraws {
  private static final List<Double> EPSILONS = List.of(1e-5, 1e-3, 0.1);

  private final NetworkDraw draw;
  private final Random random;
  private final GraphBuilder to;

  NormDraws(NetworkDraw draw) {
    this.draw = draw;
    this.random = draw.random();
    this.to = draw.to();
  }

  private Layer.BatchNorm randomNorm() {
    return new Layer.BatchNorm(
        draw.pick(List.of(0.9, 0.5)),
        draw.pick(EPSILONS),
        random.nextInt(4) > 0,
        random.nextInt(4) > 0);
  }

  private List<Value> normParameters(Layer.BatchNorm norm, int channels) {
    List<Value> parameters = new ArrayList<>();
    if (norm.scale()) parameters.add(draw.parameter("scale", Role.SCALE, channels));
    if (norm.shift()) parameters.add(draw.parameter("shift", Role.SHIFT, channels));
    parameters.add(draw.parameter("running_mean", Role.STATISTIC, channels));
    parameters.add(draw.parameter("running_var", Role.STATISTIC, channels));
    return parameters;
  }

  Optional<Value> norm(Value x) {
    Layer.BatchNorm norm = randomNorm();
    return Optional.of(draw.remembered(norm, x, normParameters(norm, to.shape(x).dim(1))));
  }

  Optional<Value> fusedNorm(Value x) {
    Layer.BatchNorm norm = randomNorm();
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(normParameters(norm, to.shape(x).dim(1)));
    draw.next();
    boolean residual = random.nextBoolean();
    if (residual) operands.add(draw.alike(x));
    Optional<Activation> activation =
        random.nextBoolean() ? Optional.of(draw.activation()) : Optional.empty();
    return Optional.of(
        to.add(new Layer.FusedNorm(norm, residual, activation), operands, Span.nowhere()));
  }

  Optional<Value> layerNorm(Value x) {
    if (to.shape(x).rank() < 2) return Optional.empty();
    int features = to.shape(x).dim(-1);
    boolean scale = random.nextInt(3) > 0;
    boolean shift = random.nextInt(3) > 0;
    List<Value> parameters = new ArrayList<>();
    if (scale) parameters.add(draw.parameter("scale", Role.SCALE, features));
    if (shift) parameters.add(draw.parameter("shift", Role.SHIFT, features));
    Layer norm = new Layer.LayerNorm(random.nextBoolean(), draw.pick(EPSILONS), scale, shift);
    return Optional.of(draw.remembered(norm, x, parameters));
  }

  Optional<Value> groupNorm(Value x) {
    int channels = to.shape(x).dim(1);
    int groups = draw.pick(NetworkDraw.divisors(channels));
    // A group of one is 0 by algebra, and so are all slopes before it: a norm after it shows noise.
    if (to.shape(x).size() == groups) return Optional.empty();
    Layer norm = new Layer.GroupNorm(groups, draw.pick(EPSILONS));
    Value scale = draw.parameter("scale", Role.SCALE, channels);
    return Optional.of(
        draw.remembered(norm, x, List.of(scale, draw.parameter("shift", Role.SHIFT, channels))));
  }

  Optional<Value> channelAffine(Value x) {
    int channels = to.shape(x).dim(1);
    Value factor = draw.parameter("factor", Role.SCALE, channels);
    Value offset = draw.parameter("offset", Role.SHIFT, channels);
    draw.next();
    return Optional.of(draw.add(new Layer.ChannelAffine(), x, factor, offset));
  }
}
