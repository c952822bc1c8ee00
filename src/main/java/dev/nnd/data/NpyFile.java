package dev.nnd.data;

import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's array files, versions 1 to 3 (NumPy Enhancement Proposal 1; {@code numpy.lib.format}).
 */
public final class NpyFile {
  private static final String WHAT = "a NumPy array";
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy itself reads no longer ones unless it is told to trust them. */
  private static final int LONGEST_HEADER = 10_000;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,L ]*)\\)");

  private static final Map<String, Encoding> TYPES =
      Map.ofEntries(
          Map.entry("b1", Encoding.BOOL),
          Map.entry("i1", Encoding.INT8),
          Map.entry("u1", Encoding.UINT8),
          Map.entry("i2", Encoding.INT16),
          Map.entry("u2", Encoding.UINT16),
          Map.entry("i4", Encoding.INT32),
          Map.entry("u4", Encoding.UINT32),
          Map.entry("i8", Encoding.INT64),
          Map.entry("u8", Encoding.UINT64),
          Map.entry("f4", Encoding.FLOAT32),
          Map.entry("f8", Encoding.FLOAT64));

  private NpyFile() {}

  private record Header(Encoding encoding, ByteOrder order, boolean fortran, List<Long> shape) {}

  /**
   * The array in a file, as floats, last axis fastest.
   *
   * @throws DataException if it cannot be read, or is no array of numbers
   */
  public static Tensor read(Path path) {
    return read(path, Span.nowhere());
  }

  static Tensor read(Path path, Span origin) {
    try (ByteReader in = ByteReader.open(path, origin)) {
      return read(in);
    }
  }

  static Tensor read(ByteReader in) {
    Header header = header(in);
    int count = FloatReader.count(in, header.shape);
    float[] values = FloatReader.read(in, header.encoding, header.order, count);
    in.expectEnd("the " + count + " values of its header");
    List<Integer> shape = header.shape.stream().map(Math::toIntExact).toList();
    return new Tensor(shape, header.fortran ? lastAxisFastest(in, values, shape) : values);
  }

  private static Header header(ByteReader in) {
    byte[] start = in.readAll(MAGIC.length + 2, "its header");
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw bad(in, "it does not start with the bytes of one");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw bad(in, "its version is " + version + ", not 1, 2 or 3");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer length =
        ByteBuffer.wrap(in.readAll(lengthBytes, "its header")).order(ByteOrder.LITTLE_ENDIAN);
    long size =
        version == 1
            ? Short.toUnsignedLong(length.getShort())
            : Integer.toUnsignedLong(length.getInt());
    if (size > LONGEST_HEADER) {
      throw bad(in, "its header is " + size + " bytes long");
    }
    byte[] text = in.readAll((int) size, "its header");
    return parsed(in, new String(text, StandardCharsets.UTF_8));
  }

  private static DataException bad(ByteReader in, String problem) {
    return in.malformed(WHAT, problem).withHelp("`numpy.save` writes such files");
  }

  private static Header parsed(ByteReader in, String text) {
    String descr = group(in, DESCR, text, "simple `descr`");
    Encoding encoding = descr.length() > 1 ? TYPES.get(descr.substring(1)) : null;
    char endian = descr.isEmpty() ? ' ' : descr.charAt(0);
    if (encoding == null || "<>|=".indexOf(endian) < 0) {
      throw in.malformed("an array of numbers", "its type is `" + descr + "`")
          .withHelp("ints of 1, 2, 4 and 8 bytes, float32, float64 and bool can be read");
    }
    ByteOrder order =
        switch (endian) {
          case '>' -> ByteOrder.BIG_ENDIAN;
          case '=' -> ByteOrder.nativeOrder();
          default -> ByteOrder.LITTLE_ENDIAN;
        };
    boolean fortran = group(in, FORTRAN, text, "`fortran_order`").equals("True");
    List<Long> shape = new ArrayList<>();
    for (String extent : group(in, SHAPE, text, "`shape` of numbers").split(",", -1)) {
      String digits = extent.strip().replaceAll("L$", ""); // Python 2 wrote 3L.
      if (digits.isEmpty()) {
        continue; // After the comma of (3,).
      }
      if (!digits.matches("[0-9]{1,18}")) {
        throw bad(in, "its shape has the extent `" + digits + "`");
      }
      shape.add(Long.parseLong(digits));
    }
    return new Header(encoding, order, fortran, shape);
  }

  private static String group(ByteReader in, Pattern pattern, String text, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw bad(in, "its header has no " + what);
    }
    return matcher.group(1);
  }

  /** Turns values with the first axis fastest around. */
  private static float[] lastAxisFastest(ByteReader in, float[] values, List<Integer> shape) {
    float[] turned = FloatReader.allocate(in, values.length);
    int[] strides = new int[shape.size()];
    int stride = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.get(axis);
    }
    int[] index = new int[shape.size()];
    int to = 0;
    for (float value : values) {
      turned[to] = value;
      for (int axis = 0; axis < index.length; axis++) {
        to += strides[axis];
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        to -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return turned;
  }

  /** Writes an array of little-endian float32, version 1, whole or not at all. */
  public static void write(Path path, Tensor array) throws IOException {
    AtomicFile.write(path, out -> write(out, array));
  }

  static void write(WritableByteChannel out, Tensor array) throws IOException {
    List<Integer> extents = array.shape();
    String shape = extents.stream().map(Object::toString).collect(Collectors.joining(", "));
    shape += extents.size() == 1 ? "," : "";
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    String header = text + " ".repeat((64 - unpadded % 64) % 64) + "\n";
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.max(1 << 16, unpadded + 64)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    buffer.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float value : array.data()) {
      if (buffer.remaining() < Float.BYTES) {
        flush(buffer, out);
      }
      buffer.putFloat(value);
    }
    flush(buffer, out);
  }

  private static void flush(ByteBuffer buffer, WritableByteChannel out) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    buffer.clear();
  }
}
