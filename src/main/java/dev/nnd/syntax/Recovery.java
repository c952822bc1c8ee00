package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNState;

/**
 * What the parser does about an error: it tells it once, gives up the statement, entry or parameter
 * it is in, and goes on at the next.
 *
 * <p>It never guesses a missing or superfluous word. So a part of the parse tree without an
 * exception is exactly what its rule says.
 */
final class Recovery extends DefaultErrorStrategy {
  /** Rules of a body: of declarations, statements or entries. */
  static final Set<Integer> BODIES =
      Set.of(
          NndParser.RULE_file,
          NndParser.RULE_block,
          NndParser.RULE_model,
          NndParser.RULE_data,
          NndParser.RULE_train,
          NndParser.RULE_search);

  /** Rules of the parts of which one can be given up without the others. */
  static final Set<Integer> RESUMING =
      Set.of(
          NndParser.RULE_declaration,
          NndParser.RULE_statement,
          NndParser.RULE_column,
          NndParser.RULE_trainEntry,
          NndParser.RULE_searchEntry,
          NndParser.RULE_parameter);

  /** Rules of stages that have braces. */
  private static final Set<Integer> BRACED = Set.of(NndParser.RULE_when, NndParser.RULE_repeat);

  private final Places places;
  private final SyntaxErrors errors;

  Recovery(Places places, SyntaxErrors errors) {
    this.places = places;
    this.errors = errors;
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public void reportError(Parser parser, RecognitionException error) {
    if (inErrorRecoveryMode(parser)) {
      return;
    }
    beginErrorCondition(parser);
    // A word that was left out as none is to blame for what follows it.
    Token before = parser.getTokenStream().LT(-1);
    int from = before == null ? 0 : places.of(before).start();
    if (!errors.within(from, places.of(error.getOffendingToken()).start() + 1)) {
      errors.report(Unexpected.diagnostic(parser, error, places));
    }
  }

  /**
   * Leaves the rule by the same exception, out and out, until one that can go on without this part
   * of the text; its generated code catches what is thrown here, after it has put its own context
   * in order.
   */
  @Override
  public void recover(Parser parser, RecognitionException error) {
    ParserRuleContext context = parser.getContext();
    if (!RESUMING.contains(context.getRuleIndex())) {
      throw error;
    }
    if (context.getRuleIndex() == NndParser.RULE_parameter) {
      skipParameter(parser);
    } else {
      boolean missing = expects(error, NndParser.LEFT_BRACE);
      skip(parser, context, missing && BRACED.contains(error.getCtx().getRuleIndex()) ? 1 : 0);
    }
  }

  private static boolean expects(RecognitionException error, int type) {
    return error.getExpectedTokens() != null && error.getExpectedTokens().contains(type);
  }

  /**
   * Called before each choice; finds what no choice can start with where it would end a whole body.
   */
  @Override
  public void sync(Parser parser) {
    ParserRuleContext context = parser.getContext();
    TokenStream tokens = parser.getTokenStream();
    int rule = context.getRuleIndex();
    if (rule == NndParser.RULE_primary || rule == NndParser.RULE_stage) {
      // `let x =` before `output y = ...`: the missing value is the mistake, not the name y.
      if (Landmarks.next(tokens, context)) {
        throw new InputMismatchException(parser);
      }
    } else if (BODIES.contains(rule) && isLoop(parser)) {
      syncBody(parser, context);
    }
  }

  private void syncBody(Parser parser, ParserRuleContext body) {
    TokenStream tokens = parser.getTokenStream();
    boolean file = body.getRuleIndex() == NndParser.RULE_file;
    while (!file && Landmarks.declaration(tokens, body) || !fits(parser)) {
      InputMismatchException error = new InputMismatchException(parser);
      if (tokens.LA(1) == Token.EOF || !file && Landmarks.declaration(tokens, body)) {
        throw error;
      }
      if (Landmarks.startsLine(tokens)) {
        errors.start(places.of(tokens.LT(1)).start());
        // What is wrong with a new line is another mistake.
        endErrorCondition(parser);
      }
      reportError(parser, error);
      int before = tokens.index();
      skip(parser, body, 0);
      if (tokens.index() == before) {
        parser.consume();
      }
    }
  }

  private static boolean fits(Parser parser) {
    ATNState state = parser.getATN().states.get(parser.getState());
    return parser.getATN().nextTokens(state).contains(parser.getTokenStream().LA(1));
  }

  private static boolean isLoop(Parser parser) {
    int type = parser.getATN().states.get(parser.getState()).getStateType();
    return type == ATNState.STAR_LOOP_ENTRY || type == ATNState.STAR_LOOP_BACK;
  }

  /**
   * Leaves out words up to one that surely starts something or ends the body around.
   *
   * @param missing how many braces should be open that are not
   */
  private static void skip(Parser parser, ParserRuleContext context, int missing) {
    TokenStream tokens = parser.getTokenStream();
    Depth depth = Depth.since(context, tokens);
    depth.braces += missing;
    boolean foreign = BODIES.contains(context.getRuleIndex()) && Habits.opensBlock(tokens.LT(1));
    if (foreign) {
      parser.consume();
    }
    while (tokens.LA(1) != Token.EOF
        && (foreign && depth.braces > 0 || !isEnd(tokens, context, depth))) {
      depth.take(tokens.LA(1));
      parser.consume();
    }
  }

  private static boolean isEnd(TokenStream tokens, ParserRuleContext context, Depth depth) {
    if (Landmarks.declaration(tokens, context)) {
      return true;
    }
    boolean closes = tokens.LA(1) == NndParser.RIGHT_BRACE && depth.braces == 0;
    return switch (context.getRuleIndex()) {
      case NndParser.RULE_file, NndParser.RULE_declaration ->
          Landmarks.declarationKeyword(tokens) || Habits.startsLine(tokens.LT(1));
      case NndParser.RULE_statement, NndParser.RULE_block, NndParser.RULE_model ->
          closes || Landmarks.statement(tokens);
      default -> closes || Landmarks.entry(tokens, context.getStart(), depth.isInside());
    };
  }

  private static void skipParameter(Parser parser) {
    TokenStream tokens = parser.getTokenStream();
    Depth depth = new Depth();
    while (tokens.LA(1) != Token.EOF
        && tokens.LA(1) != NndParser.LEFT_BRACE
        && (depth.isInside()
            || tokens.LA(1) != NndParser.COMMA && tokens.LA(1) != NndParser.RIGHT_PARENTHESIS)) {
      depth.take(tokens.LA(1));
      parser.consume();
    }
  }

  /** The brackets that are open. */
  private static final class Depth {
    private int braces;
    private int others;

    static Depth since(ParserRuleContext context, TokenStream tokens) {
      Depth depth = new Depth();
      if (!BODIES.contains(context.getRuleIndex())) {
        for (int i = context.getStart().getTokenIndex(); i < tokens.index(); i++) {
          depth.take(tokens.get(i).getType());
        }
      }
      return depth;
    }

    boolean isInside() {
      return braces + others > 0;
    }

    void take(int type) {
      switch (type) {
        case NndParser.LEFT_BRACE -> braces++;
        case NndParser.RIGHT_BRACE -> braces = Math.max(0, braces - 1);
        case NndParser.LEFT_PARENTHESIS, NndParser.LEFT_BRACKET -> others++;
        case NndParser.RIGHT_PARENTHESIS, NndParser.RIGHT_BRACKET ->
            others = Math.max(0, others - 1);
        default -> {
          // Opens and closes nothing.
        }
      }
    }
  }
}
