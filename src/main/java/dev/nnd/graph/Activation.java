package dev.nnd.graph;

/**
 * A function of one number, applied to every element.
 *
 * @param kind which function
 * @param argument the slope of {@link Kind#LEAKY_RELU}; 0 for the others
 */
public record Activation(Kind kind, float argument) {
  /** The functions. */
  public enum Kind {
    /** {@code max(x, 0)}. */
    RELU,
    /** {@code x} where positive, else {@code slope * x}. */
    LEAKY_RELU,
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID,
    TANH,
    /**
     * {@code x * Phi(x)} with the normal distribution function, by erf (Hendrycks and Gimpel 2016).
     */
    GELU,
    /**
     * {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))} (the same paper, section 2).
     */
    GELU_TANH
  }

  /** One case per function and no defaults. */
  public interface Visitor<R> {
    R relu();

    R leakyRelu(float slope);

    R sigmoid();

    R tanh();

    R gelu();

    R geluTanh();
  }

  /** An activation without an argument. */
  public static Activation of(Kind kind) {
    return new Activation(kind, 0);
  }

  /** Calls the case of this function. */
  public <R> R accept(Visitor<R> visitor) {
    return switch (kind) {
      case RELU -> visitor.relu();
      case LEAKY_RELU -> visitor.leakyRelu(argument);
      case SIGMOID -> visitor.sigmoid();
      case TANH -> visitor.tanh();
      case GELU -> visitor.gelu();
      case GELU_TANH -> visitor.geluTanh();
    };
  }

  /**
   * Whether {@code he_normal} suits the layer before it: it passes about half of a centred input.
   */
  public boolean reluLike() {
    return kind != Kind.SIGMOID && kind != Kind.TANH;
  }
}
