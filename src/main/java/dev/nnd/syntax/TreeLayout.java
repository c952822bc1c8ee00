package dev.nnd.syntax;

import dev.nnd.syntax.Tree.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lays out declarations. */
final class TreeLayout implements Declaration.Visitor<Layout> {
  private final WordFeed words;
  private final ValueLayout values;
  private final StatementLayout statements;

  TreeLayout(WordFeed words, int lineWidth) {
    this.words = words;
    this.values = new ValueLayout(words, lineWidth);
    this.statements = new StatementLayout(words, values);
  }

  Layout file(Tree.File file) {
    List<Layout> parts = new ArrayList<>();
    Optional<Declaration> before = Optional.empty();
    for (Declaration declaration : file.declarations()) {
      boolean together = before.isPresent() && standTogether(before.get(), declaration);
      boolean emptyLine = before.isPresent() && (!together || words.isEmptyLineAhead());
      parts.add(emptyLine ? Layout.startAfterEmptyLine() : Layout.start());
      parts.add(words.commentLinesBefore());
      parts.add(declaration.accept(this));
      before = Optional.of(declaration);
    }
    if (words.areCommentsAhead()) {
      parts.add(words.isEmptyLineAhead() ? Layout.startAfterEmptyLine() : Layout.start());
      parts.add(words.commentLinesBefore());
    }
    return Layout.of(parts);
  }

  /** Whether the user may leave out the empty line between these two. */
  private static boolean standTogether(Declaration a, Declaration b) {
    return a instanceof Declaration.Use && b instanceof Declaration.Use
        || a instanceof Declaration.Const && b instanceof Declaration.Const;
  }

  @Override
  public Layout use(Declaration.Use use) {
    Layout keyword = words.word("use");
    return Layout.of(keyword, Layout.blank(), values.text(use.path()));
  }

  @Override
  public Layout constant(Declaration.Const constant) {
    List<Layout> parts = new ArrayList<>();
    parts.add(words.word("const"));
    parts.add(Layout.blank());
    parts.add(values.name(constant.name()));
    parts.add(Layout.blank());
    parts.add(words.word("="));
    parts.add(Layout.blank());
    parts.add(values.expression(constant.value()));
    return Layout.of(parts);
  }

  @Override
  public Layout block(Declaration.Block block) {
    Layout head = head("block", block.name(), block.parameters());
    return Layout.of(head, body(block.body(), statements::statement));
  }

  @Override
  public Layout model(Declaration.Model model) {
    Layout head = head("model", model.name(), model.parameters());
    return Layout.of(head, body(model.body(), statements::statement));
  }

  @Override
  public Layout data(Declaration.Data data) {
    Layout head = head("data", data.name(), List.of());
    return Layout.of(head, body(data.entries(), EntryLayout.of(words, values, data.entries())));
  }

  @Override
  public Layout train(Declaration.Train train) {
    Layout head = head("train", train.name(), train.parameters());
    return Layout.of(head, body(train.entries(), EntryLayout.of(words, values, train.entries())));
  }

  @Override
  public Layout search(Declaration.Search search) {
    Layout head = head("search", search.name(), List.of());
    return Layout.of(head, body(search.entries(), EntryLayout.of(words, values, search.entries())));
  }

  private Layout head(String keyword, Tree.Name name, List<Parameter> parameters) {
    Layout word = words.word(keyword);
    Layout title = Layout.of(word, Layout.blank(), values.name(name));
    if (!words.isNext("(")) {
      return Layout.of(title, Layout.blank());
    }
    Layout list = values.enclosed("(", parameters, this::parameter, ")", false);
    return Layout.of(title, list, Layout.blank());
  }

  private Layout parameter(Parameter parameter) {
    List<Layout> parts = new ArrayList<>();
    parts.add(values.name(parameter.name()));
    parts.add(words.word(":"));
    parts.add(Layout.blank());
    parts.add(words.word(parameter.type().word()));
    if (parameter.value().isPresent()) {
      parts.add(Layout.blank());
      parts.add(words.word("="));
      parts.add(Layout.blank());
      parts.add(values.expression(parameter.value().get()));
    }
    return Layout.of(parts);
  }

  /**
   * Braces around items, each of which starts a line. The user's empty lines between them stay, one
   * at a time.
   */
  private <T> Layout body(List<T> items, Function<? super T, Layout> layout) {
    Layout open = words.word("{");
    List<Layout> inner = new ArrayList<>();
    for (T item : items) {
      boolean emptyLine = !inner.isEmpty() && words.isEmptyLineAhead();
      inner.add(emptyLine ? Layout.startAfterEmptyLine() : Layout.start());
      inner.add(words.commentLinesBefore());
      inner.add(layout.apply(item));
    }
    if (words.areCommentsAhead()) {
      boolean emptyLine = !inner.isEmpty() && words.isEmptyLineAhead();
      inner.add(emptyLine ? Layout.startAfterEmptyLine() : Layout.start());
      inner.add(words.commentLinesBefore());
    }
    Layout end = inner.isEmpty() ? Layout.nothing() : Layout.start();
    Layout indented = Layout.indent(ValueLayout.INDENT, Layout.of(inner));
    return Layout.of(open, indented, end, words.word("}"));
  }
}
