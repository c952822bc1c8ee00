package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * Recognises where the next declaration, statement or entry surely begins, whatever the text before
 * it looks like.
 */
final class Landmarks {
  /** Words that can be names. */
  static final Set<Integer> NAMES =
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

  /** Words that can be names before a colon only. */
  static final Set<Integer> OTHER_KEYS =
      Set.of(
          NndParser.USE,
          NndParser.CONST,
          NndParser.BLOCK,
          NndParser.LET,
          NndParser.LAYER,
          NndParser.REPEAT,
          NndParser.AS);

  /** How many words `input` in a row are told apart. */
  private static final int FARTHEST = 5;

  private Landmarks() {}

  /**
   * Whether the next token starts a declaration, and not further to the right than the one that
   * {@code context} is part of, where it would be one of its entries.
   */
  static boolean declaration(TokenStream tokens, ParserRuleContext context) {
    ParserRuleContext around = context;
    while (around != null && around.getRuleIndex() != NndParser.RULE_declaration) {
      around = around.getParent();
    }
    Token token = tokens.LT(1);
    boolean entry =
        around != null
            && startsLine(tokens)
            && token.getCharPositionInLine() > around.getStart().getCharPositionInLine();
    return !entry && declaration(tokens, 1);
  }

  /** Whether the token {@code ahead} places ahead (from 1) starts a declaration. */
  private static boolean declaration(TokenStream tokens, int ahead) {
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
    return statement(tokens, 1);
  }

  private static boolean statement(TokenStream tokens, int ahead) {
    int next = tokens.LA(ahead + 1);
    return switch (tokens.LA(ahead)) {
      case NndParser.LET, NndParser.REQUIRE -> next != NndParser.COLON;
      // In `let x = input` before `output y = ...` it is a name.
      case NndParser.INPUT ->
          NAMES.contains(next) && (ahead == FARTHEST || !statement(tokens, ahead + 1));
      case NndParser.OUTPUT, NndParser.LAYER ->
          NAMES.contains(next) && tokens.LA(ahead + 2) == NndParser.ASSIGN;
      default -> false;
    };
  }

  /**
   * Whether the next token starts an entry of data, a train or a search.
   *
   * @param first the first token of an entry of the same body
   * @param inside whether brackets or a value seem to be open, so that a name with a colon may be
   *     something else
   */
  static boolean entry(TokenStream tokens, Token first, boolean inside) {
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
    return !inside
        || next == NndParser.TILDE
        || startsLine(tokens) && token.getCharPositionInLine() <= first.getCharPositionInLine();
  }

  /** Whether the next token is the first on its line. */
  static boolean startsLine(TokenStream tokens) {
    Token before = tokens.LT(-1);
    return before == null || before.getLine() < tokens.LT(1).getLine();
  }

  /**
   * Whether the next token starts what follows the statement or entry that {@code context} is part
   * of.
   */
  static boolean next(TokenStream tokens, ParserRuleContext context) {
    for (ParserRuleContext at = context; at != null; at = at.getParent()) {
      switch (at.getRuleIndex()) {
        case NndParser.RULE_statement -> {
          return statement(tokens);
        }
        case NndParser.RULE_column, NndParser.RULE_trainEntry, NndParser.RULE_searchEntry -> {
          return entry(tokens, at.getStart(), true);
        }
        default -> {
          // Part of a statement or an entry, or of neither.
        }
      }
    }
    return false;
  }
}
