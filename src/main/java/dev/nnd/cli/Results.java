package dev.nnd.cli;

import java.util.Locale;
import java.util.Map;

/** Numbers that were measured, on standard output. */
final class Results {
  private Results() {}

  /** Prints them as one JSON object, or else one a line. */
  static void print(Console console, Map<String, Object> result, boolean json) {
    if (json) {
      console.json(result);
      return;
    }
    Table table = new Table("lr");
    result.forEach(
        (name, value) -> table.row(name, value instanceof Double number ? number(number) : value));
    console.out().print(table);
    console.out().flush();
  }

  /** A number that was measured, for people. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
