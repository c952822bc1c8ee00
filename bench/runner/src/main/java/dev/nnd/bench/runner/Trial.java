package dev.nnd.bench.runner;

import java.util.List;
import java.util.Optional;

/**
 * What one process said.
 *
 * @param nanos a call, or from its start to the first result
 * @param output the numbers that all should agree on; empty if it gave none
 * @param data where its images came from; empty if it did not say
 * @param failure why there is nothing
 */
record Trial(double nanos, List<Float> output, String data, Optional<String> failure) {
  static Trial failed(String why) {
    return new Trial(0, List.of(), "", Optional.of(why));
  }
}
