package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files end in a {@link DataException} or are read; nothing else is thrown, and memory
 * stays in bounds.
 */
final class HostileFilesTest {
  @TempDir private Path folder;

  private final Map<String, Consumer<Path>> readers = new LinkedHashMap<>();
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  private void prepare() throws IOException {
    Tensor array = new Tensor(List.of(7, 5), new float[35]);
    for (int i = 0; i < 35; i++) {
      array.data()[i] = i / 3f;
    }
    Path npy = folder.resolve("good.npy");
    NpyFile.write(npy, array);
    add("npy", Files.readAllBytes(npy), NpyFile::read);
    Path npz = folder.resolve("good.npz");
    NpzFile.write(npz, new TreeMap<>(Map.of("a", array, "b", array)));
    add("npz", Files.readAllBytes(npz), NpzFile::read);
    byte[] idx = ArrayFilesTest.idx(0x0d, 4, new int[] {7, 5}, array.data());
    add("idx", idx, file -> IdxFile.read(file, Span.nowhere()));
    byte[] csv = "a,b\n1,2\n\"3\",4\n5,-6e1\n".getBytes(StandardCharsets.UTF_8);
    add("csv", csv, HostileFilesTest::readCsv);
  }

  private void add(String name, byte[] content, Consumer<Path> reader) throws IOException {
    contents.put(name, content);
    readers.put(name, reader);
    contents.put(name + ".gz", CsvFileTest.gzip(content));
    readers.put(name + ".gz", reader);
  }

  private static void readCsv(Path file) {
    List<Pick> picks = List.of(new Pick("x", new ByPosition(0, 1), false, Span.nowhere()));
    SourceReader.read(new DataPlan.Csv(file, true, ',', Span.nowhere()), picks);
  }

  private boolean isRead(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("bad." + name), content);
    try {
      readers.get(name).accept(file);
      return true;
    } catch (DataException expected) {
      return false;
    }
  }

  @Test
  void everyPrefixIsTooShort() throws IOException {
    prepare();
    for (String name : readers.keySet()) {
      byte[] content = contents.get(name);
      for (int length = 0; length < content.length; length++) {
        boolean read = isRead(name, Arrays.copyOf(content, length));
        // What is left of a csv file may be one as well.
        assertTrue(!read || name.equals("csv"), name + " of " + length + " bytes");
      }
    }
  }

  @Test
  void damageIsFoundOrHarmless() throws IOException {
    prepare();
    Random random = new Random(99);
    for (String name : readers.keySet()) {
      for (int round = 0; round < 1000; round++) {
        byte[] content = contents.get(name).clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
          content[random.nextInt(content.length)] = (byte) random.nextInt();
        }
        isRead(name, content);
      }
    }
  }

  /** Each says that it has two billion values, and has none; believing it would take 8 GB. */
  @Test
  void headersAreNotBelieved() throws IOException {
    prepare();
    byte[] idx = {0, 0, 8, 2, 0x7f, -1, -1, -7, 0, 0, 0, 1};
    assertTrue(!isRead("idx", idx));
    assertTrue(!isRead("idx.gz", CsvFileTest.gzip(idx)));
    byte[] npy =
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2147483639,), }"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) npy.length, 0};
    byte[] content = Arrays.copyOf(start, start.length + npy.length);
    System.arraycopy(npy, 0, content, start.length, npy.length);
    assertTrue(!isRead("npy", content));
    assertTrue(!isRead("npy.gz", CsvFileTest.gzip(content)));
  }

  /** Rows of a million empty cells, but no more. */
  @Test
  void csvRowsHaveALimit() throws IOException {
    Path file = Files.writeString(folder.resolve("wide.csv"), ",".repeat(1 << 21));
    assertThrows(DataException.class, () -> readCsv(file));
  }
}
