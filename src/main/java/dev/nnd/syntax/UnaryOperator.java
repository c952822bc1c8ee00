package dev.nnd.syntax;

/** The operators that stand before one operand. */
public enum UnaryOperator {
  NEGATE("-"),
  NOT("not");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  /** How a program writes it. */
  public String symbol() {
    return symbol;
  }
}
