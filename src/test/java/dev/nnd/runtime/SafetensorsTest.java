package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(2026);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      List<Integer> shape =
          IntStream.range(0, random.nextInt(5)).mapToObj(axis -> random.nextInt(6)).toList();
      Tensor tensor = Tensor.zeros(shape);
      for (int k = 0; k < tensor.size(); k++) {
        tensor.data()[k] = Float.intBitsToFloat(random.nextInt());
      }
      tensors.put(
          "block." + random.nextInt(100) + ".\"weight\" \\ \u00e9\ud83d\ude00\n" + i, tensor);
    }
    // Longer than one chunk.
    tensors.put("long", new Tensor(List.of(100_001), new float[100_001]));
    tensors.get("long").data()[100_000] = 7;
    Safetensors written = new Safetensors(tensors, Map.of("nnd", "1", "k\u0001", "\"\u00fc\"\t"));
    Path file = folder.resolve("a.safetensors");
    written.write(file);
    assertEquals(written, Safetensors.read(file));
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Safetensors(
            Map.of(
                "b", new Tensor(List.of(2, 1), new float[] {1, -2}), "a", Tensor.zeros(List.of())),
            Map.of("y", "2", "x", "1"))
        .write(file);
    String header =
        "{\"__metadata__\":{\"x\":\"1\",\"y\":\"2\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
    header += " ".repeat(-header.length() & 7);
    ByteBuffer expected = littleEndian(8 + header.length() + 12);
    expected.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    expected.putFloat(0).putFloat(1).putFloat(-2);
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void anEmptyFileOfTensorsIsFine() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors empty = new Safetensors(Map.of(), Map.of());
    empty.write(file);
    assertEquals(empty, Safetensors.read(file));
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 8, 3ff8000000000000, 1.5",
    "F64, 8, 7fefffffffffffff, Infinity",
    "F32, 4, c0490fdb, -3.1415927",
    "F16, 2, 3e00, 1.5",
    "F16, 2, 8001, -5.9604645E-8",
    "F16, 2, 03ff, 6.097555E-5",
    "F16, 2, 0400, 6.103515625E-5",
    "F16, 2, 7bff, 65504",
    "F16, 2, fc00, -Infinity",
    "F16, 2, 7e00, NaN",
    "BF16, 2, bfc0, -1.5",
    "I64, 8, ffffffffffffffff, -1",
    "I32, 4, 80000000, -2147483648",
    "I16, 2, fffe, -2",
    "I8, 1, 80, -128",
    "U64, 8, ffffffffffffffff, 18446744073709551615",
    "U64, 8, 8000008000000001, 9223373136366403584",
    "U32, 4, ffffffff, 4294967295",
    "U16, 2, ffff, 65535",
    "U8, 1, ff, 255",
    "BOOL, 1, 01, 1",
    "BOOL, 1, 00, 0",
  })
  void otherTypesBecomeFloats(String type, int bytes, String hex, String expected)
      throws IOException {
    ByteBuffer data =
        littleEndian(Long.BYTES).putLong(Long.parseUnsignedLong(hex, 16)).flip().limit(bytes);
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}".formatted(type, bytes);
    Tensor x = Safetensors.read(file(header, data)).tensors().get("x");
    assertEquals(Float.parseFloat(expected), x.data()[0]);
  }

  @Test
  void tensorsMayStandInAnyOrderAndHaveUnknownMembers() throws IOException {
    ByteBuffer data = littleEndian(8).putFloat(1).putFloat(2).flip();
    String header =
        """
        { "b" : {"shape":[1], "dtype":"F32", "data_offsets":[4, 8], "note":[1.5e3, -0, null, true, {}]} ,
          "a" : {"dtype":"F32","shape":[1],"data_offsets":[0,4]} }\t
        """;
    Map<String, Tensor> tensors = Safetensors.read(file(header, data)).tensors();
    assertEquals(List.of("a", "b"), List.copyOf(tensors.keySet()));
    assertEquals(1, tensors.get("a").data()[0]);
    assertEquals(2, tensors.get("b").data()[0]);
  }

  /** Headers over 8 bytes of data, and what is said about them. */
  static Stream<List<String>> hostileHeaders() {
    return Stream.of(
        List.of("", "the header is no valid JSON: the text ends too early at character 0"),
        List.of("[]", "the header is no JSON object"),
        List.of("{} x", "the header is no valid JSON: text after the end at character 3"),
        List.of("{\"a\":1}", "\"a\" in the header is no object"),
        List.of("{\"__metadata__\":{\"a\":1}}", "metadata \"a\" is no text"),
        List.of("{\"__metadata__\":[]}", "\"__metadata__\" in the header is no object"),
        List.of(
            "{\"a\":{},\"a\":{}}",
            "the header is no valid JSON: key \"a\" is there twice at character 8"),
        List.of(
            "[".repeat(100_000),
            "the header is no valid JSON: more than 32 levels at character 33"),
        List.of(
            "{\"a\\ud800\":{}}",
            "the header is no valid JSON: half a surrogate pair in the string before at character 10"),
        List.of("{\"a\":{}}", "tensor \"a\" has no dtype"),
        List.of(
            tensor("F8_E4M3", "[8]", "[0,8]"),
            "tensor \"a\" has the type \"F8_E4M3\", which is not supported"),
        List.of(tensor("F32", "2", "[0,8]"), "tensor \"a\" has no list shape"),
        List.of(
            tensor("F32", "[-2]", "[0,8]"),
            "tensor \"a\" has a shape with an element that is no whole number from 0 on"),
        List.of(
            tensor("F32", "[2.0]", "[0,8]"),
            "tensor \"a\" has a shape with an element that is no whole number from 0 on"),
        List.of(
            tensor("F32", "[99999999999999999999]", "[0,8]"),
            "tensor \"a\" has a shape with an element that is no whole number from 0 on"),
        List.of(
            tensor("F32", "[2]", "[0]"),
            "tensor \"a\" has the data_offsets [0], which are no range"),
        List.of(
            tensor("F32", "[2]", "[8,0]"),
            "tensor \"a\" has the data_offsets [8, 0], which are no range"),
        List.of(
            tensor("F32", "[2]", "[0,4]"),
            "tensor \"a\" of type F32 and shape [2] has 4 bytes of data"),
        List.of(
            tensor("F32", "[4]", "[0,16]"),
            "tensor \"a\" ends at byte 16 of the data, but the file has only 8"),
        List.of(
            tensor("U8", "[2147483647]", "[0,2147483647]"),
            "tensor \"a\" has an axis of length 2147483647; the limit is 2147483639"),
        List.of(
            tensor("U8", "[65536,65536]", "[0,4294967296]"),
            "tensor \"a\" has 4294967296 numbers; the limit is 2147483639"),
        List.of(
            tensor("F32", "[2147483639,2147483639,4,0]", "[0,0]"),
            "tensor \"a\" has an impossible shape [2147483639, 2147483639, 4, 0]"),
        List.of(
            tensor("F64", "[2147483639,2147483639]", "[0,8]"),
            "tensor \"a\" of type F64 and shape [2147483639, 2147483639] has 8 bytes of data"),
        List.of(tensor("F32", "[1]", "[4,8]"), "tensor \"a\" leaves a gap of 4 bytes before it"),
        List.of(tensor("F32", "[1]", "[0,4]"), "4 bytes at the end belong to no tensor"),
        List.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            "tensor \"b\" overlaps the tensor before it"));
  }

  private static String tensor(String type, String shape, String range) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(type, shape, range);
  }

  @ParameterizedTest
  @MethodSource("hostileHeaders")
  void refusesAHostileHeaderWithASentence(List<String> headerAndProblem) throws IOException {
    Path file = file(headerAndProblem.get(0), ByteBuffer.allocate(8));
    BadFileException thrown = assertThrows(BadFileException.class, () -> Safetensors.read(file));
    assertEquals(file + ": " + headerAndProblem.get(1), thrown.getMessage());
  }

  @Test
  void refusesALengthThatTheFileDoesNotHave() throws IOException {
    Path file = folder.resolve("x");
    for (long length : new long[] {-1, Long.MIN_VALUE, 3, 1L << 40}) {
      Files.write(file, littleEndian(10).putLong(length).array());
      assertThrows(BadFileException.class, () -> Safetensors.read(file), "length " + length);
    }
    Files.write(file, new byte[3]);
    assertThrows(BadFileException.class, () -> Safetensors.read(file));
    Files.write(file, new byte[0]);
    assertThrows(BadFileException.class, () -> Safetensors.read(file));
  }

  /**
   * Whatever bytes change or are missing, reading ends with tensors or with a {@link
   * BadFileException}.
   */
  @Test
  void survivesDamage() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Safetensors(
            Map.of("a", Tensor.zeros(List.of(2)), "b", Tensor.zeros(List.of(1, 3))),
            Map.of("k", "v"))
        .write(file);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      byte[] bad = good.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, i % 4 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
      try {
        Safetensors.read(file);
      } catch (BadFileException expected) {
        assertEquals(file.toString(), expected.getMessage().substring(0, file.toString().length()));
      }
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a");
    Files.writeString(file, "old");
    IOException full = new IOException("disk full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(ByteBuffer.wrap(new byte[] {1}));
                      throw full;
                    }));
    assertEquals(full, thrown);
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theNameOfTheMetadataIsTaken() {
    Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.zeros(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Safetensors(tensors, Map.of()));
  }

  private Path file(String header, ByteBuffer data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("x.safetensors");
    Files.write(
        file,
        littleEndian(8 + text.length + data.remaining())
            .putLong(text.length)
            .put(text)
            .put(data)
            .array());
    return file;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
