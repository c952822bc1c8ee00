package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;

/** What a string in quotes stands for. */
final class Escapes {
  private static final int UNICODE_LENGTH = 6;

  private Escapes() {}

  /**
   * The characters that {@code quoted} stands for. A wrong escape is reported and left out.
   *
   * @param span where {@code quoted} stands
   */
  static String resolve(String quoted, Span span, SyntaxErrors errors) {
    StringBuilder text = new StringBuilder();
    int end = quoted.length() - 1;
    int at = 1;
    while (at < end) {
      char c = quoted.charAt(at);
      if (c != '\\') {
        text.append(c);
        at++;
        continue;
      }
      int length = length(quoted, at, end);
      if (length == 0) {
        length = 1 + Character.charCount(quoted.codePointAt(at + 1));
        Span place = new Span(span.file(), span.start() + at, span.start() + at + length);
        errors.report(
            Diagnostic.of(Code.BAD_ESCAPE, place, place.text())
                .withHelp("escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\uXXXX`"));
      } else {
        text.append(character(quoted, at, length));
      }
      at += length;
    }
    return text.toString();
  }

  /** The length of the escape at {@code at}, or 0 if it is none. */
  private static int length(String quoted, int at, int end) {
    return switch (quoted.charAt(at + 1)) {
      case '"', '\\', 'n', 't' -> 2;
      case 'u' -> at + UNICODE_LENGTH <= end && isHex(quoted, at + 2) ? UNICODE_LENGTH : 0;
      default -> 0;
    };
  }

  private static boolean isHex(String quoted, int at) {
    return quoted.substring(at, at + UNICODE_LENGTH - 2).matches("[0-9a-fA-F]+");
  }

  private static char character(String quoted, int at, int length) {
    return switch (quoted.charAt(at + 1)) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(quoted.substring(at + 2, at + length), 16);
      default -> quoted.charAt(at + 1);
    };
  }
}
