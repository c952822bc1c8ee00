package dev.nnd.train;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.runtime.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run's folder remembers of how it was started.
 *
 * @param file the program's file, where it was then
 * @param train the declaration
 * @param settings the values of its parameters
 * @param epochs how many there are to be
 * @param weights the weights that it started from, if it was given some
 */
public record RunRecord(
    Path file, String train, Map<String, String> settings, int epochs, Optional<Path> weights) {
  private static final String SETTING = "set.";

  /** The record of a new run. */
  public static RunRecord of(Path file, Trainer trainer, int epochs, Optional<Path> weights) {
    return new RunRecord(
        file.toAbsolutePath().normalize(),
        trainer.plan().name(),
        trainer.plan().settings(),
        epochs,
        weights.map(path -> path.toAbsolutePath().normalize()));
  }

  /** The form in which the folder keeps it, with what else one may want to know later. */
  public Map<String, Object> toSettings(int threads) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("file", file.toString());
    record.put("train", train);
    settings.forEach((key, value) -> record.put(SETTING + key, value));
    record.put("epochs", epochs);
    weights.ifPresent(path -> record.put("weights", path.toString()));
    record.put("threads", threads);
    record.put("java", System.getProperty("java.runtime.version"));
    record.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return record;
  }

  /**
   * The record of an earlier run.
   *
   * @throws BadFileException if the folder is none
   */
  public static RunRecord read(RunFolder folder) throws IOException {
    if (!RunFolder.isRun(folder.path())) {
      throw new BadFileException(folder.path(), "not the folder of a run");
    }
    Map<String, Object> record = folder.settings();
    if (!(record.get("file") instanceof String file)
        || !(record.get("train") instanceof String train)
        || !(record.get("epochs") instanceof Integer epochs)) {
      throw new BadFileException(folder.path(), "its settings do not say what was trained");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    record.forEach(
        (key, value) -> {
          if (key.startsWith(SETTING)) {
            settings.put(key.substring(SETTING.length()), String.valueOf(value));
          }
        });
    Optional<Path> weights =
        record.get("weights") instanceof String path
            ? Optional.of(Path.of(path))
            : Optional.empty();
    return new RunRecord(Path.of(file), train, settings, epochs, weights);
  }

  /** The run's program, as it was then. */
  public Compiler compiler(RunFolder folder) throws IOException {
    return Compiler.of(file, Files.readString(folder.program())).checked();
  }
}
