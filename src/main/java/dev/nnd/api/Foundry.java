package dev.nnd.api;

import dev.nnd.graph.Graph;

/** Where trainers get their code from. For any number of threads, if it says so. */
interface Foundry {
  /** Code for a graph of primitives. */
  Cast compile(Graph graph, Options.Target choice, dev.nnd.kernel.Options options);

  /** Takes code back that its user needs no more. */
  void release(Cast cast);

  /** Code for each user alone. */
  static Foundry own() {
    return new Foundry() {
      @Override
      public Cast compile(Graph graph, Options.Target choice, dev.nnd.kernel.Options options) {
        CompiledStep compiled = CompiledStep.of(graph, choice, options);
        int settings = compiled.blueprint().settings().size();
        return new Cast(compiled, new float[settings], new boolean[settings]);
      }

      @Override
      public void release(Cast cast) {
        cast.compiled().code().close();
      }
    };
  }

  /**
   * Code that may serve several users, each with constants of its own.
   *
   * @param settings the settings of each run of this user, where {@code fixed}
   * @param fixed which settings stand for constants of the user's graph
   */
  record Cast(CompiledStep compiled, float[] settings, boolean[] fixed) {}
}
