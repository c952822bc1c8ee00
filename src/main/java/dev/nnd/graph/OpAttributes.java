package dev.nnd.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attributes of one op, read. */
record OpAttributes(Map<String, String> values) {
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\s*([a-z]+)=(\"(?:[^\"\\\\]++|\\\\.)*+\"|\\[[^\\]]*\\]|[^,\\s\\[\"]+(?:\\[[^\\]]*\\])?)\\s*,?");

  static OpAttributes read(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    int at = 0;
    while (at < text.length() && matcher.find(at) && matcher.start() == at) {
      values.put(matcher.group(1), matcher.group(2));
      at = matcher.end();
    }
    if (at < text.length()) throw new IllegalArgumentException("attributes: " + text.substring(at));
    return new OpAttributes(values);
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) throw new IllegalArgumentException("no attribute " + key + " in " + values);
    return value;
  }

  String string(String key) {
    return OpText.unquote(text(key));
  }

  int number(String key) {
    return Integer.parseInt(text(key));
  }

  double real(String key) {
    return Double.parseDouble(text(key));
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  List<String> items(String key) {
    String text = text(key);
    String inside = text.substring(text.indexOf('[') + 1, text.length() - 1).trim();
    return inside.isEmpty() ? List.of() : List.of(inside.split("\\s*,\\s*"));
  }

  List<Integer> numbers(String key) {
    return items(key).stream().map(Integer::parseInt).toList();
  }

  Matrix matrix() {
    List<Double> elements = items("matrix").stream().map(Double::parseDouble).toList();
    return new Matrix(number("rows"), elements);
  }

  Shape shape(String key) {
    return new Shape(
        items(key).stream().map(s -> s.equals("N") ? Shape.BATCH : Integer.parseInt(s)).toList());
  }

  <E extends Enum<E>> E constant(String key, Class<E> type) {
    String text = text(key);
    int bracket = text.indexOf('[');
    return named(bracket < 0 ? text : text.substring(0, bracket), type);
  }

  Activation activation() {
    Activation.Kind kind = constant("activation", Activation.Kind.class);
    return new Activation(kind, Float.parseFloat(items("activation").get(0)));
  }

  Init init() {
    List<String> numbers = items("init");
    return new Init(
        constant("init", Init.Distribution.class),
        Double.parseDouble(numbers.get(0)),
        Double.parseDouble(numbers.get(1)));
  }

  Layer.BatchNorm norm() {
    return new Layer.BatchNorm(real("momentum"), real("epsilon"), flag("scale"), flag("shift"));
  }

  private static <E extends Enum<E>> E named(String word, Class<E> type) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
