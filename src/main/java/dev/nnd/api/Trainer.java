package dev.nnd.api;

import dev.nnd.check.Model;
import dev.nnd.check.TrainSetup;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.kernel.Target;
import dev.nnd.lower.SplitWeights;
import dev.nnd.pass.EliminateBias;
import dev.nnd.pass.Outcome;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Team;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network that learns, batch by batch, as a {@code train} declaration says. Not for several
 * threads at once; closing ends the threads that share its work.
 *
 * <p>The same program and batches give the same weights bit for bit, whatever the target and the
 * number of threads. What a step needs is compiled with the first step, and what an evaluation
 * needs with the first evaluation.
 */
public final class Trainer implements AutoCloseable {
  /**
   * Parts that a batch is divided into, each with gradients of its own. A constant, as the bits of
   * the result depend on it: so many threads can share a step, and fewer are the more equally busy.
   */
  static final int SHARDS = 8;

  /** Samples that an evaluation works on at a time. */
  private static final int EVALUATED = 64;

  private final TrainPlan plan;
  private final Model model;
  private final Options.Target target;
  private final Foundry foundry;
  private final Team team;
  private final Ports ports;
  private final List<Port> columns;
  private final Graph lossGraph;
  private final Outcome reduced;
  private Map<String, float[]> values;
  private @Nullable Learning learning;
  private @Nullable Evaluator evaluator;
  private boolean evaluatorIsCurrent;
  private int steps;

  Trainer(TrainSetup setup, Options options, Foundry foundry) {
    this.foundry = foundry;
    this.plan = setup.plan();
    this.model = setup.model();
    this.lossGraph = setup.training();
    this.target = options.target();
    this.team = new Team(options.threads());
    this.ports = Ports.of(model.graph());
    this.columns = new ArrayList<>(ports.inputs());
    Ports.of(lossGraph).inputs().stream()
        .filter(port -> !ports.inputs().contains(port))
        .forEach(columns::add);
    this.reduced = new EliminateBias().run(model.graph());
    this.values = InitialWeights.of(reduced.graph(), plan.seed());
  }

  /** What the declaration asks for. */
  public TrainPlan plan() {
    return plan;
  }

  /** What the network takes, in the order of the program. */
  public List<Port> inputs() {
    return ports.inputs();
  }

  /** What the outputs are compared with; of classes, one number each. */
  public Port target() {
    return columns.get(columns.size() - 1);
  }

  /** What the network gives, in the order of the program. */
  public List<Port> outputs() {
    return ports.outputs();
  }

  /** What the compiler did to the network that its author should know. */
  public List<Diagnostic> notes() {
    return reduced.notes();
  }

  /** How many steps were made. */
  public int steps() {
    return steps;
  }

  /**
   * Learns from a batch at the rate of the declaration; see {@link #step(float[][], int, double)}.
   */
  public double step(float[][] columns, int batch) {
    return step(columns, batch, plan.optimizer().rate());
  }

  /**
   * Learns from a batch.
   *
   * @param columns an array for each of {@link #inputs}, then one for {@link #target}, with the
   *     samples one after the other
   * @param batch how many samples; from 1 to the batch size of the declaration
   * @param rate the rate of this step
   * @return the mean loss of the batch, before the step; NaN or infinite if training diverged
   * @throws IllegalArgumentException if an array is missing or too short, or the batch has another
   *     size
   */
  public double step(float[][] columns, int batch, double rate) {
    if (batch < 1 || batch > plan.batch()) {
      throw new IllegalArgumentException(
          "a batch of " + batch + ", but the declaration says `batch: " + plan.batch() + "`");
    }
    Port.check(this.columns, columns, batch);
    evaluatorIsCurrent = false;
    return learning().step(columns, batch, rate, ++steps);
  }

  /**
   * What the network predicts now, and how well.
   *
   * @param columns as for {@link #step}
   * @param batch how many samples; at least 1
   * @param outputs an array for each of {@link #outputs}, which is given what comes out
   * @return the mean loss
   * @throws IllegalArgumentException if an array is missing or too short
   */
  public double evaluate(float[][] columns, int batch, float[][] outputs) {
    if (batch < 1) throw new IllegalArgumentException("a batch of " + batch);
    Port.check(this.columns, columns, batch);
    Port.check(ports.outputs(), outputs, batch);
    return evaluator().run(columns, batch, outputs);
  }

  /** A copy of the parameters, by path. */
  public Map<String, Tensor> weights() {
    Map<String, float[]> now = values();
    Map<String, Tensor> weights = new TreeMap<>();
    for (Parameter parameter : reduced.graph().parameters()) {
      float[] value = now.get(parameter.path()).clone();
      weights.put(parameter.path(), new Tensor(parameter.shape().dims(), value));
    }
    return weights;
  }

  /** What a weight file should say about the network, for {@link Compiler#network}. */
  public Map<String, String> metadata() {
    return ModelChoice.of(model).toMetadata();
  }

  /**
   * Starts anew from these parameters. A bias that the compiler drops may be among them; its effect
   * moves to the running means.
   *
   * @throws WeightsException if they do not suit the network
   */
  public void load(Map<String, Tensor> weights) {
    values = FittedWeights.of(model.graph(), weights);
    learning = null;
    evaluatorIsCurrent = false;
    steps = 0;
  }

  /**
   * A copy of all that a training goes on from, by path: the parameters, and what the optimizer
   * remembers about them.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> weights = weights();
    Map<String, Tensor> state = new TreeMap<>(weights);
    values.forEach(
        (path, value) -> {
          // A slot is like its parameter, whatever shape that has in the code.
          Tensor owner = weights.get(FittedWeights.owner(path));
          if (FittedWeights.isSlot(path) && owner != null) {
            state.put(path, new Tensor(owner.shape(), value.clone()));
          }
        });
    return state;
  }

  /**
   * Goes on from a {@link #state}: the steps that follow give the same bits as if the training had
   * never been left.
   *
   * @param steps how many steps had led to the state
   * @throws WeightsException if the parameters do not suit the network
   */
  public void restore(Map<String, Tensor> state, int steps) {
    load(state);
    state.forEach(
        (path, tensor) -> {
          if (FittedWeights.isSlot(path)) values.put(path, tensor.data().clone());
        });
    this.steps = steps;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    if (learning != null) foundry.release(learning.cast());
    if (evaluator != null) foundry.release(evaluator.cast());
    team.close();
  }

  private Map<String, float[]> values() {
    if (learning != null) values.putAll(learning.values());
    return values;
  }

  private Learning learning() {
    if (learning == null) {
      Graph graph = Stages.unwatched().training(lossGraph, plan);
      for (Parameter parameter : graph.parameters()) {
        // What the optimizer remembers, unless a state brought it.
        values.computeIfAbsent(parameter.path(), path -> InitialWeights.of(parameter, plan.seed()));
      }
      Foundry.Cast cast = foundry.compile(graph, target, stepOptions(plan));
      learning = new Learning(cast, plan, columns, values, team);
    }
    return learning;
  }

  private Evaluator evaluator() {
    if (evaluator == null) {
      Names names = Names.of(model.name(), model.origin());
      dev.nnd.kernel.Options options =
          new dev.nnd.kernel.Options(
              Target.portable(), EVALUATED, SHARDS, names.type(), names.file());
      SplitWeights split = SplitWeights.of(Stages.unwatched().inference(lossGraph));
      Foundry.Cast cast = foundry.compile(split.rest(), target, options);
      evaluator = new Evaluator(split, cast, columns, ports.outputs(), EVALUATED, team);
      evaluatorIsCurrent = false;
    }
    if (!evaluatorIsCurrent) {
      evaluator.bind(values());
      evaluatorIsCurrent = true;
    }
    return evaluator;
  }

  /** What the kernels of a training's step are made for, but for their kind. */
  static dev.nnd.kernel.Options stepOptions(TrainPlan plan) {
    Names names = Names.of(plan.name(), plan.origin());
    return new dev.nnd.kernel.Options(
        Target.portable(), plan.batch(), SHARDS, names.type(), names.file());
  }
}
