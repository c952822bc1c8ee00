package dev.nnd.source;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Pages as people read them: paragraphs as wide as the terminal, and the example before and after.
 */
public final class PageText {
  private static final int NARROWEST = 40;

  /** Longer lines are hard to read, however wide the terminal is. */
  private static final int WIDEST = 100;

  /** Code is not divided. */
  private static final Pattern WORD = Pattern.compile("(?:`[^`]*`|[^ `])+");

  private final Page page;
  private final Paint paint;
  private final int columns;
  private final StringBuilder out = new StringBuilder();

  private PageText(Page page, Paint paint, int columns) {
    this.page = page;
    this.paint = paint;
    this.columns = Math.max(NARROWEST, Math.min(WIDEST, columns));
  }

  /**
   * The text of a page, with ANSI colours if asked for, ending with a line end.
   *
   * @param columns characters a line of the terminal
   */
  public static String render(Page page, boolean colours, int columns) {
    return new PageText(page, colours ? Paint.ANSI : Paint.NONE, columns).render();
  }

  private String render() {
    Severity severity = page.code().severity();
    String head = severity.word() + "[" + page.code().id() + "]";
    out.append(paint.severity(severity, head));
    out.append(paint.strong(": " + page.title())).append('\n');
    for (String paragraph : page.paragraphs()) {
      out.append('\n');
      wrapped(paragraph);
    }
    example("before", page.before(), page.before().hasOwnCommand());
    boolean other = !page.after().command().equals(page.before().command());
    example("after", page.after(), other);
    return out.toString();
  }

  private void wrapped(String paragraph) {
    int column = 0;
    for (String word : WORD.matcher(paragraph).results().map(MatchResult::group).toList()) {
      if (column > 0 && column + 1 + word.length() > columns) {
        out.append('\n');
        column = 0;
      }
      out.append(column > 0 ? " " : "").append(word);
      column += (column > 0 ? 1 : 0) + word.length();
    }
    out.append('\n');
  }

  private void example(String title, Page.Example example, boolean withCommand) {
    out.append('\n').append(paint.strong(title)).append('\n');
    if (withCommand) {
      out.append(paint.frame("  $ " + example.command())).append('\n');
    }
    boolean named = withCommand || example.files().size() > 1;
    for (Page.Excerpt file : example.files()) {
      if (named || !file.name().equals("net.nnd")) {
        out.append(paint.frame("  " + file.name())).append('\n');
      }
      file.text().lines().forEach(line -> out.append(indented(line)).append('\n'));
    }
  }

  private static String indented(String line) {
    return line.isEmpty() ? "" : "    " + line;
  }
}
