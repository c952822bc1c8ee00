package dev.nnd.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named tensors and some text about them, as a safetensors file holds them.
 *
 * <p>The format, from its specification (github.com/huggingface/safetensors): the length of the
 * header as 8 bytes, least significant first; the header, a JSON object from each name to type,
 * shape and byte range; the numbers, without gaps.
 *
 * <p>Files may come from anywhere: every length, range and type is checked before anything of its
 * size is allocated.
 *
 * @param tensors by name, in the order of names
 * @param metadata free text by key, in the order of keys
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** The key under which the header keeps the metadata; no tensor can have this name. */
  static final String METADATA = "__metadata__";

  private static final int CHUNK_BYTES = 1 << 18;

  /** Copies the maps, but not the numbers. */
  public Safetensors {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("a tensor cannot have the name " + METADATA);
    }
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads a file. Numbers of other types become float32, rounded to nearest: F64, F16, BF16, and
   * the integers of 8 to 64 bits; BOOL becomes 0 and 1.
   *
   * @throws BadFileException if the content breaks the format or has a type not named above
   * @throws IOException if the file cannot be read
   */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(file, in);
      ByteBuffer chunk = littleEndian(CHUNK_BYTES);
      Map<String, Tensor> tensors = new TreeMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        in.position(header.dataStart() + entry.begin());
        tensors.put(entry.name(), new Tensor(entry.shape(), numbers(file, in, entry, chunk)));
      }
      return new Safetensors(tensors, header.metadata());
    }
  }

  private static float[] numbers(
      Path file, FileChannel in, SafetensorsHeader.Entry entry, ByteBuffer chunk)
      throws IOException {
    float[] numbers = new float[entry.size()];
    ElementType type = entry.type();
    int done = 0;
    while (done < numbers.length) {
      int count = Math.min(numbers.length - done, CHUNK_BYTES / type.bytes());
      chunk.clear().limit(count * type.bytes());
      readFully(file, in, chunk);
      type.convert(chunk, numbers, done, count);
      done += count;
    }
    return numbers;
  }

  /** Fills {@code buffer} up to its limit and flips it. */
  static void readFully(Path file, FileChannel in, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new BadFileException(file, "the file ends too early");
      }
    }
    buffer.flip();
  }

  /**
   * Writes all tensors as float32. The same content gives the same bytes. The file appears whole or
   * not at all.
   *
   * @throws IOException if the file cannot be written; one that was there before is then untouched
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          byte[] header = header().getBytes(StandardCharsets.UTF_8);
          ByteBuffer start = littleEndian(Long.BYTES + header.length);
          writeFully(out, start.putLong(header.length).put(header).flip());
          ByteBuffer chunk = littleEndian(CHUNK_BYTES);
          for (Tensor tensor : tensors.values()) {
            write(out, tensor.data(), chunk);
          }
        });
  }

  private static void write(FileChannel out, float[] numbers, ByteBuffer chunk) throws IOException {
    int done = 0;
    while (done < numbers.length) {
      int count = Math.min(numbers.length - done, CHUNK_BYTES / Float.BYTES);
      chunk.clear().asFloatBuffer().put(numbers, done, count);
      writeFully(out, chunk.limit(count * Float.BYTES));
      done += count;
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private String header() {
    StringBuilder out = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      out.append(Json.quote(METADATA)).append(":{");
      metadata.forEach(
          (key, value) ->
              out.append(Json.quote(key)).append(':').append(Json.quote(value)).append(','));
      out.setCharAt(out.length() - 1, '}');
      out.append(',');
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = begin + (long) Float.BYTES * tensor.size();
      out.append(Json.quote(entry.getKey()))
          .append(":{\"dtype\":\"F32\",\"shape\":")
          .append(tensor.shape().toString().replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(begin)
          .append(',')
          .append(end)
          .append("]},");
      begin = end;
    }
    if (out.length() > 1) {
      out.setLength(out.length() - 1);
    }
    out.append('}');
    // Readers that map the file want the numbers at a multiple of 8.
    int bytes = out.toString().getBytes(StandardCharsets.UTF_8).length;
    return out.append(" ".repeat(-bytes & 7)).toString();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
