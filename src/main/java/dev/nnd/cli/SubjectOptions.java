package dev.nnd.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command works on, as the user names it: a program and weights, or a run with both. */
final class SubjectOptions {
  @Parameters(
      index = "0",
      paramLabel = "FILE|RUN",
      description = "A program, or the folder of a run.")
  private Path path = Path.of("");

  @Mixin private SettingOptions settings = new SettingOptions();

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "The weights; a run has some of its own.")
  private Optional<Path> weights = Optional.empty();

  Path path() {
    return path;
  }

  Map<String, String> settings() {
    return settings.values();
  }

  /** Whether there are weights at all. */
  boolean haveWeights() {
    return weights.isPresent() || Files.isDirectory(path);
  }

  Subject read(Console console) throws IOException {
    return Subject.read(path, weights, console);
  }
}
