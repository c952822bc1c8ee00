package dev.nnd.data;

/** Reads decimal numbers, rounded to the nearest float. */
final class Decimal {
  /** All integers up to here are floats, and so are the powers of ten below. */
  private static final int EXACT = 1 << 24;

  private static final float[] POWERS = {
    1f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  private Decimal() {}

  /**
   * The number that {@code text} writes as {@code [+-]digits[.digits][e[+-]digits]}, with digits
   * before or after the point. Infinite if it is too large; NaN if it is no number.
   *
   * <p>A mantissa and a power of ten that are floats themselves need one rounding only (W. Clinger,
   * "How to read floating point numbers accurately", 1990), which nearly all cells do; the JDK does
   * the others.
   */
  static float parse(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = length > 0 && text.charAt(0) == '-';
    if (negative || length > 0 && text.charAt(0) == '+') {
      at++;
    }
    int mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean point = false;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c == '.' && !point) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        digits++;
        scale += point ? 1 : 0;
        mantissa = mantissa >= EXACT ? EXACT : 10 * mantissa + (c - '0');
      } else {
        break;
      }
    }
    if (digits == 0 || !isExponentOrEnd(text, at)) {
      return Float.NaN;
    }
    if (at < length || mantissa >= EXACT || scale >= POWERS.length) {
      return Float.parseFloat(text);
    }
    float value = mantissa / POWERS[scale];
    return negative ? -value : value;
  }

  private static boolean isExponentOrEnd(String text, int from) {
    int at = from;
    if (at == text.length()) {
      return true;
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    at++;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > digits && at == text.length();
  }
}
