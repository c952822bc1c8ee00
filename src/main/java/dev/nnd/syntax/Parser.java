package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import dev.nnd.syntax.antlr.NndParser;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Reads programs. */
public final class Parser {
  /** The longest file that is read, in UTF-16 units. */
  private static final int LONGEST_FILE = 4_000_000;

  private Parser() {}

  /**
   * The tree of all of {@code file}. Never fails: what cannot be understood is left out and
   * reported to {@code out}.
   *
   * <p>A file that is too long or too deeply nested for any phase to handle gives an error and no
   * declarations.
   */
  public static Tree.File parse(SourceFile file, Diagnostics out) {
    Places places = new Places(file);
    SyntaxErrors errors = new SyntaxErrors();
    Tree.File tree = parse(file, places, errors);
    errors.tell(out);
    tree.comments().forEach(comment -> FloorDivision.warn(comment, out));
    return tree;
  }

  private static Tree.File parse(SourceFile file, Places places, SyntaxErrors errors) {
    if (file.text().length() > LONGEST_FILE) {
      errors.report(Diagnostic.of(Code.FILE_TOO_LONG, new Span(file, 0, 0), LONGEST_FILE));
      return new Tree.File(List.of(), List.of(), places.wholeFile());
    }
    Words words = Words.of(file, places, errors);
    Optional<Token> tooDeep = Nesting.tooDeep(words.tokens());
    if (tooDeep.isPresent()) {
      errors.report(Diagnostic.of(Code.NESTED_TOO_DEEPLY, places.of(tooDeep.get()), Nesting.LIMIT));
      return new Tree.File(List.of(), words.comments(), places.wholeFile());
    }
    NndParser parser = parser(words);
    parser.setErrorHandler(new Recovery(places, errors));
    NndParser.FileContext whole = parser.file();
    starts(whole, places, errors);
    return new TreeBuilder(places, words.comments(), errors).file(whole);
  }

  /** Tells where declarations, statements, entries and parameters start; none holds a statement. */
  private static void starts(ParserRuleContext context, Places places, SyntaxErrors errors) {
    int rule = context.getRuleIndex();
    if (Recovery.RESUMING.contains(rule)) {
      errors.start(places.of(context.getStart()).start());
    }
    if (rule == NndParser.RULE_declaration || !Recovery.RESUMING.contains(rule)) {
      for (ParserRuleContext part : context.getRuleContexts(ParserRuleContext.class)) {
        starts(part, places, errors);
      }
    }
  }

  /** ANTLR's parser over {@code words}, silent. */
  static NndParser parser(Words words) {
    NndParser parser = new NndParser(new CommonTokenStream(new ListTokenSource(words.tokens())));
    parser.removeErrorListeners();
    return parser;
  }
}
