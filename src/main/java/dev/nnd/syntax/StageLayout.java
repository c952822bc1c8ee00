package dev.nnd.syntax;

import dev.nnd.syntax.Expression.Layers;
import java.util.ArrayList;
import java.util.List;

/** Lays out stages. */
final class StageLayout implements Stage.Visitor<Layout> {
  private final WordFeed words;
  private final ValueLayout values;

  StageLayout(WordFeed words, ValueLayout values) {
    this.words = words;
    this.values = values;
  }

  @Override
  public Layout call(Stage.Call call) {
    Layout callee = values.name(call.callee());
    return call.parenthesised() ? Layout.of(callee, values.arguments(call.arguments())) : callee;
  }

  @Override
  public Layout when(Stage.When when) {
    List<Layout> parts = new ArrayList<>();
    parts.add(words.word("when"));
    parts.add(Layout.blank());
    parts.add(values.expression(when.condition()));
    parts.add(Layout.blank());
    parts.add(braces(when.then()));
    parts.add(Layout.blank());
    parts.add(words.word("else"));
    parts.add(Layout.blank());
    parts.add(braces(when.otherwise()));
    return Layout.group(Layout.of(parts));
  }

  @Override
  public Layout repeat(Stage.Repeat repeat) {
    List<Layout> parts = new ArrayList<>();
    parts.add(words.word("repeat"));
    parts.add(Layout.blank());
    parts.add(values.expression(repeat.count()));
    parts.add(Layout.blank());
    if (repeat.index().isPresent()) {
      parts.add(words.word("as"));
      parts.add(Layout.blank());
      parts.add(values.name(repeat.index().get()));
      parts.add(Layout.blank());
    }
    parts.add(braces(repeat.body()));
    return Layout.group(Layout.of(parts));
  }

  @Override
  public Layout fork(Stage.Fork fork) {
    return values.items("[", fork.branches(), values::layers, "]", false);
  }

  @Override
  public Layout group(Stage.Group group) {
    return Layout.group(braces(group.body()));
  }

  private Layout braces(Layers layers) {
    Layout open = words.word("{");
    Layout line = values.keepsLine() ? Layout.start() : Layout.breakOrBlank();
    Layout body = values.layers(layers);
    Layout inner = Layout.of(line, body, words.commentsBefore());
    Layout close = words.word("}");
    return Layout.of(open, Layout.indent(ValueLayout.INDENT, inner), Layout.breakOrBlank(), close);
  }
}
