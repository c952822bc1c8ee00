package dev.nnd.runtime;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of JSON (RFC 8259) for the headers of weight files, which may come from anywhere.
 *
 * <p>It exists because this package depends on nothing: a compiled network must read its weights
 * without a library. Depth and number of values are limited, so that hostile text ends in an
 * exception and not in an overflow. A repeated key is an error.
 *
 * <p>Objects become {@link Map}s in the order of the text, arrays {@link List}s, whole numbers that
 * fit {@link Long}s, other numbers {@link BigDecimal}s, {@code null} the object {@link #NULL}.
 */
final class Json {
  /** Text that is no JSON. The message says what is wrong and at which character, from 0 on. */
  static final class Malformed extends Exception {
    private Malformed(String problem, int offset) {
      super(problem + " at character " + offset);
    }
  }

  /** Stands for {@code null}. */
  static final Object NULL = new Object();

  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 4_000_000;
  private static final int MAX_NUMBER_LENGTH = 40;

  /** Whole numbers with fewer characters fit a {@code long}. */
  private static final int LONGEST_PLAIN = 19;

  private final String text;
  private int at;
  private int depth;
  private int values;

  private Json(String text) {
    this.text = text;
  }

  /** The value that the whole of {@code text} stands for. */
  static Object parse(String text) throws Malformed {
    Json json = new Json(text);
    json.skipSpace();
    Object value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.malformed("text after the end");
    }
    return value;
  }

  /** {@code text} as a JSON string with its quotes. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private Object value() throws Malformed {
    if (++values > MAX_VALUES) {
      throw malformed("more than " + MAX_VALUES + " values");
    }
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private Map<String, Object> object() throws Malformed {
    Map<String, Object> object = new LinkedHashMap<>();
    enter();
    while (more('}', object.isEmpty())) {
      int start = at;
      if (peek() != '"') {
        throw malformed("expected a key in quotes");
      }
      String key = string();
      skipSpace();
      expect(':');
      skipSpace();
      if (object.put(key, value()) != null) {
        at = start;
        throw malformed("key " + quote(key) + " is there twice");
      }
    }
    return object;
  }

  private List<Object> array() throws Malformed {
    List<Object> array = new ArrayList<>(4);
    enter();
    while (more(']', array.isEmpty())) {
      array.add(value());
    }
    return array;
  }

  private void enter() throws Malformed {
    at++;
    if (++depth > MAX_DEPTH) {
      throw malformed("more than " + MAX_DEPTH + " levels");
    }
  }

  /** Moves to the next element and says whether there is one; leaves the object or array if not. */
  private boolean more(char end, boolean first) throws Malformed {
    skipSpace();
    if (peek() == end) {
      at++;
      depth--;
      return false;
    }
    if (!first) {
      expect(',');
      skipSpace();
    }
    return true;
  }

  private String string() throws Malformed {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return checkSurrogates(out);
      } else if (c < ' ') {
        throw malformed("control character in a string");
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws Malformed {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          char digit = next();
          if (digit > 'f' || Character.digit(digit, 16) < 0) {
            throw malformed("expected four hexadecimal digits");
          }
          unit = unit << 4 | Character.digit(digit, 16);
        }
        yield (char) unit;
      }
      default -> throw malformed("unknown escape");
    };
  }

  private String checkSurrogates(StringBuilder out) throws Malformed {
    String string = out.toString();
    for (int i = 0; i < string.length(); i++) {
      if (!Character.isSurrogate(string.charAt(i))) continue;
      if (!Character.isSupplementaryCodePoint(string.codePointAt(i))) {
        throw malformed("half a surrogate pair in the string before");
      }
      i++;
    }
    return string;
  }

  private Object word(String word, Object value) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw malformed("expected a value");
    }
    at += word.length();
    return value;
  }

  private Object number() throws Malformed {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      whole = false;
      digits();
    }
    if (skip('e') || skip('E')) {
      whole = false;
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    String number = text.substring(start, at);
    if (number.length() > MAX_NUMBER_LENGTH) {
      throw malformed("number of more than " + MAX_NUMBER_LENGTH + " characters");
    }
    // Most numbers are small and whole, and a start need not load what the others take.
    if (whole && number.length() < LONGEST_PLAIN) return Long.valueOf(number);
    try {
      BigDecimal exact = new BigDecimal(number);
      return whole && exact.precision() < 19 ? (Object) exact.longValueExact() : exact;
    } catch (NumberFormatException e) {
      throw malformed("number out of range"); // An exponent beyond that of BigDecimal.
    }
  }

  private void digits() throws Malformed {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("expected a value");
    }
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) throws Malformed {
    if (peek() != c) {
      throw malformed("expected '" + c + "'");
    }
    at++;
  }

  private char next() throws Malformed {
    char c = peek();
    at++;
    return c;
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw malformed("the text ends too early");
    }
    return text.charAt(at);
  }

  private Malformed malformed(String problem) {
    return new Malformed(problem, at);
  }
}
