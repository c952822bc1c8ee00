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
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> of(file.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SampleProgram of(String name) {
    try {
      return new SampleProgram(name, Files.readString(FOLDER.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
