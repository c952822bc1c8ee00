package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/** What to write in place of a mark or a type that other languages have there. */
final class OtherMarks {
  private static final String FLOWS_IN = "what flows in stands before a layer: `x -> dense(10)`";

  private static final Map<String, String> TYPES =
      Map.of(
          "Int",
          "int",
          "integer",
          "int",
          "str",
          "string",
          "String",
          "string",
          "boolean",
          "bool",
          "Bool",
          "bool",
          "double",
          "float",
          "Float",
          "float",
          "Callable",
          "layer");

  private static final Set<Integer> OPERATORS =
      Set.of(NndParser.PLUS, NndParser.MINUS, NndParser.DIVIDE);

  private OtherMarks() {}

  /** What to write, where the rule that is being read is {@code rule}. */
  static Optional<String> help(TokenStream tokens, int rule) {
    return switch (rule) {
      case NndParser.RULE_parameterType ->
          Optional.ofNullable(TYPES.get(tokens.LT(1).getText()))
              .map(type -> "here it is called `" + type + "`");
      case NndParser.RULE_tensorType ->
          Optional.of("a tensor's type is `float[3, 32, 32]`, or `int[20]`");
      case NndParser.RULE_parameters, NndParser.RULE_parameter, NndParser.RULE_name ->
          starred(tokens);
      case NndParser.RULE_arguments, NndParser.RULE_argument -> besideArgument(tokens);
      case NndParser.RULE_block, NndParser.RULE_model -> afterStage(tokens);
      case NndParser.RULE_train -> listed(tokens, "several values stand in a list: `[a, b]`");
      default -> Optional.empty();
    };
  }

  private static Optional<String> starred(TokenStream tokens) {
    int found = tokens.LA(1);
    return found == NndParser.TIMES || found == NndParser.POWER
        ? Optional.of("each parameter is written, with its type: `width: int = 16`")
        : Optional.empty();
  }

  private static Optional<String> besideArgument(TokenStream tokens) {
    Token before = tokens.LT(-1);
    Token found = tokens.LT(1);
    if (before == null || before.getLine() != found.getLine()) return Optional.empty();
    boolean value = found.getType() == NndParser.NUMBER || found.getType() == NndParser.STRING;
    boolean named = before.getType() == NndParser.NAME;
    if (value && named) {
      return Optional.of("write `" + before.getText() + ": " + found.getText() + "`");
    }
    return value || found.getType() == NndParser.NAME
        ? Optional.of("a `,` stands between two settings")
        : Optional.empty();
  }

  /** What stands after a whole statement. */
  private static Optional<String> afterStage(TokenStream tokens) {
    Token found = tokens.LT(1);
    if (found.getType() == NndParser.ASSIGN && tokens.LA(2) == NndParser.GREATER) {
      return Optional.of("layers are joined by `->`");
    }
    if (found.getType() == NndParser.LEFT_PARENTHESIS) return Optional.of(FLOWS_IN);
    if (found.getType() == NndParser.TIMES) {
      return Optional.of("layers that come again are written `repeat n { ... }`");
    }
    if (OPERATORS.contains(found.getType())) {
      return Optional.of("tensors are combined by their names: `let a = x -> ...`, then `a + b`");
    }
    return listed(tokens, "layers are joined by `->`");
  }

  /** {@code help}, if a comma and one more word follow on the line. */
  private static Optional<String> listed(TokenStream tokens, String help) {
    boolean more =
        tokens.LA(1) == NndParser.COMMA
            && tokens.LT(2).getLine() == tokens.LT(1).getLine()
            && tokens.LA(2) == NndParser.NAME
            && tokens.LA(3) != NndParser.COLON;
    return more ? Optional.of(help) : Optional.empty();
  }
}
