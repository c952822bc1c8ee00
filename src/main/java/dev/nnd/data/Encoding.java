package dev.nnd.data;

import java.nio.ByteBuffer;

/** How a file stores a number. Decoding rounds to the nearest float. */
enum Encoding {
  BOOL(1),
  INT8(1),
  UINT8(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  UINT32(4),
  INT64(8),
  UINT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private final int bytes;

  Encoding(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** Whether it may stand for no finite number. */
  boolean floating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Takes the next {@code count} numbers from {@code from}, by its byte order. */
  void decode(ByteBuffer from, float[] into, int at, int count) {
    int end = at + count;
    switch (this) {
      case BOOL -> {
        for (int i = at; i < end; i++) into[i] = from.get() == 0 ? 0 : 1;
      }
      case INT8 -> {
        for (int i = at; i < end; i++) into[i] = from.get();
      }
      case UINT8 -> {
        for (int i = at; i < end; i++) into[i] = from.get() & 0xff;
      }
      case INT16 -> {
        for (int i = at; i < end; i++) into[i] = from.getShort();
      }
      case UINT16 -> {
        for (int i = at; i < end; i++) into[i] = from.getShort() & 0xffff;
      }
      case INT32 -> {
        for (int i = at; i < end; i++) into[i] = from.getInt();
      }
      case UINT32 -> {
        for (int i = at; i < end; i++) into[i] = from.getInt() & 0xffff_ffffL;
      }
      case INT64 -> {
        for (int i = at; i < end; i++) into[i] = from.getLong();
      }
      case UINT64 -> {
        for (int i = at; i < end; i++) into[i] = unsigned(from.getLong());
      }
      case FLOAT32 -> {
        for (int i = at; i < end; i++) into[i] = from.getFloat();
      }
      case FLOAT64 -> {
        for (int i = at; i < end; i++) into[i] = (float) from.getDouble();
      }
    }
  }

  /** The lowest bit is kept when halving, so that rounding sees that it was there. */
  private static float unsigned(long bits) {
    return bits >= 0 ? bits : 2 * (float) (bits >>> 1 | bits & 1);
  }
}
