package dev.nnd.picture;

/** Texts of users within the forms that pictures are written in. */
public final class Escape {
  /** Stands for characters that XML cannot hold. */
  private static final int REPLACEMENT = 0xFFFD;

  private Escape() {}

  /** A text for XML and HTML, also within quotation marks. */
  public static String xml(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : REPLACEMENT);
              }
            });
    return escaped.toString();
  }

  /** XML 1.0, section 2.2, without the control characters that it discourages. */
  private static boolean allowed(int c) {
    boolean control = c < ' ' && c != '\t' && c != '\n' || c >= 0x7F && c <= 0x9F;
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }

  /** A text for DOT, with its quotation marks. */
  static String dot(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                default -> escaped.appendCodePoint(allowed(c) ? c : REPLACEMENT);
              }
            });
    return escaped.append('"').toString();
  }
}
