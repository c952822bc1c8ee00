package dev.nnd.check;

import dev.nnd.syntax.Expression.Layers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A value that is known when the program is compiled. */
sealed interface Constant extends Meaning {
  /** How a program would write it. */
  String text();

  /** A whole number. */
  record Int(long value) implements Constant {
    @Override
    public String text() {
      return Long.toString(value);
    }

    @Override
    public String describe() {
      return "the int " + value;
    }
  }

  /** A finite number. */
  record Float(double value) implements Constant {
    @Override
    public String text() {
      return Double.toString(value);
    }

    @Override
    public String describe() {
      return "the float " + value;
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Constant {
    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public String describe() {
      return text();
    }
  }

  /** A string. */
  record Text(String value) implements Constant {
    @Override
    public String text() {
      StringBuilder text = new StringBuilder("\"");
      value.chars().forEach(c -> text.append(escaped((char) c)));
      return text.append('"').toString();
    }

    private static String escaped(char c) {
      return switch (c) {
        case '\\', '"' -> "\\" + c;
        case '\n' -> "\\n";
        case '\t' -> "\\t";
        default ->
            Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", (int) c) : "" + c;
      };
    }

    @Override
    public String describe() {
      return "the string " + text();
    }
  }

  /** A list. */
  record ListOf(List<Constant> items) implements Constant {
    public ListOf {
      items = List.copyOf(items);
    }

    @Override
    public String text() {
      return items.stream().map(Constant::text).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String describe() {
      return "a list of " + items.size();
    }
  }

  /**
   * A chain of layers.
   *
   * @param scope where the names in it mean something
   */
  record Chain(Layers layers, Scope scope) implements Constant {
    @Override
    public String text() {
      return ChainText.of(this);
    }

    @Override
    public String describe() {
      return "a layer";
    }
  }
}
