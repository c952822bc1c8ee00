package dev.nnd.cli;

import dev.nnd.api.Machine;
import dev.nnd.api.Options;
import picocli.CommandLine.Option;

/** How networks run on this machine. */
final class MachineOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads share the work; without it, as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "The instructions to use: auto, vector or portable.")
  private Options.Target target = Options.Target.AUTO;

  Options options() {
    if (threads < 1) throw Failure.use("--threads must be at least 1");
    if (target == Options.Target.VECTOR && !Machine.hasVectors()) {
      throw Failure.of("there are no vectors here: the best target is " + Machine.choice());
    }
    return Options.usual().withThreads(threads).withTarget(target);
  }
}
