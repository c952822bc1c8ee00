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
  private int rows;

  Columns(Trainer trainer, int capacity) {
    this(all(trainer), capacity);
  }

  Columns(List<Port> ports, int capacity) {
    this.ports = ports;
    this.arrays = new float[ports.size()][];
    for (int i = 0; i < arrays.length; i++) arrays[i] = new float[capacity * ports.get(i).size()];
  }

  private static List<Port> all(Trainer trainer) {
    List<Port> ports = new ArrayList<>(trainer.inputs());
    ports.add(trainer.target());
    return ports;
  }

  /** Copies a batch; returns how many examples it has. */
  int fill(Batches batches, int batch) {
    for (int i = 0; i < arrays.length; i++) batches.fill(batch, ports.get(i).name(), arrays[i]);
    rows = batches.rows(batch);
    return rows;
  }

  /** How many examples the last batch has. */
  int rows() {
    return rows;
  }

  /** How many numbers there is room for. */
  long length() {
    long length = 0;
    for (float[] array : arrays) length += array.length;
    return length;
  }

  float[][] arrays() {
    return arrays;
  }

  float[] target() {
    return arrays[arrays.length - 1];
  }
}
