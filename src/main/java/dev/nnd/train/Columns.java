package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.Batches;
import dev.nnd.runtime.Port;
import java.util.ArrayList;
import java.util.List;

/** The arrays of one batch, in the order in which a trainer takes them. */
final class Columns {
  private final List<Port> ports;
  private final float[][] arrays;

  Columns(Trainer trainer, int capacity) {
    ports = new ArrayList<>(trainer.inputs());
    ports.add(trainer.target());
    arrays = new float[ports.size()][];
    for (int i = 0; i < arrays.length; i++) arrays[i] = new float[capacity * ports.get(i).size()];
  }

  /** Copies a batch; returns how many examples it has. */
  int fill(Batches batches, int batch) {
    for (int i = 0; i < arrays.length; i++) batches.fill(batch, ports.get(i).name(), arrays[i]);
    return batches.rows(batch);
  }

  float[][] arrays() {
    return arrays;
  }

  float[] target() {
    return arrays[arrays.length - 1];
  }
}
