package dev.nnd.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/** Sets a {@link Layout} in lines of at most a given width, where its words allow that. */
final class LayoutText {
  /** Words that keep close to a comment before them. */
  private static final Set<String> CLOSE = Set.of(",", ")", "]", "(", ".", ":");

  private record Task(Layout layout, int indent, boolean onOneLine) {}

  private final int lineWidth;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Task> tasks = new ArrayDeque<>();
  private int lineStart;
  private int indentOfLine;
  private boolean lineIsFresh = true;
  private int blanks;
  private boolean afterRemark;
  private boolean lineMustEnd;

  private LayoutText(int lineWidth) {
    this.lineWidth = lineWidth;
  }

  /** The text of {@code layout}. Ends in a line end unless it is empty. */
  static String of(Layout layout, int lineWidth) {
    LayoutText text = new LayoutText(lineWidth);
    text.tasks.push(new Task(layout, 0, false));
    while (!text.tasks.isEmpty()) {
      text.run(text.tasks.pop());
    }
    text.startLine(0, false);
    return text.out.toString();
  }

  private void run(Task task) {
    Layout layout = task.layout;
    int indent = task.indent;
    if (layout instanceof Layout.Word word) {
      word(word.text, indent);
    } else if (layout instanceof Layout.Remark remark) {
      remark(remark, indent);
    } else if (layout instanceof Layout.Blank blank) {
      blanks = Math.max(blanks, blank.count);
    } else if (layout instanceof Layout.Break possible) {
      breakLine(task, possible.blanks);
    } else if (layout instanceof Layout.Fill fill) {
      breakLine(new Task(layout, indent, task.onOneLine || fits(fill)), 1);
      tasks.push(new Task(fill.inner, indent, task.onOneLine));
    } else if (layout instanceof Layout.Start start) {
      startLine(indent, start.emptyLineBefore);
    } else if (layout instanceof Layout.Sequence sequence) {
      for (int i = sequence.parts.size() - 1; i >= 0; i--) {
        tasks.push(new Task(sequence.parts.get(i), indent, task.onOneLine));
      }
    } else if (layout instanceof Layout.Indented indented) {
      boolean aligned = indented.aligned && !lineMustEnd;
      int from = aligned ? column() + blanks : indent;
      tasks.push(new Task(indented.inner, from + indented.by, task.onOneLine));
    } else if (layout instanceof Layout.Group group) {
      boolean onOneLine = task.onOneLine || !group.isForced() && fits(group.inner);
      tasks.push(new Task(group.inner, indent, onOneLine));
    }
  }

  private void breakLine(Task task, int blanksOnOneLine) {
    if (task.onOneLine && !lineMustEnd) {
      blanks = Math.max(blanks, blanksOnOneLine);
    } else {
      startLine(task.indent, false);
    }
  }

  private void word(String text, int indent) {
    if (lineMustEnd) {
      startLine(indent, false);
    }
    if (afterRemark && !CLOSE.contains(text)) {
      blanks = Math.max(blanks, 1);
    }
    put(text);
    afterRemark = false;
  }

  private void remark(Layout.Remark remark, int indent) {
    if (lineMustEnd) {
      startLine(indent, false);
    }
    boolean opened = !out.isEmpty() && "([".indexOf(out.charAt(out.length() - 1)) >= 0;
    if (remark.endsLine || !opened) {
      blanks = Math.max(blanks, 1);
    }
    put(remark.text);
    int lastLine = remark.text.lastIndexOf('\n');
    if (lastLine >= 0) {
      lineStart = out.length() - (remark.text.length() - lastLine - 1);
    }
    afterRemark = true;
    lineMustEnd = remark.endsLine;
  }

  private void put(String text) {
    out.append(" ".repeat(lineIsFresh ? indentOfLine : blanks)).append(text);
    lineIsFresh = false;
    blanks = 0;
  }

  private void startLine(int indent, boolean emptyLineBefore) {
    if (!lineIsFresh) {
      out.append('\n');
    }
    if (emptyLineBefore && !out.isEmpty() && !out.substring(out.length() - 2).equals("\n\n")) {
      out.append('\n');
    }
    lineStart = out.length();
    indentOfLine = indent;
    lineIsFresh = true;
    blanks = 0;
    afterRemark = false;
    lineMustEnd = false;
  }

  private int column() {
    return lineIsFresh ? indentOfLine : out.length() - lineStart;
  }

  /**
   * Whether {@code next} on one line, and what follows it up to the next possible line end, fit on
   * this line.
   */
  private boolean fits(Layout next) {
    int left = lineWidth - column() - blanks;
    if (next.width > left && !next.isForced()) {
      return false;
    }
    Deque<Task> ahead = new ArrayDeque<>();
    ahead.push(new Task(next, 0, true));
    Iterator<Task> rest = tasks.iterator();
    while (left >= 0) {
      if (ahead.isEmpty()) {
        if (!rest.hasNext()) {
          return true;
        }
        ahead.push(rest.next());
      }
      Task task = ahead.pop();
      if (endsLine(task)) {
        return true;
      }
      left -= ownWidth(task.layout);
      pushParts(task, ahead);
    }
    return false;
  }

  private static boolean endsLine(Task task) {
    Layout layout = task.layout;
    boolean mayBreak = layout instanceof Layout.Break || layout instanceof Layout.Fill;
    return mayBreak && !task.onOneLine
        || layout instanceof Layout.Start
        || layout instanceof Layout.Remark remark && (remark.endsLine || remark.isForced());
  }

  /** The columns that {@code layout} takes on one line besides its parts. */
  private static int ownWidth(Layout layout) {
    if (layout instanceof Layout.Fill) {
      return 1;
    }
    boolean hasParts =
        layout instanceof Layout.Sequence
            || layout instanceof Layout.Indented
            || layout instanceof Layout.Group;
    return hasParts ? 0 : layout.width;
  }

  private static void pushParts(Task task, Deque<Task> ahead) {
    Layout layout = task.layout;
    boolean onOneLine = task.onOneLine;
    if (layout instanceof Layout.Sequence sequence) {
      for (int i = sequence.parts.size() - 1; i >= 0; i--) {
        ahead.push(new Task(sequence.parts.get(i), 0, onOneLine));
      }
    } else if (layout instanceof Layout.Indented indented) {
      ahead.push(new Task(indented.inner, 0, onOneLine));
    } else if (layout instanceof Layout.Fill fill) {
      ahead.push(new Task(fill.inner, 0, onOneLine));
    } else if (layout instanceof Layout.Group group) {
      ahead.push(new Task(group.inner, 0, onOneLine && !group.isForced()));
    }
  }
}
