package dev.nnd.check;

import dev.nnd.source.SourceFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths in a program, which are relative to the file that they stand in. */
final class RelativePath {
  private RelativePath() {}

  /** The path that {@code from} writes as {@code path}; empty if no path can read like that. */
  static Optional<Path> beside(SourceFile from, String path) {
    try {
      return Optional.of(Path.of(from.name()).resolveSibling(path).normalize());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  /** A path without {@code .} and {@code ..}; empty if no path can read like that. */
  static Optional<Path> normal(String path) {
    try {
      return Optional.of(Path.of(path).normalize());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }
}
