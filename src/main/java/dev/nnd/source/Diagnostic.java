package dev.nnd.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One message to the user about a place in the source.
 *
 * @param span the place that is to blame; the message is sorted under it
 * @param labels remarks on places; those within {@code span} stand in for its own underline
 * @param helps what the user can do, one sentence or piece of code each
 */
public record Diagnostic(
    Code code, Span span, List<Label> labels, String message, List<String> helps) {
  public Diagnostic {
    Objects.requireNonNull(code);
    Objects.requireNonNull(span);
    Objects.requireNonNull(message);
    labels = List.copyOf(labels);
    helps = List.copyOf(helps);
  }

  /**
   * A diagnostic without labels, and with no help but the code's own. {@code args} fill the blanks
   * of the code's template.
   */
  public static Diagnostic of(Code code, Span span, Object... args) {
    return new Diagnostic(code, span, List.of(), code.message(args), code.help().stream().toList());
  }

  /** This diagnostic with one more label. */
  public Diagnostic withLabel(Span place, String text) {
    List<Label> all = new ArrayList<>(labels);
    all.add(new Label(place, text));
    return new Diagnostic(code, span, all, message, helps);
  }

  /** This diagnostic with one more help. */
  public Diagnostic withHelp(String help) {
    List<String> all = new ArrayList<>(helps);
    all.add(help);
    return new Diagnostic(code, span, labels, message, all);
  }

  public Severity severity() {
    return code.severity();
  }
}
