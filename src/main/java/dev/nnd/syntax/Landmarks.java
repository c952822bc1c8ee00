package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * Recognises where the next declaration, statement or entry surely begins, whatever the text before
 * it looks like.
 */
final class Landmarks {
  private static final Set<Integer> NAMES =
      Set.of(
          NndParser.NAME,
          NndParser.MODEL,
          NndParser.DATA,
          NndParser.TRAIN,
          NndParser.SEARCH,
          NndParser.INPUT,
          NndParser.OUTPUT,
          NndParser.INT,
          NndParser.FLOAT,
          NndParser.BOOL,
          NndParser.STRING_TYPE);
  private static final Set<Integer> OTHER_KEYS =
      Set.of(
          NndParser.USE,
          NndParser.CONST,
          NndParser.BLOCK,
          NndParser.LET,
          NndParser.LAYER,
          NndParser.REPEAT,
          NndParser.AS);

  private Landmarks() {}

  /** Whether the token {@code ahead} places ahead (from 1) starts a declaration. */
  static boolean declaration(TokenStream tokens, int ahead) {
    int next = tokens.LA(ahead + 1);
    int afterNext = tokens.LA(ahead + 2);
    return switch (tokens.LA(ahead)) {
      case NndParser.USE -> next == NndParser.STRING;
      case NndParser.CONST -> NAMES.contains(next) && afterNext == NndParser.ASSIGN;
      case NndParser.BLOCK, NndParser.MODEL, NndParser.DATA, NndParser.TRAIN, NndParser.SEARCH ->
          NAMES.contains(next)
              && (afterNext == NndParser.LEFT_BRACE || afterNext == NndParser.LEFT_PARENTHESIS);
      default -> false;
    };
  }

  /** Whether the next token is a keyword of a declaration at the very start of a line. */
  static boolean declarationKeyword(TokenStream tokens) {
    return switch (tokens.LA(1)) {
      case NndParser.USE,
          NndParser.CONST,
          NndParser.BLOCK,
          NndParser.MODEL,
          NndParser.DATA,
          NndParser.TRAIN,
          NndParser.SEARCH ->
          tokens.LT(1).getCharPositionInLine() == 0;
      default -> false;
    };
  }

  /** Whether the next token starts a statement of a block or model. */
  static boolean statement(TokenStream tokens) {
    int next = tokens.LA(2);
    return switch (tokens.LA(1)) {
      case NndParser.LET, NndParser.REQUIRE -> next != NndParser.COLON;
      case NndParser.INPUT -> NAMES.contains(next);
      case NndParser.OUTPUT, NndParser.LAYER ->
          NAMES.contains(next) && tokens.LA(3) == NndParser.ASSIGN;
      default -> false;
    };
  }

  /**
   * Whether the next token starts an entry of data, a train or a search.
   *
   * @param within a token of the body, known to start an entry
   * @param inside whether brackets seem to be open, so that a name with a colon may be an argument
   */
  static boolean entry(TokenStream tokens, Token within, boolean inside) {
    int type = tokens.LA(1);
    int next = tokens.LA(2);
    if (type == NndParser.REQUIRE) {
      return true;
    }
    boolean key = NAMES.contains(type) || OTHER_KEYS.contains(type);
    if (!key || next != NndParser.COLON && next != NndParser.TILDE) {
      return false;
    }
    Token token = tokens.LT(1);
    Token before = tokens.LT(-1);
    boolean firstOnLine = before != null && before.getLine() < token.getLine();
    return !inside
        || next == NndParser.TILDE
        || firstOnLine && token.getCharPositionInLine() <= within.getCharPositionInLine();
  }
}
