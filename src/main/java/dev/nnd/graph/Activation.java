package dev.nnd.graph;

/**
 * A function of one number, applied to every element.
 *
 * @param kind which function
 * @param argument the slope of {@link Kind#LEAKY_RELU}, the alpha of {@link Kind#ELU}; 0 for the
 *     others
 */
public record Activation(Kind kind, float argument) {
  /** The functions. */
  public enum Kind {
    /** {@code max(x, 0)}. */
    RELU,
    /** {@code min(max(x, 0), 6)}. */
    RELU6,
    /** {@code x} where positive, else {@code slope * x}. */
    LEAKY_RELU,
    /** {@code x} where positive, else {@code alpha * (exp(x) - 1)} (Clevert et al. 2016). */
    ELU,
    /** {@code 1.0507 * elu(x)} with an alpha of 1.6733 (Klambauer et al. 2017). */
    SELU,
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
    GELU_TANH,
    /** {@code x / (1 + exp(-x))} (Ramachandran et al. 2017, as Swish). */
    SILU,
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS,
    /** {@code min(max(x + 3, 0), 6) / 6} (Howard et al. 2019). */
    HARD_SIGMOID,
    /** {@code x * min(max(x + 3, 0), 6) / 6} (the same paper). */
    HARD_SWISH
  }

  /** One case per function and no defaults. */
  public interface Visitor<R> {
    R relu();

    R relu6();

    R leakyRelu(float slope);

    R elu(float alpha);

    R selu();

    R sigmoid();

    R tanh();

    R gelu();

    R geluTanh();

    R silu();

    R softplus();

    R hardSigmoid();

    R hardSwish();
  }

  /** An activation without an argument. */
  public static Activation of(Kind kind) {
    return new Activation(kind, 0);
  }

  /** Calls the case of this function. */
  public <R> R accept(Visitor<R> visitor) {
    return switch (kind) {
      case RELU -> visitor.relu();
      case RELU6 -> visitor.relu6();
      case LEAKY_RELU -> visitor.leakyRelu(argument);
      case ELU -> visitor.elu(argument);
      case SELU -> visitor.selu();
      case SIGMOID -> visitor.sigmoid();
      case TANH -> visitor.tanh();
      case GELU -> visitor.gelu();
      case GELU_TANH -> visitor.geluTanh();
      case SILU -> visitor.silu();
      case SOFTPLUS -> visitor.softplus();
      case HARD_SIGMOID -> visitor.hardSigmoid();
      case HARD_SWISH -> visitor.hardSwish();
    };
  }

  /**
   * Whether {@code he_normal} suits the layer before it: it passes about half of a centred input,
   * being near x above 0 and near 0 below. A selu is scaled to keep the variance by itself, and a
   * softplus is far from 0 at 0.
   */
  public boolean reluLike() {
    return switch (kind) {
      case RELU, RELU6, LEAKY_RELU, ELU, GELU, GELU_TANH, SILU, HARD_SWISH -> true;
      case SELU, SOFTPLUS, SIGMOID, TANH, HARD_SIGMOID -> false;
    };
  }
}
