package dev.nnd.bytecode;

/**
 * The form of a float (IEEE 754, binary32), for the operations on exponents. Both targets go from
 * whole numbers to floats and back by adding a number so large that the last bit of the sum counts
 * ones: C2 of JDK 17 has no vector instruction for the conversion, and the bits are equal by
 * construction.
 */
final class Bits {
  static final int FRACTION_BITS = 23;
  static final int FRACTION = (1 << FRACTION_BITS) - 1;
  static final float BIAS = 127;

  /** The bits of 1. */
  static final int ONE = 0x3f800000;

  /** The bits of 2^23: a whole number below 2^23 or-ed to them makes 2^23 + that number. */
  static final int WHOLE = 0x4b000000;

  /** 2^23 and the bias, to be taken away again. */
  static final float WHOLE_AND_BIAS = 0x1p23f + BIAS;

  /**
   * 1.5 * 2^23 and the bias: the sum with a whole number in [-126, 127] has the biased exponent of
   * two to that number in its last bits, where a shift to the left by 23 leaves nothing else.
   */
  static final float SIGNED_WHOLE_AND_BIAS = 0x1.8p23f + BIAS;

  /** The bits of infinity, above which there are only those of what is not a number. */
  static final int INFINITY = 0x7f800000;

  private Bits() {}
}
