package dev.nnd.data;

import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The IDX format of the MNIST files: two zero bytes, one for the type, one for the number of axes,
 * four for each extent, then the numbers; all big-endian (Y. LeCun, C. Cortes, C. Burges, "The
 * MNIST database", file formats).
 */
final class IdxFile {
  private static final String WHAT = "an IDX file";

  private static final Map<Integer, Encoding> TYPES =
      Map.of(
          0x08, Encoding.UINT8,
          0x09, Encoding.INT8,
          0x0b, Encoding.INT16,
          0x0c, Encoding.INT32,
          0x0d, Encoding.FLOAT32,
          0x0e, Encoding.FLOAT64);

  private IdxFile() {}

  /** The whole file, with the examples along the first axis. */
  static Tensor read(Path path, Span origin) {
    try (ByteReader in = ByteReader.open(path, origin)) {
      byte[] magic = in.readAll(4, "its header");
      Encoding encoding = TYPES.get(magic[2] & 0xff);
      int rank = magic[3];
      if (magic[0] != 0 || magic[1] != 0 || encoding == null || rank < 1) {
        String found = HexFormat.ofDelimiter(" ").formatHex(magic);
        throw in.malformed(
                WHAT, "it starts with the bytes " + found + ", not with 00 00, a type and a rank")
            .withHelp(
                "`idx` reads files such as MNIST's; other files are read by `csv`, `npy` and `npz`");
      }
      ByteBuffer extents = ByteBuffer.wrap(in.readAll(4 * rank, "its header"));
      List<Long> shape = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        shape.add(Integer.toUnsignedLong(extents.getInt()));
      }
      int count = FloatReader.count(in, shape);
      float[] values = FloatReader.read(in, encoding, ByteOrder.BIG_ENDIAN, count);
      in.expectEnd("the " + count + " values of its header");
      return new Tensor(shape.stream().map(Math::toIntExact).toList(), values);
    }
  }
}
