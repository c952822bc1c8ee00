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

  SHAPES_DIFFER("E0204", "the two sides of `%s` have different shapes"),

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
