package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Comment;
import dev.nnd.syntax.antlr.NndLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The words of a file and the comments between them.
 *
 * <p>Words that are none are reported. Then they are left out, or turned into the word that was
 * meant, so that the parser does not stumble over them again.
 *
 * @param tokens all words, the end of the file last
 */
record Words(List<Token> tokens, List<Comment> comments) {
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("&&", "write `and`"),
          Map.entry("&", "write `and`"),
          Map.entry("||", "write `or`"),
          Map.entry("|", "write `or`"),
          Map.entry("!", "write `not`"),
          Map.entry(";", "leave it out: nothing separates statements"),
          Map.entry("'", "strings stand in double quotes"),
          Map.entry("\u201C", "strings stand in straight double quotes"),
          Map.entry("\u201D", "strings stand in straight double quotes"),
          Map.entry("^", "write `**` for a power"),
          Map.entry("@", "`(a, b) -> multiply` multiplies tensors; `dense` has its own weights"),
          Map.entry("\\", "leave it out: a statement may go on on the next line"));

  Words {
    tokens = List.copyOf(tokens);
    comments = List.copyOf(comments);
  }

  static Words of(SourceFile file, Places places, SyntaxErrors errors) {
    return new Reader(file, places, errors).read();
  }

  private static final class Reader {
    private final NndLexer lexer;
    private final Places places;
    private final SyntaxErrors errors;
    private final SourceFile file;
    private final List<Token> tokens = new ArrayList<>();

    /** Where the last word or comment ended; 0 before the first. */
    private int endOfLast;

    private final List<Comment> comments = new ArrayList<>();

    Reader(SourceFile file, Places places, SyntaxErrors errors) {
      this.lexer = new NndLexer(CharStreams.fromString(file.text(), file.name()));
      this.places = places;
      this.errors = errors;
      this.file = file;
      lexer.removeErrorListeners();
    }

    Words read() {
      Token token = lexer.nextToken();
      while (token.getType() != Token.EOF) {
        int end = places.of(token).end();
        token = take(token);
        endOfLast = end;
      }
      tokens.add(token);
      return new Words(Dialect.mended(tokens, places, errors), comments);
    }

    /** Keeps or reports one token, and gives the next. */
    private Token take(Token token) {
      switch (token.getType()) {
        case NndLexer.DOC_COMMENT -> comment(Comment.Kind.DOC, token);
        case NndLexer.LINE_COMMENT -> comment(Comment.Kind.LINE, token);
        case NndLexer.BLOCK_COMMENT -> comment(Comment.Kind.BLOCK, token);
        case NndLexer.OPEN_COMMENT -> {
          errors.report(Diagnostic.of(Code.OPEN_COMMENT, places.of(token)));
          return endOfFile(token);
        }
        case NndLexer.OPEN_STRING -> {
          errors.report(Diagnostic.of(Code.OPEN_STRING, places.of(token)));
          add(token, NndLexer.STRING, "\"\"");
        }
        case NndLexer.OTHER_QUOTES -> otherQuotes(token);
        case NndLexer.HASH_COMMENT -> hashComment(token);
        case NndLexer.MALFORMED_NUMBER -> {
          malformedNumber(token);
          add(token, NndLexer.NUMBER, "0");
        }
        case NndLexer.UNKNOWN -> {
          return unknown(token);
        }
        default -> tokens.add(token);
      }
      return lexer.nextToken();
    }

    private void comment(Comment.Kind kind, Token token) {
      Span span = places.of(token);
      boolean ownLine = endOfLast == 0 || file.lineOf(endOfLast) < span.line();
      comments.add(
          new Comment(
              kind, ownLine ? Comment.Placement.OWN_LINE : Comment.Placement.TRAILING, span));
    }

    private void otherQuotes(Token token) {
      String text = token.getText();
      String quoted = '"' + text.substring(1, text.length() - 1) + '"';
      boolean plain = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
      Diagnostic quotes = Diagnostic.of(Code.SINGLE_QUOTES, places.of(token));
      errors.reportMended(plain ? quotes.withHelp("write `" + quoted + "`") : quotes);
      add(token, NndLexer.STRING, plain ? quoted : "\"\"");
    }

    private void hashComment(Token token) {
      Span whole = places.of(token);
      Span mark = new Span(file, whole.start(), whole.start() + 1);
      errors.reportMended(
          Diagnostic.of(Code.UNKNOWN_CHARACTER, mark, "#").withHelp("a comment starts with `//`"));
    }

    private void malformedNumber(Token token) {
      String text = token.getText();
      Diagnostic diagnostic = Diagnostic.of(Code.BAD_NUMBER, places.of(token), text);
      errors.report(
          text.startsWith(".") ? diagnostic.withHelp("write `0" + text + "`") : diagnostic);
    }

    /**
     * Reports a run of characters that no word starts with as one mistake, and gives the token
     * after it.
     */
    private Token unknown(Token first) {
      Token last = first;
      Token next = lexer.nextToken();
      while (next.getType() == NndLexer.UNKNOWN
          && next.getStartIndex() == last.getStopIndex() + 1) {
        last = next;
        next = lexer.nextToken();
      }
      Span span = places.of(first, last);
      Diagnostic diagnostic = Diagnostic.of(Code.UNKNOWN_CHARACTER, span, span.text());
      boolean arrow = span.text().equals("|") && next.getText().equals(">");
      String help = MEANT.getOrDefault(span.text(), "leave it out");
      diagnostic = diagnostic.withHelp(arrow ? "layers are joined by `->`" : help);
      if (span.text().equals(";")) {
        errors.reportMended(diagnostic);
      } else {
        errors.report(diagnostic);
      }
      return next;
    }

    private void add(Token token, int type, String text) {
      CommonToken replaced = new CommonToken(token);
      replaced.setType(type);
      replaced.setText(text);
      tokens.add(replaced);
    }

    private static Token endOfFile(Token token) {
      CommonToken end = new CommonToken(token);
      end.setType(Token.EOF);
      end.setText("<EOF>");
      end.setStopIndex(token.getStartIndex() - 1);
      return end;
    }
  }
}
