package dev.nnd.api;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import java.util.List;

/** Weights that do not suit a network. The message is the text of all diagnostics. */
public final class WeightsException extends RuntimeException {
  private final List<Diagnostic> diagnostics;

  WeightsException(List<Diagnostic> diagnostics) {
    super(DiagnosticText.renderAll(diagnostics, false));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** What does not suit: first what is missing, then the rest by name. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
