package dev.nnd.data;

import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads numbers of one encoding, without believing what a header says about their count. */
final class FloatReader {
  /** What a JVM can hold in one array. */
  static final int MOST = Integer.MAX_VALUE - 8;

  private static final int BUFFER = 1 << 16;

  private FloatReader() {}

  /** The product of extents, or an exception if it is 0 or fits in no array. */
  static int count(ByteReader from, List<Long> shape) {
    if (shape.contains(0L)) {
      throw DataException.of(Code.NO_EXAMPLES, from.origin(), from.name());
    }
    long count = 1;
    for (long extent : shape) {
      if (count > MOST / extent) {
        throw DataException.of(
            Code.FILE_TOO_LARGE,
            from.origin(),
            from.name(),
            "its shape is " + shape + ", and no more than " + MOST + " values can be read");
      }
      count *= extent;
    }
    return (int) count;
  }

  /** The next {@code count} numbers. Takes memory as they come, if so many can hardly be there. */
  static float[] read(ByteReader from, Encoding encoding, ByteOrder order, int count) {
    long needed = (long) count * encoding.bytes();
    if (needed > from.most()) {
      throw cutShort(from, count, "holds " + from.most() / encoding.bytes() + " at most");
    }
    long usual = Math.max(BUFFER, from.usual() / encoding.bytes());
    float[] values = allocate(from, Math.min(count, usual));
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(order);
    int done = 0;
    while (done < count) {
      int wanted = Math.min(BUFFER / encoding.bytes(), count - done);
      int found = from.read(buffer.array(), wanted * encoding.bytes()) / encoding.bytes();
      if (found < wanted) {
        throw cutShort(from, count, "ends after " + (done + found));
      }
      if (done + wanted > values.length) {
        values = grown(from, values, done + wanted, count);
      }
      encoding.decode(buffer.clear(), values, done, wanted);
      done += wanted;
    }
    return values;
  }

  /**
   * A copy of {@code values} with room for {@code least} in all and half as many more, but for no
   * more than {@code most}.
   */
  static float[] grown(ByteReader from, float[] values, int least, int most) {
    long generous = Math.max(BUFFER, values.length * 3L / 2);
    float[] all = allocate(from, Math.min(most, Math.max(least, generous)));
    System.arraycopy(values, 0, all, 0, values.length);
    return all;
  }

  /**
   * Zeros. Only an array of this size can fail here, so that nothing else suffers from the lack of
   * memory.
   */
  static float[] allocate(String file, Span origin, long count) {
    if (count > MOST) {
      throw DataException.of(
          Code.FILE_TOO_LARGE, origin, file, "it has more than " + MOST + " values");
    }
    try {
      return new float[(int) count];
    } catch (OutOfMemoryError e) {
      long megabytes = count * Float.BYTES >> 20;
      throw DataException.of(
              Code.FILE_TOO_LARGE, origin, file, "there is no memory for its " + megabytes + " MB")
          .withHelp("give the JVM more, e.g. `-Xmx8g`");
    }
  }

  static float[] allocate(ByteReader from, long count) {
    return allocate(from.name(), from.origin(), count);
  }

  /** The values themselves if all of them are used, so that nothing is copied in vain. */
  static float[] trimmed(float[] values, int count) {
    return values.length == count ? values : Arrays.copyOf(values, count);
  }

  private static DataException cutShort(ByteReader from, int count, String found) {
    return DataException.of(
        Code.FILE_CUT_SHORT,
        from.origin(),
        from.name(),
        "its header says that it has " + count + " values, but it " + found);
  }
}
