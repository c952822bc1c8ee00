package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.antlr.NndParser;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Says what was expected in the words of the language. */
final class Unexpected {
  /** Rules of items between brackets. */
  private static final Set<Integer> ITEMISED =
      Set.of(
          NndParser.RULE_parameters,
          NndParser.RULE_tensorType,
          NndParser.RULE_fork,
          NndParser.RULE_arguments,
          NndParser.RULE_list,
          NndParser.RULE_parentheses);

  private static final Set<Integer> COMPARISONS =
      Set.of(
          NndParser.EQUAL,
          NndParser.NOT_EQUAL,
          NndParser.LESS,
          NndParser.LESS_EQUAL,
          NndParser.GREATER,
          NndParser.GREATER_EQUAL);

  private final Parser parser;
  private final ParserRuleContext context;
  private final Token found;
  private final Places places;
  private final IntervalSet expected;

  private Unexpected(Parser parser, RecognitionException error, Places places) {
    this.parser = parser;
    this.context = parser.getContext();
    this.found = error.getOffendingToken();
    this.places = places;
    this.expected = expected(error);
  }

  static Diagnostic diagnostic(Parser parser, RecognitionException error, Places places) {
    return new Unexpected(parser, error, places).diagnostic();
  }

  private IntervalSet expected(RecognitionException error) {
    // Only an argument is decided by two words. Its first could start one, so the second does not
    // fit after a value.
    if (error instanceof NoViableAltException choice
        && choice.getStartToken() != error.getOffendingToken()) {
      return new IntervalSet(NndParser.COMMA, NndParser.RIGHT_PARENTHESIS);
    }
    IntervalSet expected = new IntervalSet(error.getExpectedTokens());
    // The parser has decided against another item before it misses the bracket.
    if (ITEMISED.contains(context.getRuleIndex()) && context.getChildCount() > 1) {
      expected.add(NndParser.COMMA);
    }
    return expected;
  }

  private Diagnostic diagnostic() {
    Span span = place();
    boolean inside = context.getRuleIndex() == NndParser.RULE_parentheses;
    if (found.getType() == NndParser.ARROW && inside) {
      return Diagnostic.of(Code.PIPELINE_IN_EXPRESSION, span)
          .withHelp("name the pipeline first: `let name = ... -> ...`");
    }
    Token before = parser.getTokenStream().LT(-1);
    if (found.getType() == NndParser.RIGHT_BRACE
        && before != null
        && before.getType() == NndParser.LEFT_BRACE) {
      return Diagnostic.of(Code.EMPTY_BRACES, places.of(before, found))
          .withHelp("a chain that changes nothing is `{ identity }`");
    }
    Optional<Token> open = forgottenBracket();
    if (open.isPresent()) {
      Diagnostic notClosed =
          Diagnostic.of(Code.NOT_CLOSED, places.of(open.get()), open.get().getText())
              .withLabel(places.of(open.get()), "opened here")
              .withLabel(span, "expected " + ExpectedWords.phrase(expected) + " before this");
      return FloorDivision.help(places.of(before)).map(notClosed::withHelp).orElse(notClosed);
    }
    boolean body = Recovery.BODIES.contains(context.getRuleIndex());
    boolean missing = before != null && before.getLine() < found.getLine() && !body;
    Diagnostic plain =
        missing
            ? Diagnostic.of(
                Code.MISSING,
                places.of(before),
                ExpectedWords.phrase(expected),
                SyntaxErrors.excerpt(before.getText()))
            : Diagnostic.of(Code.UNEXPECTED, span, ExpectedWords.phrase(expected), describe(found));
    return help().map(plain::withHelp).orElse(plain);
  }

  /** What was found; at the end of the file, the end of its last word. */
  private Span place() {
    Token before = parser.getTokenStream().LT(-1);
    if (found.getType() != Token.EOF || before == null) {
      return places.of(found);
    }
    Span last = places.of(before);
    return new Span(last.file(), last.end(), last.end());
  }

  /**
   * The bracket whose end was expected, if it was probably forgotten, since something else begins
   * or the text ends.
   */
  private Optional<Token> forgottenBracket() {
    boolean bodyEnds =
        found.getType() == Token.EOF || Landmarks.declaration(parser.getTokenStream(), context);
    boolean statementEnds = bodyEnds || Landmarks.next(parser.getTokenStream(), context);
    boolean closing =
        expected.contains(NndParser.RIGHT_BRACE)
            || expected.contains(NndParser.RIGHT_BRACKET)
            || expected.contains(NndParser.RIGHT_PARENTHESIS);
    if (!statementEnds || !closing) {
      return Optional.empty();
    }
    ParserRuleContext at = context;
    while (at != null && (bodyEnds || !Recovery.BODIES.contains(at.getRuleIndex()))) {
      Optional<Token> open = lastOpen(at);
      if (open.isPresent()) {
        return open;
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  private static Optional<Token> lastOpen(ParserRuleContext context) {
    Token open = null;
    for (int i = 0; i < context.getChildCount(); i++) {
      ParseTree child = context.getChild(i);
      if (child instanceof TerminalNode terminal) {
        switch (terminal.getSymbol().getType()) {
          case NndParser.LEFT_BRACE, NndParser.LEFT_BRACKET, NndParser.LEFT_PARENTHESIS ->
              open = terminal.getSymbol();
          case NndParser.RIGHT_BRACE, NndParser.RIGHT_BRACKET, NndParser.RIGHT_PARENTHESIS ->
              open = null;
          default -> {
            // No bracket.
          }
        }
      }
    }
    return Optional.ofNullable(open);
  }

  private Optional<String> help() {
    int rule = context.getRuleIndex();
    if (rule == NndParser.RULE_parameter && expected.contains(NndParser.COLON)) {
      String name = parser.getTokenStream().LT(-1).getText();
      return Optional.of("a parameter has a type: `" + name + ": int`");
    }
    Token before = parser.getTokenStream().LT(-1);
    Optional<String> division =
        before == null ? Optional.empty() : FloorDivision.help(places.of(before));
    if (division.isPresent()) {
      return division;
    }
    Optional<String> other = OtherMarks.help(parser.getTokenStream(), rule);
    if (other.isPresent()) {
      return other;
    }
    Optional<String> habit = Habits.help(parser.getTokenStream());
    if (habit.isPresent()) {
      return habit;
    }
    if (Recovery.BODIES.contains(rule)) {
      Optional<String> help = helpInBody();
      if (help.isPresent()) {
        return help;
      }
    }
    if (COMPARISONS.contains(found.getType())) {
      return Optional.of("comparisons do not chain: join two of them with `and`");
    }
    if (expected.contains(NndParser.ELSE) && rule == NndParser.RULE_when) {
      return Optional.of("a `when` has two sides: `when ... { ... } else { identity }`");
    }
    if (expected.contains(NndParser.USE) && rule == NndParser.RULE_file) {
      return Optional.of(
          "a file is made of `use`, `const`, `block`, `model`, `data`, `train` and `search`");
    }
    return helpWithMark();
  }

  private Optional<String> helpInBody() {
    if (found.getType() == NndParser.COMMA) {
      return Optional.of("leave it out: nothing separates statements");
    }
    Token keyword = parser.getTokenStream().LT(-2);
    boolean input = keyword != null && keyword.getType() == NndParser.INPUT;
    if (found.getType() == NndParser.ASSIGN && input) {
      return Optional.of("the type of an input stands after `:`, as in `input x: float[784]`");
    }
    boolean assigns = parser.getTokenStream().LA(2) == NndParser.ASSIGN;
    return assigns && expected.contains(NndParser.LET)
        ? Optional.of("a value gets its name by `let`: `let " + found.getText() + " = ...`")
        : Optional.empty();
  }

  /** One mark was written where the language has another. */
  private Optional<String> helpWithMark() {
    int type = found.getType();
    if (type == NndParser.COLON && rangeBefore()) {
      return Optional.of("a range is `0 .. 63`, with both of its ends");
    }
    if (type == NndParser.COLON && expected.contains(NndParser.LEFT_BRACE)) {
      return Optional.of("a body stands in braces: `{ ... }`");
    }
    if (type == NndParser.TILDE && expected.contains(NndParser.COLON)) {
      return Optional.of("`~` belongs in a search; write `:` between a name and its value here");
    }
    if (type == NndParser.ASSIGN && expected.contains(NndParser.COLON)) {
      return Optional.of("write `:` between a name and its value here");
    }
    if (type == NndParser.COLON && expected.contains(NndParser.ASSIGN)) {
      return Optional.of("write `=` between a name and its value here");
    }
    if (type == NndParser.ASSIGN && expected.contains(NndParser.COMMA)) {
      return Optional.of("a comparison is written `==`");
    }
    return Optional.empty();
  }

  private boolean rangeBefore() {
    Token before = parser.getTokenStream().LT(-1);
    return before != null && before.getType() == NndParser.NUMBER;
  }

  private static String describe(Token token) {
    return switch (token.getType()) {
      case Token.EOF -> "the end of the file";
      case NndParser.STRING -> "a string";
      default -> "`" + SyntaxErrors.excerpt(token.getText()) + "`";
    };
  }
}
