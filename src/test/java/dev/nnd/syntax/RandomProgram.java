package dev.nnd.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Valid programs by chance, from the rules of the grammar, with blanks, line ends and comments by
 * chance between words.
 */
final class RandomProgram {
  private static final List<String> NAMES =
      List.of(
          "x",
          "relu",
          "width",
          "a_rather_long_name_of_something",
          "data",
          "input",
          "output",
          "int",
          "Residual",
          "model");
  private static final List<String> KEYS = List.of("seed", "layer", "let", "kernel", "as", "use");
  private static final List<String> OPERATORS =
      List.of("+", "-", "*", "/", "%", "**", "and", "or", "==", "<=");
  private static final int DEEPEST = 3;

  private final Random random;
  private final List<String> words = new ArrayList<>();
  private int depth;

  private RandomProgram(Random random) {
    this.random = random;
  }

  /**
   * A program.
   *
   * @param comments how many of a thousand words are followed by a comment
   */
  static String of(Random random, int comments) {
    RandomProgram program = new RandomProgram(random);
    program.times(4, program::declaration);
    return program.text(comments);
  }

  private String text(int comments) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : separator(comments));
    String before = "";
    for (String word : words) {
      boolean glue = random.nextInt(3) == 0 && (isMark(before) ^ isMark(word));
      text.append(glue ? "" : separator(comments)).append(word);
      before = word;
    }
    return text.append(random.nextBoolean() ? "" : separator(comments)).toString();
  }

  private static boolean isMark(String word) {
    return word.length() == 1 && "()[]{},".contains(word);
  }

  private String separator(int comments) {
    StringBuilder text = new StringBuilder(blank());
    while (random.nextInt(1000) < comments) {
      text.append(
          switch (random.nextInt(5)) {
            case 0 -> "// line " + random.nextInt(10) + "\n";
            case 1 -> "/// doc \n";
            case 2 -> "/* block */";
            case 3 -> "/* two\n   lines */";
            default -> "// a long comment that goes on and on and on, over the end of any line\n";
          });
      text.append(blank());
    }
    return text.toString();
  }

  private String blank() {
    return switch (random.nextInt(16)) {
      case 0 -> "\n";
      case 1 -> "\n\n\n";
      case 2 -> "\r\n";
      case 3 -> "\t  ";
      default -> " ";
    };
  }

  private void say(String... texts) {
    words.addAll(List.of(texts));
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private void times(int most, Runnable action) {
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      action.run();
    }
  }

  private void joined(int least, int most, String separator, Runnable action) {
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        say(separator);
      }
      action.run();
    }
  }

  /** One of the choices; the first, which must not call any other, when it has become deep. */
  private void oneOf(Runnable... choices) {
    depth++;
    choices[depth > DEEPEST ? 0 : random.nextInt(choices.length)].run();
    depth--;
  }

  private void maybe(Runnable action) {
    if (random.nextBoolean()) {
      action.run();
    }
  }

  private void name() {
    say(any(NAMES));
  }

  private void declaration() {
    switch (random.nextInt(7)) {
      case 0 -> say("use", "\"other.nnd\"");
      case 1 -> {
        say("const", any(NAMES), "=");
        value();
      }
      case 2 -> body("block", true, 5, this::statement);
      case 3 -> body("model", true, 5, this::statement);
      case 4 -> body("data", false, 4, this::column);
      case 5 -> body("train", true, 4, () -> oneOf(this::requirement, this::setting));
      default ->
          body("search", false, 4, () -> oneOf(this::requirement, this::setting, this::draw));
    }
  }

  private void body(String keyword, boolean parameters, int most, Runnable item) {
    say(keyword, any(NAMES));
    if (parameters && random.nextBoolean()) {
      say("(");
      joined(0, 4, ",", this::parameter);
      say(")");
    }
    say("{");
    times(most, item);
    say("}");
  }

  private void parameter() {
    say(any(NAMES), ":", any(List.of("int", "float", "bool", "string", "layer")));
    maybe(
        () -> {
          say("=");
          value();
        });
  }

  private void statement() {
    switch (random.nextInt(5)) {
      case 0 -> {
        say("input", any(NAMES));
        maybe(
            () -> {
              say(":");
              maybe(() -> say("float"));
              say("[");
              joined(0, 3, ",", this::expression);
              say("]");
            });
      }
      case 1 -> {
        say("layer", any(NAMES), "=");
        layers();
      }
      case 2 -> requirement();
      default -> {
        say(any(List.of("let", "output")), any(NAMES), "=");
        expression();
        times(6, this::arrow);
      }
    }
  }

  private void requirement() {
    say("require");
    expression();
    maybe(() -> say(",", "\"a text that says what is wrong, at some length, \\\" so\""));
  }

  private void column() {
    say(any(KEYS), ":");
    expression();
    times(
        4,
        () -> {
          say("->");
          call();
        });
  }

  private void setting() {
    say(any(random.nextBoolean() ? KEYS : NAMES), ":");
    value();
  }

  private void draw() {
    say(any(NAMES), "~");
    expression();
    maybe(
        () -> {
          say("when");
          expression();
        });
  }

  private void arrow() {
    say("->");
    stage();
  }

  private void layers() {
    stage();
    times(4, this::arrow);
  }

  private void stage() {
    oneOf(this::name, this::call, this::call, this::fork, this::braced);
  }

  private void call() {
    name();
    maybe(this::arguments);
  }

  private void fork() {
    say("[");
    joined(1, 3, ",", this::layers);
    say("]");
  }

  private void braced() {
    switch (random.nextInt(3)) {
      case 0 -> {
        say("when");
        expression();
        braces();
        say("else");
        braces();
      }
      case 1 -> {
        say("repeat");
        expression();
        maybe(() -> say("as", any(NAMES)));
        braces();
      }
      default -> braces();
    }
  }

  private void braces() {
    say("{");
    layers();
    say("}");
  }

  private void arguments() {
    say("(");
    List<Consumer<String>> named = new ArrayList<>();
    joined(
        0,
        4,
        ",",
        () -> {
          // Once an argument has a name, those after it must have one too.
          if (!named.isEmpty() || random.nextBoolean()) {
            named.add(text -> {});
            say(any(random.nextBoolean() ? KEYS : NAMES), ":");
          }
          value();
        });
    say(")");
  }

  private void value() {
    oneOf(
        this::expression,
        this::expression,
        this::layers,
        () -> {
          expression();
          say("..");
          expression();
        });
  }

  private void expression() {
    oneOf(
        this::name,
        () -> say(any(List.of("1", "1_000", "0.5", "1e-3", "\"text\"", "true", "false"))),
        () -> {
          say("(");
          joined(1, 3, ",", this::expression);
          say(")");
        },
        () -> {
          say("[");
          joined(0, 12, ",", this::value);
          say("]");
        },
        () -> {
          say("(");
          expression();
          say(")", any(OPERATORS), "(");
          expression();
          say(")");
        },
        () -> say("a", any(OPERATORS), "-", "b", "+", "another_name_that_is_long", "*", "2"),
        () -> {
          say("(", "if");
          expression();
          say("then");
          expression();
          say("else");
          expression();
          say(")");
        },
        () -> {
          name();
          arguments();
        },
        () -> say("validation", ".", "loss"),
        () -> say("-", "x"));
  }
}
