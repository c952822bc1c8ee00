package dev.nnd.syntax;

import dev.nnd.syntax.Tree.Chain;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lays out the statements of blocks and models. */
final class StatementLayout implements Statement.Visitor<Layout> {
  private final WordFeed words;
  private final ValueLayout values;

  StatementLayout(WordFeed words, ValueLayout values) {
    this.words = words;
    this.values = values;
  }

  Layout statement(Statement statement) {
    return statement.accept(this);
  }

  @Override
  public Layout input(Statement.Input input) {
    List<Layout> parts = new ArrayList<>();
    parts.add(words.word("input"));
    parts.add(Layout.blank());
    parts.add(values.name(input.name()));
    if (input.type().isPresent()) {
      parts.add(words.word(":"));
      parts.add(Layout.blank());
      parts.add(type(input.type().get()));
    }
    return Layout.of(parts);
  }

  private Layout type(TensorType type) {
    Layout element =
        type.element()
            .map(word -> words.word(word.name().toLowerCase(Locale.ROOT)))
            .orElseGet(Layout::nothing);
    return Layout.of(element, values.enclosed("[", type.sizes(), values::expression, "]", false));
  }

  @Override
  public Layout output(Statement.Output output) {
    return named("output", output.name(), output.value());
  }

  @Override
  public Layout let(Statement.Let let) {
    return named("let", let.name(), let.value());
  }

  private Layout named(String keyword, Name name, Chain value) {
    Layout start = start(keyword, name);
    int column = ValueLayout.INDENT + start.width;
    return Layout.of(start, values.chain(column, value.source(), value.stages()));
  }

  /** {@code keyword name =} and a blank. */
  private Layout start(String keyword, Name name) {
    Layout word = words.word(keyword);
    Layout title = values.name(name);
    return Layout.of(word, Layout.blank(), title, Layout.blank(), words.word("="), Layout.blank());
  }

  @Override
  public Layout layer(Statement.Layer layer) {
    Layout start = start("layer", layer.name());
    return Layout.of(start, values.layers(layer.value()));
  }

  @Override
  public Layout require(Statement.Require require) {
    return require(words, values, require.condition(), require.text());
  }

  /** {@code require condition, "text"}, wherever it stands. */
  static Layout require(
      WordFeed words, ValueLayout values, Expression condition, Optional<Expression.Text> text) {
    Layout keyword = words.word("require");
    Layout start = Layout.of(keyword, Layout.blank(), values.expression(condition));
    if (text.isEmpty()) {
      return start;
    }
    Layout comma = words.word(",");
    Layout why = Layout.fill(values.text(text.get()));
    return Layout.of(start, comma, Layout.indent(ValueLayout.INDENT, why));
  }
}
