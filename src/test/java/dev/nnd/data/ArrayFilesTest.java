package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrayFilesTest {
  /** Written by NumPy 2.4. */
  private static final Path NUMPY = Path.of("src", "test", "resources", "numpy");

  @TempDir private Path folder;

  private static float[] counting(int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void archivesOfNumpy(String name) {
    Map<String, Tensor> arrays = NpzFile.read(NUMPY.resolve(name));
    for (String type : List.of("i1", "i2", "i4", "i8", "f4", "f8")) {
      Tensor expected = new Tensor(List.of(3, 4), counting(-6, 12));
      assertEquals(expected, arrays.get(type), type);
      assertEquals(expected, arrays.get("big_" + type), type);
    }
    float[] unsigned = {0, 1, 0x1p63f, 0x1p32f, 65535, 255};
    assertArrayEquals(unsigned, arrays.get("u8").data());
    assertArrayEquals(new float[] {0, 1, 0, 0x1p32f, 65535, 255}, arrays.get("u4").data());
    assertArrayEquals(new float[] {0, 1, 0, 65535, 65535, 255}, arrays.get("u2").data());
    assertArrayEquals(new float[] {0, 1, 0, 255, 255, 255}, arrays.get("u1").data());
    assertArrayEquals(new float[] {0, 1, 1, 0, 1, 0}, arrays.get("b1").data());
    assertEquals(new Tensor(List.of(2, 3, 4), counting(0, 24)), arrays.get("fortran"));
    assertEquals(new Tensor(List.of(3), counting(0, 3)), arrays.get("vector"));
    assertEquals(new Tensor(List.of(), new float[] {7}), arrays.get("scalar"));
    assertEquals(20, arrays.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionOfNpy(int version) {
    Tensor array = NpyFile.read(NUMPY.resolve("v" + version + ".npy"));
    assertEquals(new Tensor(List.of(2, 3), counting(0, 6)), array);
  }

  /** A rewritten file of NumPy's own is the same to the byte. */
  @Test
  void npyIsWrittenAsNumpyDoes() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, NpyFile.read(NUMPY.resolve("v1.npy")));
    assertArrayEquals(Files.readAllBytes(NUMPY.resolve("v1.npy")), Files.readAllBytes(file));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(5);
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      List<Integer> shape = new ArrayList<>();
      for (int axes = random.nextInt(5); axes > 0; axes--) {
        shape.add(1 + random.nextInt(12));
      }
      Tensor array = Tensor.zeros(shape);
      for (int k = 0; k < array.size(); k++) {
        array.data()[k] = Float.intBitsToFloat(random.nextInt());
      }
      Path file = folder.resolve(i + ".npy");
      NpyFile.write(file, array);
      assertEquals(array, NpyFile.read(file));
      Path packed = folder.resolve(i + ".npy.gz");
      Files.write(packed, CsvFileTest.gzip(Files.readAllBytes(file)));
      assertEquals(array, NpyFile.read(packed));
      arrays.put("array/" + i + "\u00e9", array);
    }
    Path archive = folder.resolve("all.npz");
    NpzFile.write(archive, arrays);
    assertEquals(arrays, NpzFile.read(archive));
    byte[] first = Files.readAllBytes(archive);
    NpzFile.write(archive, arrays);
    assertArrayEquals(first, Files.readAllBytes(archive));
  }

  /** Shrinks 1000 times, so that the values come as a surprise. */
  @Test
  void zerosAreReadHoweverFarTheyShrink() throws IOException {
    Tensor zeros = Tensor.zeros(List.of(1 << 20));
    zeros.data()[zeros.size() - 1] = 3;
    Path file = folder.resolve("zeros.npy");
    NpyFile.write(file, zeros);
    Path packed =
        Files.write(folder.resolve("zeros.npy.gz"), CsvFileTest.gzip(Files.readAllBytes(file)));
    assertEquals(zeros, NpyFile.read(packed));
  }

  static byte[] idx(int type, int bytes, int[] shape, float[] values) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + bytes * values.length);
    out.putInt(type << 8 | shape.length);
    for (int extent : shape) {
      out.putInt(extent);
    }
    for (float value : values) {
      switch (type) {
        case 0x08, 0x09 -> out.put((byte) value);
        case 0x0b -> out.putShort((short) value);
        case 0x0c -> out.putInt((int) value);
        case 0x0d -> out.putFloat(value);
        default -> out.putDouble(value);
      }
    }
    return out.array();
  }

  @Test
  void everyTypeOfIdx() throws IOException {
    int[] types = {0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e};
    int[] bytes = {1, 1, 2, 4, 4, 8};
    for (int i = 0; i < types.length; i++) {
      float[] values = counting(types[i] == 0x08 ? 250 - 24 : -12, 24);
      byte[] content = idx(types[i], bytes[i], new int[] {2, 3, 4}, values);
      Tensor expected = new Tensor(List.of(2, 3, 4), values);
      Path file = Files.write(folder.resolve(i + ".idx"), content);
      assertEquals(expected, IdxFile.read(file, Span.nowhere()));
      Path packed = Files.write(folder.resolve(i + ".gz"), CsvFileTest.gzip(content));
      assertEquals(expected, IdxFile.read(packed, Span.nowhere()));
    }
  }
}
