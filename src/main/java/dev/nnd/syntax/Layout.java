package dev.nnd.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text with places where a line may or must end, after Wadler, "A prettier printer" (2003). {@link
 * LayoutText} chooses.
 */
abstract sealed class Layout {
  /** What a layout without a forced line end is at most; more than any line. */
  private static final int ENDLESS = 1 << 20;

  /** The number of columns on one line; {@link #ENDLESS} if a line must end inside. */
  final int width;

  /** Whether the text ends in a comment that the line must end after. */
  final boolean endsInLineComment;

  private Layout(int width, boolean endsInLineComment) {
    this.width = Math.min(width, ENDLESS);
    this.endsInLineComment = endsInLineComment;
  }

  /** Whether a line must end inside, so that it cannot stand on one line. */
  final boolean isForced() {
    return width >= ENDLESS;
  }

  private boolean isEmpty() {
    return this instanceof Sequence sequence && sequence.parts.isEmpty();
  }

  /** A word of the program. */
  static final class Word extends Layout {
    final String text;

    private Word(String text) {
      super(text.length(), false);
      this.text = text;
    }
  }

  /** A comment; what comes next on its line is set apart by a blank. */
  static final class Remark extends Layout {
    final String text;
    final boolean endsLine;

    private Remark(String text, boolean endsLine) {
      super(width(text, endsLine), endsLine);
      this.text = text;
      this.endsLine = endsLine;
    }

    private static int width(String text, boolean endsLine) {
      // A comment at the end of a line may be as long as it is: no line break makes it shorter.
      return endsLine ? 0 : text.indexOf('\n') >= 0 ? ENDLESS : text.length() + 1;
    }
  }

  /** Blanks between two words of a line; none at its start or end. */
  static final class Blank extends Layout {
    final int count;

    private Blank(int count) {
      super(count, false);
      this.count = count;
    }
  }

  /** A line end, unless the group around stands on one line. */
  static final class Break extends Layout {
    final int blanks;

    private Break(int blanks) {
      super(blanks, false);
      this.blanks = blanks;
    }
  }

  /** A blank, or a line end if what follows does not fit on the line in one piece. */
  static final class Fill extends Layout {
    final Layout inner;

    private Fill(Layout inner) {
      super(1 + inner.width, inner.endsInLineComment);
      this.inner = inner;
    }
  }

  /** The start of a line; does nothing where one has just been started. */
  static final class Start extends Layout {
    final boolean emptyLineBefore;

    private Start(boolean emptyLineBefore) {
      super(ENDLESS, false);
      this.emptyLineBefore = emptyLineBefore;
    }
  }

  static final class Sequence extends Layout {
    final List<Layout> parts;

    private Sequence(List<Layout> parts) {
      super(width(parts), !parts.isEmpty() && parts.get(parts.size() - 1).endsInLineComment);
      this.parts = parts;
    }

    private static int width(List<Layout> parts) {
      int width = 0;
      for (int i = 0; i < parts.size(); i++) {
        boolean commentInside = parts.get(i).endsInLineComment && i < parts.size() - 1;
        width = Math.min(ENDLESS, width + (commentInside ? ENDLESS : parts.get(i).width));
      }
      return width;
    }
  }

  /**
   * Lines that start inside are indented further: from the indentation around or, aligned, from the
   * column reached.
   */
  static final class Indented extends Layout {
    final int by;
    final boolean aligned;
    final Layout inner;

    private Indented(int by, boolean aligned, Layout inner) {
      super(inner.width, inner.endsInLineComment);
      this.by = by;
      this.aligned = aligned;
      this.inner = inner;
    }
  }

  /** Stands on one line if it can; if not, each {@link Break} directly inside ends a line. */
  static final class Group extends Layout {
    final Layout inner;

    private Group(Layout inner) {
      super(inner.width, inner.endsInLineComment);
      this.inner = inner;
    }
  }

  static Layout word(String text) {
    return new Word(text);
  }

  static Layout remark(String text, boolean endsLine) {
    return new Remark(text, endsLine);
  }

  static Layout blank() {
    return new Blank(1);
  }

  static Layout blanks(int count) {
    return new Blank(count);
  }

  /** A blank or a line end. */
  static Layout breakOrBlank() {
    return new Break(1);
  }

  /** Nothing or a line end. */
  static Layout breakOrNothing() {
    return new Break(0);
  }

  static Layout fill(Layout inner) {
    return new Fill(inner);
  }

  static Layout start() {
    return new Start(false);
  }

  static Layout startAfterEmptyLine() {
    return new Start(true);
  }

  static Layout nothing() {
    return new Sequence(List.of());
  }

  static Layout of(Layout... parts) {
    return of(Arrays.asList(parts));
  }

  static Layout of(List<Layout> parts) {
    List<Layout> kept = new ArrayList<>(parts);
    kept.removeIf(Layout::isEmpty);
    return new Sequence(List.copyOf(kept));
  }

  static Layout indent(int by, Layout inner) {
    return new Indented(by, false, inner);
  }

  static Layout align(Layout inner) {
    return new Indented(0, true, inner);
  }

  static Layout group(Layout inner) {
    return new Group(inner);
  }
}
