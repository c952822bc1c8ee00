package dev.nnd.bench.common;

import java.io.IOException;
import java.nio.file.Path;

/** What a contender's program can do; {@link Bench} measures it. */
public interface Program {
  /**
   * Writes the files that predicting reads, into the folder of {@code setup}. Not measured.
   *
   * @throws IOException if it cannot
   */
  default void prepare(Network network, int batch, Setup setup) throws IOException {}

  /** A network that predicts, with {@link Weights#trained}. */
  Predictor predictor(Network network, int batch, Setup setup) throws Exception;

  /** A network that learns by Adam at a rate of 1e-3, from {@link Weights#fresh} on. */
  Learner learner(Network network, int batch, Setup setup) throws Exception;

  /** Whether it wants images as lines of pixels of channels. */
  default boolean channelsLast() {
    return false;
  }

  /**
   * How to run.
   *
   * @param threads for the work of one call
   * @param cold whether all that counts is the first result: weights may be any
   * @param folder for files of its own
   * @param workloads where the {@code .nnd} files are
   */
  record Setup(int threads, boolean cold, Path folder, Path workloads) {}

  /** Predicts batches of a fixed size. */
  interface Predictor {
    /** Samples one after the other, in and out. */
    void predict(float[] images, float[] probabilities) throws Exception;
  }

  /** Learns from batches of a fixed size. */
  interface Learner {
    /**
     * One step.
     *
     * @param classes one number a sample
     * @return the mean loss before the step
     */
    float step(float[] images, float[] classes) throws Exception;
  }
}
