package dev.nnd.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The header of a safetensors file, checked against the length of the file: the ranges of the
 * entries fill the data exactly, and each is as long as type and shape say.
 *
 * @param entries in the order of their data
 * @param metadata free text by key
 * @param dataStart where the data begins in the file, in bytes
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
  /** The limit of the reference implementation. */
  static final int MAX_HEADER_BYTES = 100_000_000;

  /** The longest array that every JVM can allocate. */
  private static final int MAX_NUMBERS = Integer.MAX_VALUE - 8;

  /**
   * Where one tensor is.
   *
   * @param begin first byte, from the start of the data
   * @param end the byte behind the last
   */
  record Entry(String name, ElementType type, List<Integer> shape, long begin, long end) {
    int size() {
      return (int) ((end - begin) / type.bytes());
    }
  }

  /** Reads and checks the header; {@code in} stands at the start of the file. */
  static SafetensorsHeader read(Path file, FileChannel in) throws IOException {
    long fileBytes = in.size();
    ByteBuffer lengthBytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Safetensors.readFully(file, in, lengthBytes);
    long length = lengthBytes.getLong();
    if (length < 0 || length > fileBytes - Long.BYTES) {
      throw new BadFileException(
          file,
          "this is no safetensors file: it claims a header of "
              + Long.toUnsignedString(length)
              + " bytes, but has only "
              + fileBytes);
    }
    if (length > MAX_HEADER_BYTES) {
      throw new BadFileException(
          file, "the header has " + length + " bytes; the limit is " + MAX_HEADER_BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    Safetensors.readFully(file, in, bytes);
    long dataStart = Long.BYTES + length;
    return new Reading(file).header(json(file, bytes), dataStart, fileBytes - dataStart);
  }

  private static Map<?, ?> json(Path file, ByteBuffer bytes) throws BadFileException {
    Object json;
    try {
      json = Json.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new BadFileException(file, "the header is no UTF-8", e);
    } catch (Json.Malformed e) {
      throw new BadFileException(file, "the header is no valid JSON: " + e.getMessage(), e);
    }
    if (!(json instanceof Map<?, ?> object)) {
      throw new BadFileException(file, "the header is no JSON object");
    }
    return object;
  }

  /** Turns JSON into entries; holds the file for the messages. */
  private record Reading(Path file) {
    SafetensorsHeader header(Map<?, ?> json, long dataStart, long dataBytes)
        throws BadFileException {
      List<Entry> entries = new ArrayList<>();
      Map<String, String> metadata = new TreeMap<>();
      for (Map.Entry<?, ?> member : json.entrySet()) {
        String name = (String) member.getKey();
        if (!(member.getValue() instanceof Map<?, ?> value)) {
          throw new BadFileException(file, Json.quote(name) + " in the header is no object");
        }
        if (name.equals(Safetensors.METADATA)) {
          metadata = metadata(value);
        } else {
          entries.add(entry(name, value));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      checkRanges(entries, dataBytes);
      return new SafetensorsHeader(List.copyOf(entries), metadata, dataStart);
    }

    private Map<String, String> metadata(Map<?, ?> json) throws BadFileException {
      Map<String, String> metadata = new TreeMap<>();
      for (Map.Entry<?, ?> member : json.entrySet()) {
        String key = (String) member.getKey();
        if (!(member.getValue() instanceof String text)) {
          throw new BadFileException(file, "metadata " + Json.quote(key) + " is no text");
        }
        metadata.put(key, text);
      }
      return metadata;
    }

    private Entry entry(String name, Map<?, ?> json) throws BadFileException {
      if (!(json.get("dtype") instanceof String typeName)) {
        throw bad(name, "has no dtype");
      }
      Optional<ElementType> type = ElementType.of(typeName);
      if (type.isEmpty()) {
        throw bad(name, "has the type " + Json.quote(typeName) + ", which is not supported");
      }
      List<Long> shape = naturals(name, json, "shape");
      List<Long> range = naturals(name, json, "data_offsets");
      if (range.size() != 2 || range.get(0) > range.get(1)) {
        throw bad(name, "has the data_offsets " + range + ", which are no range");
      }
      long bytes = range.get(1) - range.get(0);
      long numbers = product(name, shape);
      if (numbers > Long.MAX_VALUE / type.get().bytes() || bytes != numbers * type.get().bytes()) {
        throw bad(
            name,
            "of type " + typeName + " and shape " + shape + " has " + bytes + " bytes of data");
      }
      if (numbers > MAX_NUMBERS) {
        throw bad(name, "has " + numbers + " numbers; the limit is " + MAX_NUMBERS);
      }
      List<Integer> lengths = shape.stream().map(Math::toIntExact).toList();
      return new Entry(name, type.get(), lengths, range.get(0), range.get(1));
    }

    private List<Long> naturals(String name, Map<?, ?> json, String key) throws BadFileException {
      List<Long> naturals = new ArrayList<>();
      if (!(json.get(key) instanceof List<?> list)) {
        throw bad(name, "has no list " + key);
      }
      for (Object element : list) {
        if (!(element instanceof Long natural) || natural < 0) {
          throw bad(name, "has a " + key + " with an element that is no whole number from 0 on");
        }
        naturals.add(natural);
      }
      return naturals;
    }

    private long product(String name, List<Long> shape) throws BadFileException {
      long product = 1;
      for (long length : shape) {
        if (length > MAX_NUMBERS) {
          throw bad(name, "has an axis of length " + length + "; the limit is " + MAX_NUMBERS);
        }
        try {
          product = Math.multiplyExact(product, length);
        } catch (ArithmeticException e) {
          throw new BadFileException(file, describe(name) + " has an impossible shape " + shape, e);
        }
      }
      return product;
    }

    private void checkRanges(List<Entry> entries, long dataBytes) throws BadFileException {
      long end = 0;
      for (Entry entry : entries) {
        if (entry.end() > dataBytes) {
          throw bad(
              entry.name(),
              "ends at byte " + entry.end() + " of the data, but the file has only " + dataBytes);
        }
        if (entry.begin() < end) {
          throw bad(entry.name(), "overlaps the tensor before it");
        }
        if (entry.begin() > end) {
          throw bad(entry.name(), "leaves a gap of " + (entry.begin() - end) + " bytes before it");
        }
        end = entry.end();
      }
      if (end < dataBytes) {
        throw new BadFileException(
            file, (dataBytes - end) + " bytes at the end belong to no tensor");
      }
    }

    private BadFileException bad(String name, String problem) {
      return new BadFileException(file, describe(name) + " " + problem);
    }

    private static String describe(String name) {
      return "tensor " + Json.quote(name);
    }
  }
}
