package dev.nnd.api;

import java.util.Map;

/**
 * Makes trainers of one program that share code. Trainings of the same network that differ in
 * numbers alone, such as the rate, the momentum or the share that dropout leaves out, run the same
 * classes: the first compiles them, the others find them warm. Each gives the bits that a trainer
 * of its own would give. For any number of threads.
 */
public final class Workshop implements AutoCloseable {
  private final Compiler compiler;
  private final SharedCode code = new SharedCode();

  Workshop(Compiler compiler) {
    this.compiler = compiler;
  }

  /** What makes the program's networks. */
  public Compiler compiler() {
    return compiler;
  }

  /**
   * A training, with start values by its seed; to be closed before this is.
   *
   * @throws CompileException if the program has errors, or no such train
   */
  public Trainer trainer(String name, Map<String, String> settings) {
    return compiler.trainer(name, settings, code);
  }

  /** How many different pieces of code were made so far. */
  public int compiled() {
    return code.compiled();
  }

  /** Ends what goes on beside the steps. */
  @Override
  public void close() {
    code.close();
  }
}
