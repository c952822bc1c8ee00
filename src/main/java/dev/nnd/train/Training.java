package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.Batches;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The loop: each epoch walks once over the train part in a new order, then measures the validation
 * part; at the end the test part is measured. A finished epoch is on disk before the next begins.
 */
public final class Training {
  private final Trainer trainer;
  private final TrainPlan plan;
  private final DataSet data;
  private final RunFolder folder;
  private final Progress progress;
  private final int epochs;
  private final BooleanSupplier interrupted;
  private final Columns columns;
  private final Measuring measuring;
  private final Watch best;
  private final Optional<Watch> patience;
  private final List<Double> validationLosses = new ArrayList<>();
  private Map<String, Object> bestEpoch = Map.of();
  private Map<String, Tensor> bestWeights = Map.of();

  /** How a training ended. */
  public enum End {
    /** All epochs are done, or {@code stop} ended it. */
    FINISHED,
    /** The loss is no number any more. */
    DIVERGED,
    /** The caller ended it. */
    INTERRUPTED
  }

  /**
   * What came of a training.
   *
   * @param epochs how many were finished
   * @param result what the weights that count achieve, by name; empty if it has not finished
   */
  public record Outcome(End end, int epochs, Map<String, Object> result) {}

  /**
   * A training that has not begun.
   *
   * @param epochs how many there will be; at least 1
   * @param interrupted is asked after every step whether to end
   */
  public Training(
      Trainer trainer,
      DataSet data,
      RunFolder folder,
      Progress progress,
      int epochs,
      BooleanSupplier interrupted) {
    this.trainer = trainer;
    this.plan = trainer.plan();
    this.data = data;
    this.folder = folder;
    this.progress = progress;
    this.epochs = epochs;
    this.interrupted = interrupted;
    this.columns = new Columns(trainer, plan.batch());
    this.measuring = new Measuring(trainer);
    Watched usual =
        new Watched(data.part(Part.VALIDATION).isPresent() ? Part.VALIDATION : Part.TRAIN, "loss");
    this.best = watch(plan.checkpoint().orElse(usual));
    this.patience = plan.stop().map(stop -> watch(stop.watched()));
  }

  private static Watch watch(Watched watched) {
    return new Watch(Measuring.name(watched.part(), watched.metric()));
  }

  /**
   * Trains, and leaves weights, metrics and the result in the folder.
   *
   * @throws IOException if the folder cannot be written
   */
  public Outcome run() throws IOException {
    Examples examples = data.part(Part.TRAIN).orElseThrow();
    Map<String, Object> lastEpoch = Map.of();
    for (int epoch = 0; epoch < epochs; epoch++) {
      double rate =
          Schedules.rate(plan.schedule(), plan.optimizer().rate(), epochs, epoch, validationLosses);
      long start = System.nanoTime();
      progress.startEpoch();
      Batches batches = Batches.shuffled(examples, plan.batch(), plan.seed(), epoch);
      Metrics learning = new Metrics(List.of(), 1);
      for (int batch = 0; batch < batches.count(); batch++) {
        step(batches, batch, rate, learning);
        if (!Double.isFinite(learning.loss())) return ended(End.DIVERGED, epoch);
        progress.step(
            epoch, Math.min((batch + 1) * plan.batch(), examples.count()), learning.loss());
        if (interrupted.getAsBoolean()) return interrupted(epoch);
      }
      Map<String, Double> metrics = measured(learning);
      lastEpoch = line(epoch, metrics, rate, System.nanoTime() - start);
      folder.addEpoch(lastEpoch);
      progress.endEpoch(epoch, metrics);
      keepIfBest(metrics, lastEpoch);
      if (isPatienceOver(metrics)) return finished(epoch + 1, lastEpoch);
    }
    return finished(epochs, lastEpoch);
  }

  private void step(Batches batches, int batch, double rate, Metrics learning) {
    int rows = columns.fill(batches, batch);
    learning.add(trainer.step(columns.arrays(), rows, rate), rows);
  }

  private Map<String, Double> measured(Metrics learning) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Measuring.name(Part.TRAIN, "loss"), learning.loss());
    Optional<Examples> validation = data.part(Part.VALIDATION);
    if (validation.isPresent()) {
      metrics.putAll(measuring.of(Part.VALIDATION, validation.get()));
      validationLosses.add(metrics.get(Measuring.name(Part.VALIDATION, "loss")));
    }
    return metrics;
  }

  private static Map<String, Object> line(
      int epoch, Map<String, Double> metrics, double rate, long nanos) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch + 1);
    line.putAll(metrics);
    line.put("rate", rate);
    line.put("seconds", Math.rint(nanos / 1e6) / 1e3);
    return line;
  }

  private void keepIfBest(Map<String, Double> metrics, Map<String, Object> line)
      throws IOException {
    if (best.improves(metrics)) {
      bestWeights = trainer.weights();
      bestEpoch = line;
      folder.writeBest(file(bestWeights));
    }
  }

  private boolean isPatienceOver(Map<String, Double> metrics) {
    if (patience.isEmpty()) return false;
    patience.get().improves(metrics);
    return patience.get().since() >= plan.stop().orElseThrow().epochs();
  }

  private Safetensors file(Map<String, Tensor> weights) {
    Map<String, String> metadata = new LinkedHashMap<>(trainer.metadata());
    metadata.putAll(data.preprocessing().toMetadata());
    return new Safetensors(weights, metadata);
  }

  private Outcome ended(End end, int finishedEpochs) {
    progress.close();
    return new Outcome(end, finishedEpochs, Map.of());
  }

  private Outcome interrupted(int finishedEpochs) throws IOException {
    folder.writeFinal(file(trainer.weights()));
    return ended(End.INTERRUPTED, finishedEpochs);
  }

  private Outcome finished(int finishedEpochs, Map<String, Object> lastEpoch) throws IOException {
    progress.close();
    folder.writeFinal(file(trainer.weights()));
    boolean checkpoint = plan.checkpoint().isPresent() && !bestWeights.isEmpty();
    if (checkpoint) trainer.load(bestWeights);
    Map<String, Object> result = new LinkedHashMap<>(checkpoint ? bestEpoch : lastEpoch);
    result.remove("rate");
    result.remove("seconds");
    data.part(Part.TEST).ifPresent(test -> result.putAll(measuring.of(Part.TEST, test)));
    folder.writeResult(result);
    return new Outcome(End.FINISHED, finishedEpochs, result);
  }
}
