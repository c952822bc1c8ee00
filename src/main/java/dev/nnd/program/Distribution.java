package dev.nnd.program;

import java.util.List;
import java.util.OptionalDouble;

/** What a searched parameter is drawn from. */
public sealed interface Distribution {
  /** Calls the case of this distribution. */
  <R> R accept(Visitor<R> visitor);

  /** The axis on which draws are uniform, and on which near values are alike. */
  enum Scale {
    /** {@code x}. */
    LINEAR,
    /** {@code log x}; for {@code x > 0}. */
    LOG,
    /** {@code -log(1 - x)}; for {@code x < 1}. */
    ONE_MINUS_LOG
  }

  /**
   * Real numbers, uniform on an axis.
   *
   * @param low the least
   * @param high the largest; above {@code low}
   * @param step if there, only {@code low + i step} are drawn; positive
   */
  record Uniform(double low, double high, Scale scale, OptionalDouble step)
      implements Distribution {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uniform(this);
    }
  }

  /**
   * Real numbers of a normal distribution.
   *
   * @param deviation the standard deviation; positive
   */
  record Normal(double mean, double deviation) implements Distribution {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.normal(this);
    }
  }

  /**
   * Whole numbers, uniform on an axis: on the linear one each is equally likely, on the log one a
   * number {@code n} has the weight of the reals from {@code n - 1/2} to {@code n + 1/2}.
   *
   * @param low the least
   * @param high the largest that may be drawn; above {@code low}
   * @param scale linear or log
   * @param step only {@code low + i step} are drawn; at least 1, and 1 on the log axis
   */
  record Whole(long low, long high, Scale scale, long step) implements Distribution {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.whole(this);
    }
  }

  /** Values without order, each equally likely, as the program writes them; at least one. */
  record Choice(List<String> texts) implements Distribution {
    public Choice {
      texts = List.copyOf(texts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.choice(this);
    }
  }

  /** One case per distribution and no defaults. */
  interface Visitor<R> {
    R uniform(Uniform distribution);

    R normal(Normal distribution);

    R whole(Whole distribution);

    R choice(Choice distribution);
  }
}
