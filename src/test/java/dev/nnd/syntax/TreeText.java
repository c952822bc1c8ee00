package dev.nnd.syntax;

import dev.nnd.source.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/**
 * The text of a tree without its spans: equal texts are equal trees. One part of the tree on a
 * line.
 */
final class TreeText {
  private TreeText() {}

  static String of(Tree.File file) {
    StringBuilder text = new StringBuilder();
    file.declarations().forEach(declaration -> print(declaration, "", text));
    file.comments().forEach(comment -> text.append(comment.span().text().strip()).append('\n'));
    return text.toString();
  }

  /** Without comments. */
  static String of(Tree tree) {
    StringBuilder text = new StringBuilder();
    print(tree, "", text);
    return text.toString();
  }

  private static void print(Object value, String indent, StringBuilder text) {
    if (value instanceof Tree.Name name) {
      text.append(indent).append(name.text()).append('\n');
    } else if (value instanceof List<?> list) {
      text.append(indent).append("list of ").append(list.size()).append('\n');
      list.forEach(item -> print(item, indent + "  ", text));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresentOrElse(
          item -> print(item, indent, text), () -> text.append(indent).append("-\n"));
    } else if (value instanceof Record part) {
      text.append(indent).append(part.getClass().getSimpleName()).append('\n');
      for (RecordComponent component : part.getClass().getRecordComponents()) {
        if (component.getType() != Span.class) {
          print(get(part, component), indent + "  ", text);
        }
      }
    } else {
      text.append(indent).append(value).append('\n');
    }
  }

  private static Object get(Record part, RecordComponent component) {
    try {
      return component.getAccessor().invoke(part);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
