package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.antlr.NndLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Reads what most languages have and this one has not as what it must mean, so that the rest of the
 * program is checked all the same: {@code f(size=3)} as {@code f(size: 3)}, {@code nn.relu} as
 * {@code relu}, and nothing for a comma between entries. No program may have any of the three.
 */
final class Dialect {
  /** What stands before the names of layers in PyTorch and Keras. */
  private static final Set<String> MODULES =
      Set.of("nn", "F", "tf", "torch", "keras", "layers", "losses", "optim", "optimizers");

  private final List<Token> tokens;
  private final Places places;
  private final SyntaxErrors errors;
  private final List<Token> mended = new ArrayList<>();
  private int brackets;

  private Dialect(List<Token> tokens, Places places, SyntaxErrors errors) {
    this.tokens = tokens;
    this.places = places;
    this.errors = errors;
  }

  /** These words, of which the end of the file is the last, with the mistakes mended. */
  static List<Token> mended(List<Token> tokens, Places places, SyntaxErrors errors) {
    Dialect dialect = new Dialect(tokens, places, errors);
    int at = 0;
    while (at < tokens.size()) {
      at += dialect.take(at);
    }
    return dialect.mended;
  }

  /** Takes the word at a place, and gives how many words that were. */
  private int take(int at) {
    Token token = tokens.get(at);
    switch (token.getType()) {
      case NndLexer.LEFT_PARENTHESIS, NndLexer.LEFT_BRACKET -> brackets++;
      case NndLexer.RIGHT_PARENTHESIS, NndLexer.RIGHT_BRACKET ->
          brackets = Math.max(0, brackets - 1);
      case NndLexer.ASSIGN -> {
        return assign(at);
      }
      case NndLexer.COMMA -> {
        return comma(at);
      }
      case NndLexer.NAME -> {
        return name(at);
      }
      default -> {
        // Says the same here as elsewhere.
      }
    }
    mended.add(token);
    return 1;
  }

  private int assign(int at) {
    Token token = tokens.get(at);
    boolean names =
        brackets > 0
            && at >= 2
            && isName(tokens.get(at - 1))
            && (isType(at - 2, NndLexer.LEFT_PARENTHESIS) || isType(at - 2, NndLexer.COMMA));
    if (!names) {
      mended.add(token);
      return 1;
    }
    errors.reportMended(
        Diagnostic.of(Code.ASSIGNED, places.of(token))
            .withHelp("write `" + tokens.get(at - 1).getText() + ": ...`"));
    CommonToken colon = new CommonToken(token);
    colon.setType(NndLexer.COLON);
    mended.add(colon);
    return 1;
  }

  private int comma(int at) {
    // `require n > 0, "text"` has the one comma outside of brackets.
    boolean separates =
        brackets == 0 && isName(tokens.get(at + 1)) && isType(at + 2, NndLexer.COLON);
    if (separates) {
      errors.reportMended(
          Diagnostic.of(Code.UNEXPECTED, places.of(tokens.get(at)), "the next setting", "`,`")
              .withHelp("leave it out: nothing separates settings"));
    } else {
      mended.add(tokens.get(at));
    }
    return 1;
  }

  private int name(int at) {
    Token module = tokens.get(at);
    boolean prefix =
        MODULES.contains(module.getText())
            && isType(at + 1, NndLexer.DOT)
            && isType(at + 2, NndLexer.NAME);
    if (!prefix) {
      mended.add(module);
      return 1;
    }
    errors.reportMended(
        Diagnostic.of(Code.MODULE, places.of(module, tokens.get(at + 1)), module.getText())
            .withHelp("write `" + tokens.get(at + 2).getText() + "` alone"));
    return 2;
  }

  private boolean isType(int at, int type) {
    return at < tokens.size() && tokens.get(at).getType() == type;
  }

  private static boolean isName(Token token) {
    return Landmarks.NAMES.contains(token.getType())
        || Landmarks.OTHER_KEYS.contains(token.getType());
  }
}
