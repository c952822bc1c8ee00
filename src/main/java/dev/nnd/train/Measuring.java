package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.Batches;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.runtime.Port;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measures how well a network in training predicts examples. Keeps its arrays. */
public final class Measuring {
  /** Examples that are predicted at a time. */
  private static final int BATCH = 256;

  private final Trainer trainer;
  private final Columns columns;
  private final float[][] outputs;

  /** Measures what {@code trainer} learnt. */
  public Measuring(Trainer trainer) {
    this.trainer = trainer;
    this.columns = new Columns(trainer, BATCH);
    this.outputs = new float[trainer.outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new float[BATCH * trainer.outputs().get(i).size()];
    }
  }

  /** The loss and the metrics of the declaration, by names such as {@code test.accuracy}. */
  public Map<String, Double> of(Part part, Examples examples) {
    Port output = trainer.outputs().get(0);
    Answer answer = Answer.of(trainer.plan(), output, trainer.target().name());
    Metrics metrics = new Metrics(trainer.plan().metrics(), answer);
    Batches batches = Batches.inOrder(examples, BATCH);
    for (int batch = 0; batch < batches.count(); batch++) {
      int rows = columns.fill(batches, batch);
      double loss = trainer.evaluate(columns.arrays(), rows, outputs);
      int size = rows * output.size();
      int targets = rows * trainer.target().size();
      metrics.add(loss, outputs[0], columns.target(), size, targets, rows);
    }
    Map<String, Double> named = new LinkedHashMap<>();
    metrics.values().forEach((name, value) -> named.put(name(part, name), value));
    return named;
  }

  /** What files and people call a number, such as {@code validation.loss}. */
  static String name(Part part, String metric) {
    return part.name().toLowerCase(Locale.ROOT) + "." + metric;
  }
}
