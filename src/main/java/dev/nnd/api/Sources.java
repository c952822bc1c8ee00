package dev.nnd.api;

import dev.nnd.runtime.BadFileException;
import dev.nnd.source.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the text of a program and of the files it uses comes from. */
@FunctionalInterface
interface Sources {
  /** Marks the first bytes of a file as UTF-8; some editors write it. */
  String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * The bytes of a file, if it exists.
   *
   * @param name its path, as the program's own name and the paths it uses make it
   */
  Optional<byte[]> bytes(String name) throws IOException;

  /** Files by their paths. */
  static Sources files() {
    return name -> {
      Path path = Path.of(name);
      return Files.isRegularFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    };
  }

  /** Resources that the loader of a class finds. */
  static Sources resources(Class<?> beside) {
    return name -> {
      // A path made by joining may bear the separators of the system.
      try (InputStream in = beside.getResourceAsStream(name.replace('\\', '/'))) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    };
  }

  /** No files at all. */
  static Sources none() {
    return name -> Optional.empty();
  }

  /**
   * The program itself.
   *
   * @throws FileNotFoundException if it does not exist
   * @throws IOException if it cannot be read, or is not UTF-8
   */
  default SourceFile main(String name) throws IOException {
    byte[] bytes = bytes(name).orElseThrow(() -> new FileNotFoundException(name));
    return new SourceFile(name, text(name, bytes));
  }

  /** A file that the program uses, if it exists. */
  default Optional<SourceFile> used(String name) {
    try {
      Optional<byte[]> bytes = bytes(name);
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(new SourceFile(name, text(name, bytes.get())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name, byte[] bytes) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BadFileException(Path.of(name), "not UTF-8 text", e);
    }
  }
}
