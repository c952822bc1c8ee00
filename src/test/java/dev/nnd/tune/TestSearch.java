package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Past;
import dev.nnd.search.Pruner;
import dev.nnd.search.Strategy;
import dev.nnd.search.Trial;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/** A search over a function of one number, whose every choice and end depends on all it reads. */
final class TestSearch {
  static final int TRIALS = 60;
  static final int EPOCHS = 4;

  /** How far behind the newest trial those lie that it reads. */
  static final int BEHIND = 5;

  private TestSearch() {}

  static Header header(boolean freeRunning) {
    return new Header(
        "S", "T", Path.of("s.nnd"), "0", 1, TRIALS, "validation.loss", false, freeRunning);
  }

  static Coordinator.Rules rules() {
    return rules(OptionalDouble.empty());
  }

  static Coordinator.Rules rules(OptionalDouble minutes) {
    return new Coordinator.Rules(new Chain(), new Quarter(), minutes);
  }

  /** What an epoch of a trial measures. */
  static Map<String, Double> metrics(Map<String, Drawn> drawn, int epoch) {
    double x = ((Drawn.Real) drawn.get("x")).value();
    return Map.of("validation.loss", Math.abs(Math.sin(20 * x)) + 1.0 / epoch, "train.loss", x);
  }

  static boolean diverges(Map<String, Drawn> drawn) {
    return ((Drawn.Real) drawn.get("x")).value() < 0.25;
  }

  /** Mixes the results of all trials that it may read. */
  private static final class Chain implements Strategy {
    @Override
    public int trials() {
      return TRIALS;
    }

    @Override
    public int reads(int number) {
      return Math.max(0, number + 1 - BEHIND);
    }

    @Override
    public Map<String, Drawn> choose(int number, Past past) {
      double mix = number;
      for (int i = 0; i < reads(number); i++) {
        Trial trial = past.trial(i);
        mix += trial.objective().orElse(0.5) * (i + 1) + trial.end().ordinal();
      }
      return Map.of("x", new Drawn.Real(Math.abs(Math.sin(mix))));
    }
  }

  /** Ends a trial that is worse than three quarters of those it may read. */
  private static final class Quarter implements Pruner {
    @Override
    public int reads(int number) {
      return Math.max(0, number - 2 * BEHIND);
    }

    @Override
    public boolean ends(int number, double[] curve, Past past) {
      int better = 0;
      int all = 0;
      for (int i = 0; i < reads(number); i++) {
        Trial trial = past.trial(i);
        if (trial.curve().size() < curve.length) continue;
        all++;
        better += trial.curve().get(curve.length - 1) < curve[curve.length - 1] ? 1 : 0;
      }
      return better * 4 > all * 3;
    }
  }
}
