package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.graph.Value;
import dev.nnd.program.Optimizer;

/**
 * The new value of one parameter {@code w} by its gradient {@code g}, as PyTorch has it. Weight
 * decay applies to weights alone.
 */
record UpdateRules(GraphBuilder to, Parameter parameter, Value w, Value g)
    implements Optimizer.Visitor<Value> {

  private Value setting(String name) {
    return to.add(new Primitive.Setting(name));
  }

  private Value rate() {
    return setting(OptimizerSettings.RATE);
  }

  /** {@code w - rate * step}. */
  private Value descend(Value step) {
    return to.minus(w, to.times(step, rate()));
  }

  /** {@code g + decay * w}. */
  private Value decayed(double decay) {
    return decays(decay) ? to.plus(g, to.times(w, decay)) : g;
  }

  private boolean decays(double decay) {
    return decay != 0 && parameter.role() == Role.WEIGHT;
  }

  /** {@code slot = keep * slot + share * added}, the new value of which is the result. */
  private Value remember(String name, double keep, double share, Value added) {
    String path = parameter.path() + "#" + name;
    Value old = to.add(new Parameter(path, Role.SLOT, parameter.shape(), Init.constant(0)));
    Value part = share == 1 ? added : to.times(added, share);
    Value updated = to.plus(to.times(old, keep), part);
    to.result(Result.Kind.UPDATE, path, updated);
    return updated;
  }

  /** {@code b = momentum * b + g; w = w - rate * b}, or with Nesterov {@code g + momentum * b}. */
  @Override
  public Value sgd(Optimizer.Sgd optimizer) {
    Value gradient = decayed(optimizer.weightDecay());
    if (optimizer.momentum() == 0) return descend(gradient);
    Value step = remember("momentum", optimizer.momentum(), 1, gradient);
    return descend(
        optimizer.nesterov() ? to.plus(gradient, to.times(step, optimizer.momentum())) : step);
  }

  /**
   * {@code v = decay * v + (1 - decay) * g^2; step = g / (sqrt(v) + epsilon)}, and with momentum
   * {@code b = momentum * b + step; w = w - rate * b}.
   */
  @Override
  public Value rmsProp(Optimizer.RmsProp optimizer) {
    Value gradient = decayed(optimizer.weightDecay());
    Value square = to.times(gradient, gradient);
    Value mean = remember("square", optimizer.decay(), 1 - optimizer.decay(), square);
    Value root = to.plus(to.unary(UnaryFunction.SQRT, mean), to.constant(optimizer.epsilon()));
    Value step = to.over(gradient, root);
    return descend(
        optimizer.momentum() == 0 ? step : remember("momentum", optimizer.momentum(), 1, step));
  }

  @Override
  public Value adam(Optimizer.Adam optimizer) {
    Value gradient = decayed(optimizer.weightDecay());
    return to.minus(
        w, moments(gradient, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()));
  }

  /** {@code w = w - rate * decay * w}, then Adam's step. */
  @Override
  public Value adamW(Optimizer.AdamW optimizer) {
    double decay = optimizer.weightDecay();
    Value shrunk = decays(decay) ? to.minus(w, to.times(w, to.times(rate(), decay))) : w;
    return to.minus(shrunk, moments(g, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()));
  }

  /**
   * Adam's step: {@code m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g^2; rate *
   * correction1 * m / (sqrt(v) * correction2 + epsilon)}.
   */
  private Value moments(Value gradient, double beta1, double beta2, double epsilon) {
    Value first = remember("mean", beta1, 1 - beta1, gradient);
    Value second = remember("square", beta2, 1 - beta2, to.times(gradient, gradient));
    Value root =
        to.times(to.unary(UnaryFunction.SQRT, second), setting(OptimizerSettings.CORRECTION_2));
    Value rate = to.times(rate(), setting(OptimizerSettings.CORRECTION_1));
    return to.over(to.times(first, rate), to.plus(root, to.constant(epsilon)));
  }
}
