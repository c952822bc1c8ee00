package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.data.Preprocessing;
import dev.nnd.runtime.Safetensors;
import dev.nnd.train.RunFolder;
import dev.nnd.train.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command works on: a program and weights, which the user names, or which a run's folder
 * holds.
 *
 * @param compiler the program, without errors
 * @param weights the file with the weights
 * @param tensors what is in it
 * @param train the train of the run, if it is one
 * @param settings the parameters of the train of the run
 */
record Subject(
    Compiler compiler,
    Path weights,
    Safetensors tensors,
    Optional<String> train,
    Map<String, String> settings) {
  /**
   * Reads a program or a run.
   *
   * @param path a program, or the folder of a run
   * @param weights the weights, if the user names them
   */
  static Subject read(Path path, Optional<Path> weights, Console console) throws IOException {
    if (Files.isDirectory(path)) return ofRun(path, weights);
    Compiler compiler = Programs.read(path, console);
    Path file =
        weights.orElseThrow(() -> Failure.use("name the weights of " + path + " with --weights"));
    return new Subject(compiler, file, Safetensors.read(file), Optional.empty(), Map.of());
  }

  /** What the steps of the columns learnt when the weights were trained. */
  Preprocessing learnt() {
    return Preprocessing.fromMetadata(weights, tensors.metadata());
  }

  private static Subject ofRun(Path path, Optional<Path> weights) throws IOException {
    RunFolder run = RunFolder.open(path);
    RunRecord record = RunRecord.read(run);
    Compiler compiler = record.compiler(run);
    Path file =
        weights.orElse(hasCheckpoint(compiler, record) ? run.bestWeights() : run.finalWeights());
    return new Subject(
        compiler, file, Safetensors.read(file), Optional.of(record.train()), record.settings());
  }

  private static boolean hasCheckpoint(Compiler compiler, RunRecord record) {
    try (Trainer trainer = compiler.trainer(record.train(), record.settings())) {
      return trainer.plan().checkpoint().isPresent();
    }
  }
}
