package dev.nnd.data;

import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archives: zip files of {@code .npy} files, stored or deflated. Other files in them are
 * left alone.
 */
public final class NpzFile implements Closeable {
  private static final String SUFFIX = ".npy";

  private final Path path;
  private final Span origin;
  private final ZipFile zip;
  private final List<String> names;

  private NpzFile(Path path, Span origin, ZipFile zip) {
    this.path = path;
    this.origin = origin;
    this.zip = zip;
    this.names =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(SUFFIX))
            .map(name -> name.substring(0, name.length() - SUFFIX.length()))
            .toList();
  }

  /**
   * All arrays of an archive by name, in the order of the file.
   *
   * @throws DataException if it cannot be read
   */
  public static Map<String, Tensor> read(Path path) {
    try (NpzFile file = open(path, Span.nowhere())) {
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (String name : file.names) {
        arrays.put(name, file.read(name));
      }
      return arrays;
    }
  }

  static NpzFile open(Path path, Span origin) {
    ByteReader.open(path, origin).close(); // Says why, if it is not there.
    try {
      return new NpzFile(path, origin, new ZipFile(path.toFile()));
    } catch (IOException e) {
      throw DataException.of(
              Code.FILE_MALFORMED, origin, path.toString(), "a NumPy archive", e.getMessage())
          .withHelp(
              "`numpy.savez` writes such files; a single array of `numpy.save` is read by `npy`");
    }
  }

  /** The names of the arrays, in the order of the file. */
  List<String> names() {
    return names;
  }

  /** The array called {@code name}, which must be one of {@link #names}. */
  Tensor read(String name) {
    ZipEntry entry = zip.getEntry(name + SUFFIX);
    String called = path + "/" + entry.getName();
    CRC32 sum = new CRC32();
    boolean packed = entry.getMethod() == ZipEntry.DEFLATED;
    try (ByteReader in =
        new ByteReader(
            called,
            new CheckedInputStream(zip.getInputStream(entry), sum),
            entry.getCompressedSize(),
            packed,
            origin)) {
      Tensor array = NpyFile.read(in);
      if (sum.getValue() != entry.getCrc()) {
        throw in.malformed("intact", "its checksum is wrong").withHelp("copy it anew");
      }
      return array;
    } catch (IOException e) {
      throw ByteReader.failure(called, origin, e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw ByteReader.failure(path.toString(), origin, e);
    }
  }

  /** Writes arrays under their names, stored as NumPy does, whole or not at all. */
  public static void write(Path path, Map<String, Tensor> arrays) throws IOException {
    AtomicFile.write(
        path,
        out -> {
          // Not closed: the channel is the caller's.
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(out));
          zip.setLevel(1);
          WritableByteChannel channel = Channels.newChannel(zip);
          for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTime(0); // The same arrays give the same bytes.
            zip.putNextEntry(entry);
            NpyFile.write(channel, array.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
