package dev.nnd.data;

import dev.nnd.source.Code;
import dev.nnd.source.Nearest;
import dev.nnd.source.Span;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a data file, from its start to its end. Every failure is a {@link DataException}
 * about the file.
 */
final class ByteReader implements Closeable {
  /** Two bits of deflate stand for 258 bytes at most. */
  private static final long MOST_INFLATION = 258 * 8 / 2;

  /** Honest files seldom shrink by more when packed. */
  private static final long USUAL_INFLATION = 64;

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Span origin;
  private final InputStream in;
  private final long size;
  private final boolean packed;

  /**
   * Reads {@code in}, which this closes.
   *
   * @param name how messages call the file
   * @param size the number of bytes on disk
   * @param packed whether these are deflated
   * @param origin where the program asks for the file
   */
  ByteReader(String name, InputStream in, long size, boolean packed, Span origin) {
    this.name = name;
    this.in = in;
    this.size = size;
    this.packed = packed;
    this.origin = origin;
  }

  /** Opens a file, which is unpacked if its name ends in {@code .gz}. */
  static ByteReader open(Path path, Span origin) {
    String name = path.toString();
    try {
      if (Files.isDirectory(path)) {
        throw DataException.of(Code.FILE_UNREADABLE, origin, name, "it is a folder")
            .withHelp("name a file in it; folders of pictures are read by `image_folder`");
      }
      InputStream raw = Files.newInputStream(path);
      long size = Files.isRegularFile(path) ? Files.size(path) : Long.MAX_VALUE;
      boolean packed = name.endsWith(".gz");
      return new ByteReader(name, packed ? unpacked(raw) : raw, size, packed, origin);
    } catch (NoSuchFileException e) {
      throw DataException.of(Code.FILE_MISSING, origin, name).withHelp(instead(path));
    } catch (IOException e) {
      throw failure(name, origin, e);
    }
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** A file of a similar name in the same folder. */
  private static Optional<String> instead(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of("there is no folder `" + path.getParent() + "` either");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      String wanted = path.getFileName().toString();
      String packed = wanted.endsWith(".gz") ? wanted.replaceAll("\\.gz$", "") : wanted + ".gz";
      return (names.contains(packed) ? Optional.of(packed) : Nearest.to(wanted, names))
          .map(found -> "the same folder has `" + found + "`");
    } catch (IOException e) {
      return Optional.empty(); // A help less; the missing file is reported all the same.
    }
  }

  /** What {@code e} means to the user. */
  static DataException failure(String name, Span origin, IOException e) {
    if (e instanceof EOFException) {
      return DataException.of(
          Code.FILE_CUT_SHORT, origin, name, "its compressed data ends in the middle");
    }
    if (e instanceof ZipException) {
      return DataException.of(Code.FILE_MALFORMED, origin, name, "compressed data", e.getMessage())
          .withHelp("a file whose name ends in `.gz` is unpacked: name others differently");
    }
    if (e instanceof CharacterCodingException) {
      return DataException.of(
              Code.FILE_MALFORMED, origin, name, "a text file", "it has bytes that are not UTF-8")
          .withHelp("save it as UTF-8");
    }
    return e instanceof AccessDeniedException
        ? DataException.of(Code.FILE_UNREADABLE, origin, name, "permission denied")
            .withHelp("let this user read it: `chmod u+r " + name + "`")
        : DataException.of(Code.FILE_UNREADABLE, origin, name, e.getMessage())
            .withHelp("see whether the disk and the connection to it are in order");
  }

  DataException failure(IOException e) {
    return failure(name, origin, e);
  }

  /** How messages call the file. */
  String name() {
    return name;
  }

  /** Where the program asks for the file. */
  Span origin() {
    return origin;
  }

  /** An upper bound of the number of bytes that may come. */
  long most() {
    return times(MOST_INFLATION);
  }

  /** A number of bytes that may well come: more than that is believed when it is seen. */
  long usual() {
    return times(USUAL_INFLATION);
  }

  private long times(long inflation) {
    if (!packed) {
      return size;
    }
    return size > Long.MAX_VALUE / inflation ? Long.MAX_VALUE : size * inflation;
  }

  /** The bytes that were not yet read. Their failures are {@link #failure}'s to explain. */
  InputStream stream() {
    return in;
  }

  /** Reads {@code count} bytes, or fewer if the file ends before, and says how many. */
  int read(byte[] into, int count) {
    try {
      return in.readNBytes(into, 0, count);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Reads {@code count} bytes of {@code what}, e.g. of the header. */
  byte[] readAll(int count, String what) {
    byte[] bytes = new byte[count];
    int found = read(bytes, count);
    if (found < count) {
      throw DataException.of(Code.FILE_CUT_SHORT, origin, name, "it ends within " + what);
    }
    return bytes;
  }

  /** Checks that nothing comes after {@code what}. */
  void expectEnd(String what) {
    if (read(new byte[1], 1) > 0) {
      throw DataException.of(Code.FILE_GOES_ON, origin, name, what);
    }
  }

  /** The file is not {@code what}, e.g. no NumPy array. */
  DataException malformed(String what, String problem) {
    return DataException.of(Code.FILE_MALFORMED, origin, name, what, problem);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
