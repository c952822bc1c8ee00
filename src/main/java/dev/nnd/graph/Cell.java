package dev.nnd.graph;

import java.util.Locale;

/** What a recurrence does at each step. */
public enum Cell {
  /** Gates input, forget, new, output (Hochreiter and Schmidhuber 1997, with forget gates). */
  LSTM(4),
  /** Gates reset, update, new (Cho et al. 2014, with the reset behind the product). */
  GRU(3);

  private final int gates;

  Cell(int gates) {
    this.gates = gates;
  }

  /** How many gates there are; they stand in PyTorch's order. */
  public int gates() {
    return gates;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
