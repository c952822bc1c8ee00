package dev.nnd.syntax;

import dev.nnd.syntax.Expression.Layers;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lays out expressions and stages.
 *
 * <p>Where a user starts a line before {@code ->} or inside braces of a statement, the line stays:
 * it groups the stages of a network, which no rule can know. Everywhere else, lines end only where
 * they are full.
 */
final class ValueLayout implements Expression.Visitor<Layout> {
  static final int INDENT = 4;

  /** The column of the first arrow beyond which the arrows after it are not aligned with it. */
  private static final int FARTHEST_ARROW = 40;

  private final WordFeed words;
  private final int lineWidth;
  private final StageLayout stages;

  /** How many brackets around leave no choice of lines to the user. */
  private int enclosing;

  ValueLayout(WordFeed words, int lineWidth) {
    this.words = words;
    this.lineWidth = lineWidth;
    this.stages = new StageLayout(words, this);
  }

  Layout word(String text) {
    return words.word(text);
  }

  Layout name(Name name) {
    return words.word(name.text());
  }

  Layout expression(Expression expression) {
    return expression.accept(this);
  }

  Layout stage(Stage stage) {
    return stage.accept(stages);
  }

  /** Whether the user started a line before the next word, and may. */
  boolean keepsLine() {
    return enclosing == 0 && words.isWordOnNewLine();
  }

  // ---- Pipelines ----

  /**
   * A source and its stages. Lines after the first start with an arrow: under the first arrow, or
   * indented where that one starts a line too or where there is too little room under it.
   *
   * @param column the column at which the source starts
   */
  Layout chain(int column, Expression source, List<? extends Stage> stages) {
    Layout first = expression(source);
    if (stages.isEmpty()) {
      return first;
    }
    boolean firstStartsLine = words.isWordOnNewLine();
    List<Layout> parts = new ArrayList<>();
    int widest = 0;
    for (int i = 0; i < stages.size(); i++) {
      boolean keptLine = keepsLine();
      Layout arrow = arrow(stages.get(i));
      parts.add(i == 0 ? arrow : onLine(keptLine, arrow));
      widest = Math.max(widest, arrow.width);
    }
    Layout arrows = Layout.of(parts);
    int arrowColumn = column + first.width + 1;
    boolean fits = arrowColumn + arrows.width <= lineWidth;
    boolean single = stages.size() == 1;
    boolean cramped = arrowColumn > FARTHEST_ARROW || arrowColumn + widest > lineWidth;
    boolean better = single ? 2 * INDENT + widest <= lineWidth : cramped;
    if (firstStartsLine || !fits && better) {
      return Layout.of(first, Layout.indent(INDENT, Layout.of(Layout.start(), arrows)));
    }
    return Layout.of(first, Layout.blank(), single ? arrows : Layout.align(arrows));
  }

  private static Layout onLine(boolean ofItsOwn, Layout arrow) {
    return ofItsOwn ? Layout.of(Layout.start(), arrow) : Layout.fill(arrow);
  }

  private Layout arrow(Stage stage) {
    Layout arrow = words.word("->");
    return Layout.of(arrow, Layout.blank(), stage(stage));
  }

  @Override
  public Layout layers(Layers layers) {
    List<Layout> parts = new ArrayList<>();
    parts.add(stage(layers.stages().get(0)));
    for (Stage stage : layers.stages().subList(1, layers.stages().size())) {
      boolean keptLine = keepsLine();
      parts.add(Layout.indent(INDENT, onLine(keptLine, arrow(stage))));
    }
    return Layout.align(Layout.of(parts));
  }

  // ---- Brackets ----

  Layout arguments(List<Argument> arguments) {
    return enclosed("(", arguments, this::argument, ")", false);
  }

  private Layout argument(Argument argument) {
    if (argument.name().isEmpty()) {
      return expression(argument.value());
    }
    Layout name = name(argument.name().get());
    return Layout.of(name, word(":"), Layout.blank(), expression(argument.value()));
  }

  /** Items between brackets where only the width of the line decides. */
  <T> Layout enclosed(
      String open, List<T> items, Function<T, Layout> item, String close, boolean filled) {
    enclosing++;
    Layout layout = items(open, items, item, close, filled);
    enclosing--;
    return layout;
  }

  /**
   * Items between brackets: on one line, or each on its own.
   *
   * @param filled whether several may share a line when one line is too short for all
   */
  <T> Layout items(
      String open, List<T> items, Function<T, Layout> item, String close, boolean filled) {
    Layout opening = word(open);
    boolean kept = keepsLine() && !items.isEmpty();
    List<Layout> parts = new ArrayList<>();
    parts.add(kept ? Layout.start() : Layout.breakOrNothing());
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        parts.add(word(","));
      }
      Layout next = item.apply(items.get(i));
      if (i > 0) {
        next = filled ? Layout.fill(next) : Layout.of(Layout.breakOrBlank(), next);
      }
      parts.add(next);
    }
    parts.add(words.commentsBefore());
    Layout inner = items.isEmpty() ? Layout.of(parts.subList(1, parts.size())) : Layout.of(parts);
    Layout end = items.isEmpty() ? Layout.nothing() : Layout.breakOrNothing();
    return Layout.group(Layout.of(opening, Layout.indent(INDENT, inner), end, word(close)));
  }

  // ---- Expressions ----

  @Override
  public Layout number(Expression.Number number) {
    return word(number.text());
  }

  @Override
  public Layout text(Expression.Text text) {
    return word(text.span().text());
  }

  @Override
  public Layout truth(Expression.Truth truth) {
    return word(Boolean.toString(truth.value()));
  }

  @Override
  public Layout list(Expression.ListOf list) {
    boolean plain = list.items().stream().allMatch(ValueLayout::isPlain);
    return enclosed("[", list.items(), this::expression, "]", plain);
  }

  private static boolean isPlain(Expression item) {
    return item instanceof Expression.Number
        || item instanceof Expression.Text
        || item instanceof Expression.Truth
        || item instanceof Expression.Reference
        || item instanceof Expression.Unary unary && isPlain(unary.operand());
  }

  @Override
  public Layout range(Expression.Range range) {
    Layout first = expression(range.first());
    Layout dots = word("..");
    return Layout.of(first, Layout.blank(), dots, Layout.blank(), expression(range.last()));
  }

  @Override
  public Layout reference(Expression.Reference reference) {
    return name(reference.name());
  }

  @Override
  public Layout dotted(Expression.Dotted dotted) {
    List<Layout> parts = new ArrayList<>();
    for (Name name : dotted.names()) {
      if (!parts.isEmpty()) {
        parts.add(word("."));
      }
      parts.add(name(name));
    }
    return Layout.of(parts);
  }

  @Override
  public Layout unary(Expression.Unary unary) {
    Layout operator = word(unary.operator().symbol());
    boolean isWord = unary.operator() == UnaryOperator.NOT;
    Layout between = isWord ? Layout.blank() : Layout.nothing();
    return Layout.of(operator, between, expression(unary.operand()));
  }

  @Override
  public Layout binary(Expression.Binary binary) {
    Layout left = expression(binary.left());
    Layout operator = word(binary.operator().symbol());
    Layout right = expression(binary.right());
    return Layout.of(
        left, Layout.indent(INDENT, Layout.fill(Layout.of(operator, Layout.blank(), right))));
  }

  @Override
  public Layout conditional(Expression.If conditional) {
    Layout condition = Layout.of(word("if"), Layout.blank(), expression(conditional.condition()));
    Layout then = Layout.of(word("then"), Layout.blank(), expression(conditional.then()));
    Layout otherwise = Layout.of(word("else"), Layout.blank(), expression(conditional.otherwise()));
    return Layout.of(
        condition, Layout.indent(INDENT, Layout.of(Layout.fill(then), Layout.fill(otherwise))));
  }

  @Override
  public Layout call(Expression.Call call) {
    Layout callee = name(call.callee());
    return Layout.of(callee, arguments(call.arguments()));
  }

  @Override
  public Layout tuple(Expression.Tuple tuple) {
    return enclosed("(", tuple.items(), this::expression, ")", false);
  }

  @Override
  public Layout parenthesised(Expression.Parenthesised parenthesised) {
    return enclosed("(", List.of(parenthesised.inner()), this::expression, ")", false);
  }
}
