package dev.nnd.syntax;

import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.function.IntUnaryOperator;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Where tokens lie. ANTLR counts code points, spans count UTF-16 units; only this class knows. */
final class Places {
  private final SourceFile file;
  private final IntUnaryOperator toUnits;

  Places(SourceFile file) {
    this.file = file;
    this.toUnits = toUnits(file.text());
  }

  private static IntUnaryOperator toUnits(String text) {
    int points = text.codePointCount(0, text.length());
    if (points == text.length()) {
      return IntUnaryOperator.identity();
    }
    int[] units = new int[points + 1];
    for (int point = 0, unit = 0; point < points; point++) {
      unit += Character.charCount(text.codePointAt(unit));
      units[point + 1] = unit;
    }
    return point -> units[point];
  }

  Span of(Token token) {
    return of(token, token);
  }

  Span of(ParserRuleContext context) {
    return of(context.getStart(), context.getStop());
  }

  Span of(Token first, Token last) {
    int start = toUnits.applyAsInt(first.getStartIndex());
    // The end of the file is a token that stops before it starts.
    int end = toUnits.applyAsInt(last.getStopIndex() + 1);
    return new Span(file, start, Math.max(start, end));
  }

  Span wholeFile() {
    return new Span(file, 0, file.text().length());
  }
}
