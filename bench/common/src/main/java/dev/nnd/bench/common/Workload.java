package dev.nnd.bench.common;

import java.util.Locale;

/** What is measured. */
public enum Workload {
  /** The smallest network. */
  MLP4_1("MLP 4-16-3, batch 1", Network.MLP4, Kind.PREDICT, 1),
  /** A small network, sample by sample. */
  MLP784_1("MLP 784-128-64-10, batch 1", Network.MLP784, Kind.PREDICT, 1),
  /** A small network. */
  MLP784_64("MLP 784-128-64-10, batch 64", Network.MLP784, Kind.PREDICT, 64),
  /** Two convolutions, sample by sample. */
  LENET_1("LeNet-like, batch 1", Network.LENET, Kind.PREDICT, 1),
  /** Two convolutions. */
  LENET_64("LeNet-like, batch 64", Network.LENET, Kind.PREDICT, 64),
  /** A deep network, sample by sample. */
  RESNET20_1("ResNet-20, batch 1", Network.RESNET20, Kind.PREDICT, 1),
  /** A deep network. */
  RESNET20_64("ResNet-20, batch 64", Network.RESNET20, Kind.PREDICT, 64),
  /** Dense layers with norms. */
  TRAIN_MLP("MLP 784-512-256-10 with norms, training", Network.MLP_NORMS, Kind.TRAIN, 64),
  /** Two convolutions. */
  TRAIN_LENET("LeNet-like, training", Network.LENET, Kind.TRAIN, 64),
  /** A deep network. */
  TRAIN_RESNET20("ResNet-20, training", Network.RESNET20, Kind.TRAIN, 64),
  /** From the start of the process. */
  FIRST_PREDICTION("process start to first prediction", Network.LENET, Kind.FIRST_PREDICTION, 1),
  /** From the start of the process. */
  FIRST_STEP("process start to first training step", Network.LENET, Kind.FIRST_STEP, 64);

  /** What is done. */
  public enum Kind {
    /** Time of a call in the steady state. */
    PREDICT,
    /** Images a second in the steady state. */
    TRAIN,
    /** Time from the start of the process to the result of the first call. */
    FIRST_PREDICTION,
    /** The same, to the loss of the first step. */
    FIRST_STEP;

    /** Whether it is about a process that has just begun. */
    public boolean isStart() {
      return this == FIRST_PREDICTION || this == FIRST_STEP;
    }

    /** Whether weights change. */
    public boolean learns() {
      return this == TRAIN || this == FIRST_STEP;
    }
  }

  private final String title;
  private final Network network;
  private final Kind kind;
  private final int batch;

  Workload(String title, Network network, Kind kind, int batch) {
    this.title = title;
    this.network = network;
    this.kind = kind;
    this.batch = batch;
  }

  /** As a table calls it. */
  public String title() {
    return title;
  }

  /** Of what. */
  public Network network() {
    return network;
  }

  /** Doing what. */
  public Kind kind() {
    return kind;
  }

  /** Samples a call. */
  public int batch() {
    return batch;
  }

  /** Its name on command lines. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The workload of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Workload of(String id) {
    for (Workload workload : values()) if (workload.id().equals(id)) return workload;
    throw new IllegalArgumentException("no workload " + id);
  }
}
