package dev.nnd.syntax;

import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.function.Function;

/** Lays out the entries of one body of data, a train or a search, their values in one column. */
final class EntryLayout implements Entry.Visitor<Layout> {
  private final WordFeed words;
  private final ValueLayout values;
  private final int keyWidth;

  private EntryLayout(WordFeed words, ValueLayout values, int keyWidth) {
    this.words = words;
    this.values = values;
    this.keyWidth = keyWidth;
  }

  static Function<Entry, Layout> of(WordFeed words, ValueLayout values, List<? extends Entry> all) {
    KeyWidth width = new KeyWidth();
    int keyWidth = all.stream().mapToInt(entry -> entry.accept(width)).max().orElse(0);
    EntryLayout layout = new EntryLayout(words, values, keyWidth);
    return entry -> entry.accept(layout);
  }

  @Override
  public Layout column(Entry.Column column) {
    Layout start = start(column.key(), ":");
    int valueColumn = ValueLayout.INDENT + keyWidth + 1;
    return Layout.of(start, values.chain(valueColumn, column.source(), column.steps()));
  }

  @Override
  public Layout setting(Entry.Setting setting) {
    Layout start = start(setting.key(), ":");
    return Layout.of(start, values.expression(setting.value()));
  }

  /** The key and its mark, and blanks up to the column of the values. */
  private Layout start(Name key, String mark) {
    Layout name = values.name(key);
    int blanks = keyWidth - key.text().length() - mark.length() + 1;
    return Layout.of(name, words.word(mark), Layout.blanks(blanks));
  }

  @Override
  public Layout draw(Entry.Draw draw) {
    Layout name = values.name(draw.parameter());
    Layout gap = Layout.blanks(keyWidth - draw.parameter().text().length() + 1);
    Layout tilde = words.word("~");
    Layout distribution = values.expression(draw.distribution());
    Layout condition = draw.condition().map(this::when).orElseGet(Layout::nothing);
    return Layout.of(name, gap, tilde, Layout.blank(), distribution, condition);
  }

  private Layout when(Expression condition) {
    Layout keyword = words.word("when");
    Layout when = Layout.of(keyword, Layout.blank(), values.expression(condition));
    return Layout.indent(ValueLayout.INDENT, Layout.fill(when));
  }

  @Override
  public Layout require(Entry.Require require) {
    return StatementLayout.require(words, values, require.condition(), require.text());
  }

  /** The columns that the part of an entry before its value takes, without blanks. */
  private static final class KeyWidth implements Entry.Visitor<Integer> {
    @Override
    public Integer column(Entry.Column column) {
      return column.key().text().length() + 1;
    }

    @Override
    public Integer setting(Entry.Setting setting) {
      return setting.key().text().length() + 1;
    }

    @Override
    public Integer draw(Entry.Draw draw) {
      return draw.parameter().text().length();
    }

    @Override
    public Integer require(Entry.Require require) {
      return 0;
    }
  }
}
