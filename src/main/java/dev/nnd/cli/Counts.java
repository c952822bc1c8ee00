package dev.nnd.cli;

import java.util.Locale;

/** Numbers for people. */
final class Counts {
  private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};
  private static final String[] AMOUNTS = {"", "k", "M", "G", "T"};

  private Counts() {}

  /** A number and what it counts: {@code no errors}, {@code 1 error}, {@code 2 errors}. */
  static String of(long count, String thing) {
    return (count == 0 ? "no" : Long.toString(count)) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A number of bytes, such as {@code 1.5 MB}, in powers of 1000. */
  static String bytes(long bytes) {
    return scaled(bytes, SIZES);
  }

  /** A number, such as {@code 1.5 M}. */
  static String amount(long number) {
    return scaled(number, AMOUNTS).strip();
  }

  private static String scaled(long number, String[] units) {
    double rest = number;
    int unit = 0;
    // From 999.5 on three digits would read 1000.
    while (rest >= 999.5 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    String digits = unit == 0 || rest >= 99.95 ? "%.0f %s" : rest >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, digits, rest, units[unit]);
  }
}
