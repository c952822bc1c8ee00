package dev.nnd.runtime;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How a safetensors file stores a number. The names are those of the format. */
enum ElementType {
  F64(8) {
    @Override
    float next(ByteBuffer in) {
      return (float) in.getDouble();
    }
  },
  F32(4) {
    @Override
    float next(ByteBuffer in) {
      return in.getFloat();
    }
  },
  F16(2) {
    @Override
    float next(ByteBuffer in) {
      return half(in.getShort());
    }
  },
  BF16(2) {
    @Override
    float next(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  },
  I64(8) {
    @Override
    float next(ByteBuffer in) {
      return in.getLong();
    }
  },
  I32(4) {
    @Override
    float next(ByteBuffer in) {
      return in.getInt();
    }
  },
  I16(2) {
    @Override
    float next(ByteBuffer in) {
      return in.getShort();
    }
  },
  I8(1) {
    @Override
    float next(ByteBuffer in) {
      return in.get();
    }
  },
  U64(8) {
    @Override
    float next(ByteBuffer in) {
      long bits = in.getLong();
      // Halved to fit a signed number; the lowest bit stays in, so that the rounding to float sees
      // it.
      return bits >= 0 ? bits : 2f * (bits >>> 1 | bits & 1);
    }
  },
  U32(4) {
    @Override
    float next(ByteBuffer in) {
      return Integer.toUnsignedLong(in.getInt());
    }
  },
  U16(2) {
    @Override
    float next(ByteBuffer in) {
      return Short.toUnsignedInt(in.getShort());
    }
  },
  U8(1) {
    @Override
    float next(ByteBuffer in) {
      return Byte.toUnsignedInt(in.get());
    }
  },
  BOOL(1) {
    @Override
    float next(ByteBuffer in) {
      return in.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The type of that name, if it is one we can read. */
  static Optional<ElementType> of(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Bytes a number takes in the file. */
  int bytes() {
    return bytes;
  }

  /** The number at the position of {@code in}, which moves behind it. */
  abstract float next(ByteBuffer in);

  /** Takes {@code count} numbers from {@code in} and stores them from {@code to[start]} on. */
  void convert(ByteBuffer in, float[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] = next(in);
    }
  }

  /**
   * IEEE 754 binary16 to binary32, which is exact. {@code Float.float16ToFloat} exists from Java 20
   * on only.
   */
  static float half(short bits) {
    int sign = bits & 0x8000;
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> Float.intBitsToFloat(0x7f800000 | fraction << 13);
          default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign << 16);
  }
}
