package dev.nnd.picture;

import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.picture.Slot.Card;
import java.util.List;
import java.util.function.Function;

/**
 * What a card says, in columns: the program's words, the type of the result, the parameters.
 *
 * @param lines one a step
 * @param type where the types begin, in pixels from the left side
 * @param parameters where the numbers of parameters begin
 */
record CardText(List<Line> lines, double type, double parameters, double width) {
  /** Longer texts are cut. */
  private static final int WIDEST = 48;

  /** The width of a character, of the program's words and of the smaller words beside them. */
  private static final double CHARACTER = 7.3;

  private static final double SMALL_CHARACTER = 6.7;
  static final int MARGIN = 10;
  private static final int GAP = 16;

  /** What stands beside the step. */
  record Line(Step step, String text, String type, String parameters) {}

  static CardText of(Card card) {
    List<Line> lines = card.steps().stream().map(CardText::line).toList();
    double type = MARGIN + widest(lines, Line::text) * CHARACTER + GAP;
    double parameters = type + widest(lines, Line::type) * SMALL_CHARACTER + GAP;
    int last = widest(lines, Line::parameters);
    double width = last == 0 ? parameters - GAP : parameters + last * SMALL_CHARACTER;
    return new CardText(lines, type, parameters, width + MARGIN);
  }

  /** Whether any of the steps has parameters. */
  boolean hasParameters() {
    return lines.stream().anyMatch(line -> !line.parameters.isEmpty());
  }

  /** What a step says: the words of the program. */
  static String words(Step step) {
    return switch (step.kind()) {
      case INPUT -> "input " + step.text();
      case OUTPUT -> "output " + step.text();
      case LAYER, ARITHMETIC -> step.text();
    };
  }

  private static Line line(Step step) {
    String parameters = step.parameters() == 0 ? "" : Amounts.parameters(step.parameters());
    return new Line(step, shortened(words(step)), step.type(), parameters);
  }

  private static int widest(List<Line> lines, Function<Line, String> column) {
    return lines.stream().map(column).mapToInt(CardText::length).max().orElse(0);
  }

  /** The width of words of a program, in pixels. */
  static double width(String text) {
    return length(text) * CHARACTER;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A text that is not too long, cut where it is. */
  static String shortened(String text) {
    return length(text) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  /** Whether a card is where data comes in or goes out. */
  static boolean isEnd(Card card) {
    Kind kind = card.steps().get(0).kind();
    return kind == Kind.INPUT || kind == Kind.OUTPUT;
  }
}
