package dev.nnd.kernel;

import java.util.List;
import java.util.Map;

/**
 * A graph as kernels, in the order they run.
 *
 * @param buffers all buffers by id
 * @param parameters the buffer of each parameter by path
 * @param inputs what the caller brings, in the order of the caller's arrays
 * @param outputs what the caller is given, behind the inputs
 * @param settings the names of the settings, by position
 * @param streams the names of the streams of random numbers, by position
 */
record Fused(
    List<Kernel> kernels,
    List<Buffer> buffers,
    Map<String, Buffer> parameters,
    List<Port> inputs,
    List<Port> outputs,
    List<String> settings,
    List<String> streams) {
  /** An array of the caller's by name. */
  record Port(String name, Buffer buffer) {}

  /** The same with other kernels. */
  Fused with(List<Kernel> other) {
    return with(other, buffers);
  }

  /** The same with other kernels and more buffers. */
  Fused with(List<Kernel> other, List<Buffer> all) {
    return new Fused(List.copyOf(other), all, parameters, inputs, outputs, settings, streams);
  }
}
