package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comments that were meant as Python's division without rest, {@code Width // 2}. */
final class FloorDivision {
  /** From the end of a word on: a divisor after the mark, and perhaps what closes a bracket. */
  private static final Pattern REST =
      Pattern.compile("[ \\t]*//[ \\t]*(\\w+)[^\\n()\\[\\]]*[)\\]]");

  private static final Pattern WORD = Pattern.compile("(\\w+)[ \\t]*$");
  private static final Pattern NUMBER = Pattern.compile("//[ \\t]*(\\d+)\\s*");

  private FloorDivision() {}

  /** What to write, if what should come after a word is in a comment that closes a bracket. */
  static Optional<String> help(Span word) {
    Matcher rest = REST.matcher(word.file().text()).region(word.end(), word.file().text().length());
    return rest.lookingAt() && word.text().matches("\\w+")
        ? Optional.of("`//` begins a comment; " + written(word.text(), rest.group(1)))
        : Optional.empty();
  }

  private static String written(String dividend, String divisor) {
    return "a division without rest is `floor_div(" + dividend + ", " + divisor + ")`";
  }

  /** Warns of a number alone in a comment after a word. */
  static void warn(Tree.Comment comment, Diagnostics out) {
    Span span = comment.span();
    Matcher number = NUMBER.matcher(span.text());
    String line = span.file().text().substring(0, span.start());
    Matcher word = WORD.matcher(line.substring(line.lastIndexOf('\n') + 1));
    if (comment.kind() == Tree.Comment.Kind.LINE && number.matches() && word.find()) {
      out.report(
          Diagnostic.of(Code.NUMBER_IN_COMMENT, span, number.group(1))
              .withHelp(written(word.group(1), number.group(1))));
    }
  }
}
