package dev.nnd.syntax;

import dev.nnd.syntax.antlr.NndParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Names the words that may stand at a place, as a person would: `a value` for everything that a
 * value can start with.
 */
final class ExpectedWords {
  /** Words that lengthen what is already whole; named only when nothing else could stand there. */
  private static final Set<Integer> CONTINUATIONS =
      Set.of(
          NndParser.PLUS,
          NndParser.MINUS,
          NndParser.TIMES,
          NndParser.DIVIDE,
          NndParser.REMAINDER,
          NndParser.POWER,
          NndParser.EQUAL,
          NndParser.NOT_EQUAL,
          NndParser.LESS,
          NndParser.LESS_EQUAL,
          NndParser.GREATER,
          NndParser.GREATER_EQUAL,
          NndParser.AND,
          NndParser.OR,
          NndParser.RANGE,
          NndParser.DOT,
          NndParser.LEFT_PARENTHESIS);

  private static final Set<Integer> NAMES = Landmarks.NAMES;

  /**
   * Words that go by one name.
   *
   * @param marks the words that tell that this is meant; none of the groups before has them all
   */
  private record Group(String name, Set<Integer> marks, Set<Integer> words) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "a setting",
              Set.of(NndParser.BLOCK, NndParser.NAME),
              with(with(NAMES, Landmarks.OTHER_KEYS), Set.of(NndParser.REQUIRE))),
          new Group(
              "a declaration",
              Set.of(NndParser.BLOCK, NndParser.SEARCH),
              Set.of(
                  NndParser.USE,
                  NndParser.CONST,
                  NndParser.BLOCK,
                  NndParser.MODEL,
                  NndParser.DATA,
                  NndParser.TRAIN,
                  NndParser.SEARCH,
                  Token.EOF)),
          new Group(
              "a value",
              Set.of(NndParser.NUMBER),
              with(
                  NAMES,
                  Set.of(
                      NndParser.NUMBER,
                      NndParser.STRING,
                      NndParser.TRUE,
                      NndParser.FALSE,
                      NndParser.IF,
                      NndParser.MINUS,
                      NndParser.NOT,
                      NndParser.LEFT_PARENTHESIS,
                      NndParser.LEFT_BRACKET,
                      NndParser.LEFT_BRACE,
                      NndParser.WHEN,
                      NndParser.REPEAT))),
          new Group(
              "a layer",
              Set.of(NndParser.WHEN, NndParser.REPEAT),
              with(
                  NAMES,
                  Set.of(
                      NndParser.LEFT_BRACKET,
                      NndParser.LEFT_BRACE,
                      NndParser.WHEN,
                      NndParser.REPEAT))),
          new Group(
              "`input`, `let`, `layer`, `output`, `require`",
              Set.of(NndParser.LET, NndParser.REQUIRE),
              Set.of(
                  NndParser.INPUT,
                  NndParser.LET,
                  NndParser.LAYER,
                  NndParser.OUTPUT,
                  NndParser.REQUIRE)),
          new Group("a name", Set.of(NndParser.NAME), NAMES),
          new Group(
              "a type: `int`, `float`, `bool`, `string` or `layer`",
              Set.of(NndParser.BOOL, NndParser.LAYER),
              Set.of(
                  NndParser.INT,
                  NndParser.FLOAT,
                  NndParser.BOOL,
                  NndParser.STRING_TYPE,
                  NndParser.LAYER)));

  private ExpectedWords() {}

  private static Set<Integer> with(Set<Integer> some, Set<Integer> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** {@code expected} in words, such as {@code `,` or `)`}. */
  static String phrase(IntervalSet expected) {
    Set<Integer> left = expected.toSet();
    List<String> phrases = new ArrayList<>();
    for (Group group : GROUPS) {
      if (left.containsAll(group.marks)) {
        phrases.add(group.name);
        left.removeAll(group.words);
      }
    }
    boolean inBrackets =
        left.contains(NndParser.COMMA) || left.contains(NndParser.RIGHT_PARENTHESIS);
    List<String> continuations = new ArrayList<>();
    for (int type : left.stream().sorted().toList()) {
      boolean continues = CONTINUATIONS.contains(type) || type == NndParser.ARROW && inBrackets;
      (continues ? continuations : phrases).add(word(type));
    }
    return join(phrases.isEmpty() ? continuations : phrases);
  }

  private static String word(int type) {
    return switch (type) {
      case Token.EOF -> "the end of the file";
      case NndParser.STRING -> "a string";
      default -> NndParser.VOCABULARY.getLiteralName(type).replace('\'', '`');
    };
  }

  private static String join(List<String> phrases) {
    int last = phrases.size() - 1;
    return last <= 0
        ? String.join("", phrases)
        : String.join(", ", phrases.subList(0, last)) + " or " + phrases.get(last);
  }
}
