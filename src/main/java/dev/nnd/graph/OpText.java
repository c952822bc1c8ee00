package dev.nnd.graph;

import java.util.Locale;

/** The text form of an op: its name and {@code key=value} attributes, both ways. */
final class OpText {
  private OpText() {}

  static String print(Op op) {
    return op instanceof Layer layer
        ? layer.accept(new LayerText())
        : ((Primitive) op).accept(new PrimitiveText());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  static String unquote(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i) == '\\' ? text.charAt(++i) : text.charAt(i);
      plain.append(c == 'n' && text.charAt(i - 1) == '\\' ? '\n' : c);
    }
    return plain.toString();
  }

  static String of(String name, Object... attributes) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(i == 0 ? "(" : ", ").append(attributes[i]).append('=').append(attributes[i + 1]);
    }
    return attributes.length == 0 ? name : text.append(')').toString();
  }

  /** Reads what {@link #print} prints. */
  static Op parse(String name, String attributes) {
    OpAttributes a = OpAttributes.read(attributes);
    return LayerText.parse(name, a)
        .map(Op.class::cast)
        .orElseGet(() -> PrimitiveText.parse(name, a));
  }
}
