package dev.nnd.picture;

import java.util.Locale;

/** Numbers for people. */
final class Amounts {
  private static final String[] UNITS = {"", " k", " M", " G", " T", " P", " E"};

  /** Numbers up to here are written out. */
  private static final long EXACT = 100_000;

  private Amounts() {}

  /** A number, such as {@code 2,304} or {@code 11.2 M}. */
  static String of(long number) {
    if (number < EXACT) return String.format(Locale.ROOT, "%,d", number);
    double rest = number;
    int unit = 0;
    // From 999.5 on three digits would read 1000.
    while (rest >= 999.5) {
      rest /= 1000;
      unit++;
    }
    String digits = rest >= 99.95 ? "%.0f%s" : rest >= 9.995 ? "%.1f%s" : "%.2f%s";
    return String.format(Locale.ROOT, digits, rest, UNITS[unit]);
  }

  /** {@code 1 parameter}, {@code 2,304 parameters}. */
  static String parameters(long number) {
    return of(number) + (number == 1 ? " parameter" : " parameters");
  }

  /** {@code 1.2 M FLOPs}. */
  static String flops(long number) {
    return of(number) + (number == 1 ? " FLOP" : " FLOPs");
  }
}
