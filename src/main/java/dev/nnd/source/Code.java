package dev.nnd.source;

import java.util.Locale;

/**
 * Every message there is, by its code. A code that was once released is never used for anything
 * else.
 *
 * <p>{@code E01} syntax, {@code E02} shapes and types, {@code E03} names, {@code E04} parameters
 * and settings, {@code E05} data, {@code E06} training, {@code E07} files, {@code E08} passes;
 * {@code W} warnings and {@code N} notes are numbered likewise. A template's blanks are {@code %s}.
 */
public enum Code {
  UNEXPECTED("E0101", "expected %s, found %s"),
  UNKNOWN_CHARACTER("E0102", "`%s` does not belong in a program"),
  OPEN_STRING("E0103", "this string has no closing quote"),
  OPEN_COMMENT("E0104", "this comment has no closing `*/`"),
  BAD_ESCAPE("E0105", "`%s` is not an escape"),
  BAD_NUMBER("E0106", "`%s` is not a number"),
  NESTED_TOO_DEEPLY("E0107", "this is nested more than %s levels deep"),
  FILE_TOO_LONG("E0108", "the file has more than %s characters"),
  NOT_A_STAGE("E0109", "`%s` is no layer, so nothing can flow out of it"),
  PIPELINE_IN_EXPRESSION("E0110", "a pipeline cannot stand inside an expression"),
  POSITIONAL_AFTER_NAMED("E0111", "an argument without a name comes after one with a name"),
  NOT_CLOSED("E0112", "`%s` is not closed"),
  SINGLE_QUOTES("E0113", "a string stands in double quotes"),
  EMPTY_BRACES("E0114", "there is nothing between these braces"),
  MISSING("E0115", "expected %s after `%s`"),

  SHAPES_DIFFER("E0204", "the two sides of `%s` have different shapes"),

  FILE_MISSING("E0551", "`%s` does not exist"),
  FILE_UNREADABLE("E0552", "`%s` cannot be read: %s"),
  FILE_MALFORMED("E0553", "`%s` is not %s: %s"),
  FILE_CUT_SHORT("E0554", "`%s` is cut short: %s"),
  FILE_GOES_ON("E0555", "`%s` goes on after %s"),
  FILE_TOO_LARGE("E0556", "`%s` is too large: %s"),
  BAD_CELL("E0557", "%s, column %s: expected %s, found %s"),
  BAD_ROW("E0558", "%s: expected %s cells, found %s"),
  NO_SOURCE_COLUMN("E0559", "`%s` has no column %s"),
  COUNTS_DIFFER("E0560", "%s has %s, but %s has %s"),
  CLASSES_DIFFER("E0561", "%s, column `%s`: expected %s, found %s"),
  COLUMN_SIZE("E0562", "%s, column `%s`: expected %s values an example, found %s"),
  INPUT_WITHOUT_COLUMN("E0563", "no column of `%s` feeds the model's input `%s`"),
  NO_TARGET("E0564", "every column of `%s` feeds an input of the model, so none is the target"),
  SEVERAL_TARGETS("E0565", "%s columns of `%s` feed no input of the model: %s"),
  EMPTY_PART("E0566", "the %s part of `%s` has no examples: %s"),
  NO_TRAIN_PART("E0567", "`%s` has no train part"),
  STEP_ORDER("E0568", "column `%s`: %s"),

  BIAS_DROPPED(
      "N0801", "the bias of this `%s` is dropped, as the `%s` after it subtracts it again");

  private final String id;
  private final String template;

  Code(String id, String template) {
    this.id = id;
    this.template = template;
  }

  /** The code itself, such as {@code E0204}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return switch (id.charAt(0)) {
      case 'E' -> Severity.ERROR;
      case 'W' -> Severity.WARNING;
      default -> Severity.NOTE;
    };
  }

  /** The message with {@code args} in the blanks of the template. */
  public String message(Object... args) {
    return String.format(Locale.ROOT, template, args);
  }
}
