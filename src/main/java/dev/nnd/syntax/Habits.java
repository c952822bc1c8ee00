package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/** What people write who come from Python, and how that is said here. */
final class Habits {
  private static final String CHAIN =
      "layers follow each other: `output y = x -> dense(10) -> relu`";
  private static final String LOOP = "layers that come again are written `repeat n { ... }`";
  private static final String OWN_NAME = "layers go by their own names: `relu`, not `nn.ReLU`";

  private static final Map<String, String> FIRST_WORDS =
      Map.ofEntries(
          Map.entry("import", "nothing is imported: every layer is there by its name"),
          Map.entry("from", "nothing is imported: every layer is there by its name"),
          Map.entry("class", "a network is a `model Name { ... }`"),
          Map.entry("def", "a network is a `model Name { ... }`, a part of one a `block`"),
          Map.entry("return", "what flows out gets a name: `output y = ...`"),
          Map.entry("self", CHAIN),
          Map.entry("model", CHAIN),
          Map.entry("for", LOOP),
          Map.entry("while", LOOP),
          Map.entry("if", "layers under a condition are written `when c { ... } else { ... }`"),
          Map.entry("print", "`nnd explain` shows every layer with its shape"));

  private static final Set<String> BLOCKS = Set.of("for", "while", "if", "def", "class", "with");

  private Habits() {}

  /** Whether a word starts a line of Python at the left margin. */
  static boolean startsLine(Token token) {
    return token.getCharPositionInLine() == 0 && FIRST_WORDS.containsKey(token.getText());
  }

  /** Whether what is between the braces after a word belongs to it. */
  static boolean opensBlock(Token token) {
    return BLOCKS.contains(token.getText());
  }

  /** What to write in place of what is next, if that is a habit. */
  static Optional<String> help(TokenStream tokens) {
    Token found = tokens.LT(1);
    Token before = tokens.LT(-1);
    boolean afterName = before != null && Landmarks.NAMES.contains(before.getType());
    if (found.getType() == NndParser.DOT && afterName) {
      // The first word of `model.add(...)` was read as the start of a declaration.
      return Optional.of(FIRST_WORDS.getOrDefault(before.getText(), OWN_NAME));
    }
    if (found.getType() == NndParser.ASSIGN
        && before != null
        && before.getType() == NndParser.MODEL) {
      return Optional.of(FIRST_WORDS.get("class"));
    }
    boolean startsLine = before == null || before.getLine() < found.getLine();
    return startsLine ? Optional.ofNullable(FIRST_WORDS.get(found.getText())) : Optional.empty();
  }
}
