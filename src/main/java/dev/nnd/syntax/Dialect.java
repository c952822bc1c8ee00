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
 * program is checked all the same: {@code f(size=3)} as {@code f(size: 3)}, {@code epochs = 3} in a
 * train as {@code epochs: 3}, {@code nn.relu} as {@code relu}, and nothing for a comma between
 * entries. No program may have any of these.
 */
final class Dialect {
  /** What stands before the names of layers in PyTorch and Keras. */
  private static final Set<String> MODULES =
      Set.of("nn", "F", "tf", "torch", "keras", "layers", "losses", "optim", "optimizers");

  private static final Set<Integer> KEYWORDS =
      Set.of(NndLexer.BLOCK, NndLexer.MODEL, NndLexer.DATA, NndLexer.TRAIN, NndLexer.SEARCH);

  private final List<Token> tokens;
  private final Places places;
  private final SyntaxErrors errors;
  private final List<Token> mended = new ArrayList<>();
  private int brackets;
  private int braces;

  /** Whether the brackets that are open are those of the parameters of a declaration. */
  private boolean parameters;

  /** Whether the last declaration that began is data or a train. */
  private boolean entries;

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
      case NndLexer.DATA, NndLexer.TRAIN, NndLexer.BLOCK, NndLexer.MODEL, NndLexer.SEARCH -> {
        boolean data = token.getType() == NndLexer.DATA || token.getType() == NndLexer.TRAIN;
        entries = declares(at + 2) ? data : entries;
      }
      case NndLexer.LEFT_BRACE -> braces++;
      case NndLexer.RIGHT_BRACE -> braces = Math.max(0, braces - 1);
      case NndLexer.LEFT_PARENTHESIS, NndLexer.LEFT_BRACKET -> {
        parameters = brackets == 0 ? declares(at) : parameters;
        brackets++;
      }
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
    boolean named = at >= 2 && isName(tokens.get(at - 1));
    boolean argument =
        named
            && brackets > 0
            && !parameters
            && (isType(at - 2, NndLexer.LEFT_PARENTHESIS) || isType(at - 2, NndLexer.COMMA));
    boolean entry = named && brackets == 0 && braces == 1 && entries;
    if (!argument && !entry) {
      mended.add(token);
      return 1;
    }
    String what = argument ? "an argument" : "a setting";
    errors.reportMended(
        Diagnostic.of(Code.ASSIGNED, places.of(token), what)
            .withHelp("write `" + tokens.get(at - 1).getText() + ": ...`"));
    CommonToken colon = new CommonToken(token);
    colon.setType(NndLexer.COLON);
    mended.add(colon);
    return 1;
  }

  private int comma(int at) {
    // `require n > 0, "text"` has the one comma outside of brackets.
    boolean separates =
        brackets == 0
            && isName(tokens.get(at + 1))
            && (isType(at + 2, NndLexer.COLON) || entries && isType(at + 2, NndLexer.ASSIGN));
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

  /** Whether the bracket here is that behind {@code model Name}, or another kind of declaration. */
  private boolean declares(int at) {
    return at >= 2
        && at < tokens.size()
        && braces == 0
        && KEYWORDS.contains(tokens.get(at - 2).getType())
        && isName(tokens.get(at - 1))
        && (isType(at, NndLexer.LEFT_PARENTHESIS) || isType(at, NndLexer.LEFT_BRACE));
  }

  private boolean isType(int at, int type) {
    return at < tokens.size() && tokens.get(at).getType() == type;
  }

  private static boolean isName(Token token) {
    return Landmarks.NAMES.contains(token.getType())
        || Landmarks.OTHER_KEYS.contains(token.getType());
  }
}
