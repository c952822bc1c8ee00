package dev.nnd.report;

import java.util.Iterator;
import java.util.Map;

/**
 * Values as JSON, on one line: maps, lists, texts, numbers, truth values. A number that is none or
 * infinite becomes {@code null}. No text of it can end an element of HTML.
 */
final class JsonText {
  private static final char REPLACEMENT = '\ufffd';
  private static final double MOST_EXACT = 1L << 53;

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /** The text of a value. */
  static String of(Object value) {
    JsonText json = new JsonText();
    json.add(value);
    return json.out.toString();
  }

  private void add(Object value) {
    if (value instanceof Map<?, ?> map) object(map);
    else if (value instanceof Iterable<?> list) array(list);
    else if (value instanceof Double number) out.append(number(number));
    else if (value instanceof Number || value instanceof Boolean) out.append(value);
    else if (value instanceof String text) string(text);
    else throw new IllegalStateException("report: no JSON for " + value.getClass());
  }

  private void object(Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before);
      string((String) entry.getKey());
      out.append(':');
      add(entry.getValue());
      before = ',';
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void array(Iterable<?> list) {
    out.append('[');
    for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
      add(values.next());
      if (values.hasNext()) out.append(',');
    }
    out.append(']');
  }

  /** The shortest text that gives the same number. */
  static String number(double number) {
    if (!Double.isFinite(number)) return "null";
    boolean whole = number == Math.rint(number) && Math.abs(number) < MOST_EXACT;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (isHalf(text, i)) out.append(REPLACEMENT);
          else if (isPlain(c)) out.append(c);
          else out.append("\\u").append(Integer.toHexString(c | 0x10000), 1, 5);
        }
      }
    }
    out.append('"');
  }

  /**
   * Whether the character is half of a pair without its other half, which UTF-8 cannot hold and
   * browsers choke on.
   */
  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    boolean last = i + 1 == text.length();
    return Character.isHighSurrogate(c) && (last || !Character.isLowSurrogate(text.charAt(i + 1)));
  }

  private static boolean isPlain(char c) {
    return c >= ' '
        && c != '<'
        && c != '>'
        && c != '&'
        && c != '\u2028'
        && c != '\u2029'
        && c != 0x7f;
  }
}
