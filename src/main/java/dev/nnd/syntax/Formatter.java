package dev.nnd.syntax;

import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.Optional;

/**
 * Sets programs in the one form they have.
 *
 * <p>Only blanks and line ends change: every word and every comment stays, in its order. Formatting
 * what is formatted changes nothing.
 */
public final class Formatter {
  /**
   * The longest line, where words allow it: as long as the longest in the language's first program.
   */
  public static final int LINE_WIDTH = 102;

  private Formatter() {}

  /**
   * The text of {@code file} in canonical form, or nothing if there are syntax errors, which are
   * then reported to {@code out}.
   */
  public static Optional<String> format(SourceFile file, Diagnostics out) {
    Diagnostics found = new Diagnostics();
    Tree.File tree = Parser.parse(file, found);
    found.sorted().forEach(out::report);
    if (found.hasErrors()) {
      return Optional.empty();
    }
    Places places = new Places(file);
    Words words = Words.of(file, places, new SyntaxErrors());
    WordFeed feed = new WordFeed(file, places, words);
    Layout layout = new TreeLayout(feed, LINE_WIDTH).file(tree);
    if (!feed.isAtEnd()) {
      throw new IllegalStateException("format: not all of " + file.name() + " was printed");
    }
    return Optional.of(LayoutText.of(layout, LINE_WIDTH));
  }
}
