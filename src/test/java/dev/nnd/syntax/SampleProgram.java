package dev.nnd.syntax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The valid programs among the test's resources. */
record SampleProgram(String name, String text) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "programs");

  static List<SampleProgram> all() {
    return programs(FOLDER);
  }

  /** The programs that users are shown. */
  static List<SampleProgram> examples() {
    return programs(Path.of("examples"));
  }

  private static List<SampleProgram> programs(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".nnd"))
          .sorted()
          .map(SampleProgram::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SampleProgram of(String name) {
    return read(FOLDER.resolve(name));
  }

  private static SampleProgram read(Path file) {
    try {
      return new SampleProgram(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
