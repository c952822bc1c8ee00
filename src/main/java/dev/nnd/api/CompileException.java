package dev.nnd.api;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.DiagnosticText;
import java.util.List;

/** A program that cannot be compiled. The message is the text of all diagnostics. */
public final class CompileException extends RuntimeException {
  private final List<Diagnostic> diagnostics;

  CompileException(List<Diagnostic> diagnostics) {
    super(DiagnosticText.renderAll(diagnostics, false));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** What is wrong, by place; at least one is an error. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
