package dev.nnd.source;

/** The colours of a message, or none. */
enum Paint {
  NONE,
  ANSI;

  String severity(Severity severity, String text) {
    return switch (severity) {
      case ERROR -> wrap("1;31", text);
      case WARNING -> wrap("1;33", text);
      case NOTE -> wrap("1;36", text);
    };
  }

  String strong(String text) {
    return wrap("1", text);
  }

  String frame(String text) {
    return wrap("34", text);
  }

  private String wrap(String style, String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + style + "m" + text + "\u001b[0m";
  }
}
