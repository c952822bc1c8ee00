package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.runtime.Safetensors;
import dev.nnd.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
  private static final String SETTING = "set.";

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

  private static Subject ofRun(Path path, Optional<Path> weights) throws IOException {
    if (!RunFolder.isRun(path)) throw Failure.of(path + " is a folder, but not that of a run");
    RunFolder run = RunFolder.open(path);
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, Object> record = run.settings();
    record.forEach(
        (key, value) -> {
          if (key.startsWith(SETTING)) {
            settings.put(key.substring(SETTING.length()), value.toString());
          }
        });
    Path program = Path.of(String.valueOf(record.get("file")));
    Compiler compiler = Compiler.of(program, Files.readString(run.program())).checked();
    String train = String.valueOf(record.get("train"));
    boolean best = compiler.trainer(train, settings).plan().checkpoint().isPresent();
    Path file = weights.orElse(best ? run.bestWeights() : run.finalWeights());
    return new Subject(compiler, file, Safetensors.read(file), Optional.of(train), settings);
  }
}
