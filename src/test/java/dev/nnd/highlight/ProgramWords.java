package dev.nnd.highlight;

import dev.nnd.syntax.antlr.NndLexer;
import dev.nnd.syntax.antlr.NndParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The words and comments of a program, as ANTLR's grammar reads them. */
record ProgramWords(List<Word> all) {
  /**
   * A word or a comment.
   *
   * @param start its first character, from 0
   * @param type of the lexer
   * @param isName whether the parser took it for a name
   */
  record Word(int start, int type, String text, boolean isName) {}

  static ProgramWords of(String text) {
    CommonTokenStream tokens = new CommonTokenStream(new NndLexer(CharStreams.fromString(text)));
    Set<Token> names = new HashSet<>();
    collectNames(new NndParser(tokens).file(), names);
    List<Word> words = new ArrayList<>();
    for (Token token : tokens.getTokens()) {
      if (token.getType() != Token.EOF) {
        int start = text.offsetByCodePoints(0, token.getStartIndex());
        words.add(new Word(start, token.getType(), token.getText(), names.contains(token)));
      }
    }
    return new ProgramWords(words);
  }

  private static void collectNames(ParseTree tree, Set<Token> names) {
    if (tree instanceof TerminalNode leaf) {
      ParseTree parent = leaf.getParent();
      if (parent instanceof NndParser.NameContext || parent instanceof NndParser.KeyContext) {
        names.add(leaf.getSymbol());
      }
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collectNames(tree.getChild(i), names);
    }
  }

  /** All keywords of the grammar. */
  static Set<String> keywords() {
    Vocabulary vocabulary = NndLexer.VOCABULARY;
    Set<String> keywords = new TreeSet<>();
    for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
      String literal = vocabulary.getLiteralName(type);
      if (literal != null && Character.isLetter(literal.charAt(1))) {
        keywords.add(literal.substring(1, literal.length() - 1));
      }
    }
    return keywords;
  }
}
