package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * Bounds how deep a tree can get before there is one, from the brackets and operators of its text:
 * parsing, and every phase that walks the tree, calls itself once or more for each level.
 */
final class Nesting {
  /** Far more than anyone writes, and little enough for the stack of any thread. */
  static final int LIMIT = 200;

  private final Deque<Integer> operatorsOutside = new ArrayDeque<>();
  private int outside;
  private int operators;

  private Nesting() {}

  /** The first token that is nested more than {@link #LIMIT} levels deep. */
  static Optional<Token> tooDeep(List<Token> tokens) {
    Nesting nesting = new Nesting();
    for (Token token : tokens) {
      nesting.take(token.getType());
      if (nesting.outside + nesting.operators > LIMIT) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  private void take(int type) {
    switch (type) {
      case NndLexer.LEFT_PARENTHESIS, NndLexer.LEFT_BRACKET, NndLexer.LEFT_BRACE -> open();
      case NndLexer.RIGHT_PARENTHESIS, NndLexer.RIGHT_BRACKET, NndLexer.RIGHT_BRACE -> close();
      case NndLexer.COMMA,
          NndLexer.ARROW,
          NndLexer.COLON,
          NndLexer.TILDE,
          NndLexer.ASSIGN,
          NndLexer.REQUIRE ->
          operators = 0;
      case NndLexer.PLUS,
          NndLexer.MINUS,
          NndLexer.TIMES,
          NndLexer.DIVIDE,
          NndLexer.REMAINDER,
          NndLexer.POWER,
          NndLexer.AND,
          NndLexer.OR,
          NndLexer.NOT,
          NndLexer.IF ->
          operators++;
      default -> {
        // Adds no level.
      }
    }
  }

  private void open() {
    operatorsOutside.push(operators);
    outside += operators + 1;
    operators = 0;
  }

  private void close() {
    if (!operatorsOutside.isEmpty()) {
      operators = operatorsOutside.pop();
      outside -= operators + 1;
    }
  }
}
