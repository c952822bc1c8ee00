package dev.nnd.check;

import dev.nnd.check.Constant.Chain;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a chain of layers so that it means the same elsewhere: with the values of the parameters
 * around it in place of their names.
 */
final class ChainText {
  /** A string or comment, which stays, or a name that is neither called nor one of a setting. */
  private static final Pattern NAME =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|//.*|(?s:/\\*.*?\\*/)|\\b([A-Za-z_]\\w*)\\b(?!\\s*[(:])");

  private ChainText() {}

  static String of(Chain chain) {
    Matcher matcher = NAME.matcher(chain.layers().span().text());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      Optional<String> value = Optional.ofNullable(matcher.group(1)).flatMap(n -> value(n, chain));
      boolean lineComment = matcher.group().startsWith("//");
      String instead = lineComment ? "" : value.orElse(matcher.group());
      matcher.appendReplacement(text, Matcher.quoteReplacement(instead));
    }
    return matcher.appendTail(text).toString().strip().replaceAll("\\s+", " ");
  }

  private static Optional<String> value(String name, Chain chain) {
    return chain
        .scope()
        .find(name)
        .map(Scope.Bound::meaning)
        .filter(Constant.class::isInstance)
        .map(Constant.class::cast)
        .map(ChainText::inside);
  }

  private static String inside(Constant value) {
    String text = value.text();
    if (value instanceof Chain) {
      return "{ " + text + " }";
    }
    return text.startsWith("-") ? "(" + text + ")" : text;
  }
}
