package dev.nnd.syntax;

import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Comment;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * The words of a file in their order, each with the comments around it.
 *
 * <p>A comment belongs to the word before it if both are on one line, else to the word after it.
 * Whoever prints a tree must ask for exactly the words it was read from: so no word and no comment
 * can get lost.
 */
final class WordFeed {
  private final SourceFile file;
  private final Places places;
  private final List<Token> tokens;
  private final List<Comment> comments;
  private int nextToken;
  private int nextComment;
  private int end;

  WordFeed(SourceFile file, Places places, Words words) {
    this.file = file;
    this.places = places;
    this.tokens = words.tokens();
    this.comments = words.comments();
  }

  /** The next word, which must be {@code text}, with its comments. */
  Layout word(String text) {
    Layout before = commentsBefore();
    Token token = tokens.get(nextToken);
    Span span = places.of(token);
    if (!span.text().equals(text)) {
      throw new IllegalStateException(
          "format: " + text + " was printed for " + span.text() + " at " + span);
    }
    nextToken++;
    end = span.end();
    return Layout.of(before, Layout.word(text), commentsBeside());
  }

  /** The comments before the next word that are not beside the last. */
  Layout commentsBefore() {
    List<Layout> parts = new ArrayList<>();
    while (areCommentsAhead()) {
      Comment comment = comments.get(nextComment);
      if (comment.placement() == Comment.Placement.OWN_LINE) {
        parts.add(Layout.start());
      }
      parts.add(take(comment));
      if (isLineEndAhead()) {
        parts.add(Layout.start());
      }
    }
    return Layout.of(parts);
  }

  /**
   * The comments before what starts a line, on lines of their own: so that line starts at its
   * indentation. The user's empty lines between them stay, one at a time.
   */
  Layout commentLinesBefore() {
    List<Layout> parts = new ArrayList<>();
    while (areCommentsAhead()) {
      parts.add(take(comments.get(nextComment)));
      if (isLineEndAhead() || !areCommentsAhead()) {
        parts.add(isEmptyLineAhead() ? Layout.startAfterEmptyLine() : Layout.start());
      }
    }
    return Layout.of(parts);
  }

  private Layout commentsBeside() {
    List<Layout> parts = new ArrayList<>();
    while (areCommentsAhead() && file.lineOf(commentStart()) == file.lineOf(end)) {
      parts.add(take(comments.get(nextComment)));
    }
    return Layout.of(parts);
  }

  private Layout take(Comment comment) {
    nextComment++;
    end = comment.span().end();
    boolean line = comment.kind() != Comment.Kind.BLOCK;
    String text = comment.span().text().replaceAll("\\r\\n?", "\n");
    return Layout.remark(line ? text.stripTrailing() : text, line);
  }

  /** Whether the next word or comment starts on a later line than the last ended on. */
  private boolean isLineEndAhead() {
    return lineEndsAhead() > 0;
  }

  /**
   * Whether an empty line stands before the next word or comment, and should: none does before the
   * end of a body.
   */
  boolean isEmptyLineAhead() {
    boolean ending = !areCommentsAhead() && (isAtEnd() || isNext("}"));
    return lineEndsAhead() > 1 && !ending;
  }

  private int lineEndsAhead() {
    int start =
        nextComment < comments.size() ? Math.min(commentStart(), tokenStart()) : tokenStart();
    return file.lineOf(start) - file.lineOf(end);
  }

  /** Whether the next word stands on a later line than the last word or comment before it. */
  boolean isWordOnNewLine() {
    return nextToken > 0
        && file.lineOf(tokenStart()) > file.lineOf(places.of(tokens.get(nextToken - 1)).end());
  }

  /** Whether comments stand before the next word. */
  boolean areCommentsAhead() {
    return nextComment < comments.size() && commentStart() < tokenStart();
  }

  boolean isNext(String text) {
    return places.of(tokens.get(nextToken)).text().equals(text);
  }

  boolean isAtEnd() {
    return tokens.get(nextToken).getType() == Token.EOF;
  }

  private int tokenStart() {
    return places.of(tokens.get(nextToken)).start();
  }

  private int commentStart() {
    return comments.get(nextComment).span().start();
  }
}
