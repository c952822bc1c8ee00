package dev.nnd.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either written whole or not at all. */
public final class AtomicFile {
  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Body {
    /** Writes all to {@code out}, which the caller closes. */
    void writeTo(FileChannel out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code file}, replacing one that exists. The bytes go to a second file in the same
   * folder, which takes the name at the end, after it has reached the disk: a reader sees the old
   * file or the new one, whenever the process or the machine stops.
   *
   * @throws IOException if the folder does not exist, or writing fails; {@code file} is then as
   *     before
   */
  public static void write(Path file, Body body) throws IOException {
    String draftName =
        file.getFileName()
            + "."
            + ProcessHandle.current().pid()
            + "-"
            + Thread.currentThread().getId()
            + ".tmp";
    Path draft = file.resolveSibling(draftName);
    try {
      try (FileChannel out =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        body.writeTo(out);
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
