import dev.nnd.program.DataPlan;
import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.search.Past;
import dev.nnd.search.Strategies;
import dev.nnd.search.Strategy;
import dev.nnd.search.Trial;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Searches plain functions with every strategy. Prints: function, strategy, seed, best at 50, 100
 * and 200 trials. A strategy that plans for a number of trials is run once for each.
 */
final class Compare {
  private static final int[] TRIALS = {50, 100, 200};
  private static final double[][] HARTMANN_A = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[] HARTMANN_C = {1, 1.2, 3, 3.2};
  private static final double[][] HARTMANN_P = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  private record Function(
      String name, List<Parameter> parameters, ToDoubleFunction<Map<String, Drawn>> cost) {}

  private interface Plain {
    double at(double[] x);
  }

  private Compare() {}

  /** Arguments: seeds, then names of functions and strategies, all if none are given. */
  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    List<String> only = List.of(arguments);
    for (Function function : functions()) {
      for (String strategy :
          List.of("grid", "random", "sobol", "coarse_to_fine", "tpe", "evolve")) {
        if (isWanted(only, function.name(), functions().stream().map(Function::name).toList())
            && isWanted(only, strategy, List.of("grid", "random", "sobol", "coarse_to_fine", "tpe", "evolve"))) {
          for (int seed = 0; seed < seeds; seed++) {
            print(function, strategy, seed);
          }
        }
      }
    }
  }

  private static boolean isWanted(List<String> only, String name, List<String> all) {
    return only.contains(name) || all.stream().noneMatch(only::contains);
  }

  private static void print(Function function, String strategy, int seed) {
    StringBuilder line = new StringBuilder(function.name() + "\t" + strategy + "\t" + seed);
    for (int trials : TRIALS) {
      line.append(String.format(Locale.ROOT, "\t%.6g", best(function, strategy, trials, seed)));
    }
    System.out.println(line);
  }

  private static double best(Function function, String name, int trials, int seed) {
    SearchPlan.Strategy choice =
        switch (name) {
          case "grid" -> new SearchPlan.Strategy.Grid(points(function, trials));
          case "random" -> new SearchPlan.Strategy.Random(trials);
          case "sobol" -> new SearchPlan.Strategy.Sobol(trials);
          case "coarse_to_fine" -> new SearchPlan.Strategy.CoarseToFine(trials, 3, 0.25);
          case "tpe" -> new SearchPlan.Strategy.Tpe(trials);
          default -> new SearchPlan.Strategy.Evolve(trials, 20);
        };
    Strategy strategy = Strategies.of(plan(function, choice, seed));
    List<Trial> trialsSoFar = new ArrayList<>();
    Past past =
        new Past() {
          @Override
          public int count() {
            return trialsSoFar.size();
          }

          @Override
          public Trial trial(int number) {
            return trialsSoFar.get(number);
          }
        };
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(trials, strategy.trials()); i++) {
      Map<String, Drawn> drawn = strategy.choose(i, past);
      double cost = function.cost().applyAsDouble(drawn);
      best = Math.min(best, cost);
      trialsSoFar.add(
          new Trial(i, drawn, Trial.End.COMPLETE, OptionalDouble.of(cost), List.of(cost)));
    }
    return best;
  }

  /** The most points for each number whose grid is not larger than a number of trials. */
  private static int points(Function function, int trials) {
    int points = 1;
    while (Strategies.of(plan(function, new SearchPlan.Strategy.Grid(points + 1), 0)).trials()
            <= trials
        && points < trials) {
      points++;
    }
    return points;
  }

  private static SearchPlan plan(Function function, SearchPlan.Strategy strategy, long seed) {
    return new SearchPlan(
        "Tune",
        "Fit",
        function.parameters(),
        List.of(),
        strategy,
        new SearchPlan.Objective(false, new Watched(DataPlan.Part.VALIDATION, "loss")),
        new SearchPlan.Prune.None(),
        1,
        OptionalDouble.empty(),
        seed,
        Span.nowhere());
  }

  private static List<Function> functions() {
    return List.of(
        branin(),
        plain("hartmann6", 6, 0, 1, Compare::hartmann6),
        plain("rosenbrock10", 10, -5, 10, Compare::rosenbrock),
        plain("rastrigin5", 5, -5.12, 5.12, Compare::rastrigin),
        plain("ackley5", 5, -32, 32, Compare::ackley),
        plain("styblinski5", 5, -5, 5, Compare::styblinski),
        mixed());
  }

  private static Parameter parameter(String name, Distribution distribution) {
    return new Parameter(name, distribution, Optional.empty(), Span.nowhere());
  }

  private static Distribution uniform(double low, double high, Scale scale) {
    return new Distribution.Uniform(low, high, scale, OptionalDouble.empty());
  }

  private static double real(Map<String, Drawn> drawn, String name) {
    Drawn value = drawn.get(name);
    return value instanceof Drawn.Int whole ? whole.value() : ((Drawn.Real) value).value();
  }

  private static Function plain(String name, int size, double low, double high, Plain cost) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      parameters.add(parameter("x" + i, uniform(low, high, Scale.LINEAR)));
    }
    return new Function(name, parameters, drawn -> cost.at(numbers(drawn, size)));
  }

  private static double[] numbers(Map<String, Drawn> drawn, int size) {
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = real(drawn, "x" + i);
    }
    return x;
  }

  private static Function branin() {
    List<Parameter> parameters =
        List.of(
            parameter("x0", uniform(-5, 10, Scale.LINEAR)),
            parameter("x1", uniform(0, 15, Scale.LINEAR)));
    return new Function(
        "branin",
        parameters,
        drawn -> {
          double x = real(drawn, "x0");
          double y = real(drawn, "x1");
          double bend = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
          return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
        });
  }

  private static double hartmann6(double[] x) {
    double sum = 0;
    for (int i = 0; i < HARTMANN_C.length; i++) {
      double square = 0;
      for (int j = 0; j < x.length; j++) {
        square += HARTMANN_A[i][j] * Math.pow(x[j] - HARTMANN_P[i][j], 2);
      }
      sum -= HARTMANN_C[i] * Math.exp(-square);
    }
    return sum;
  }

  /** Moves the optimum away from the middle and from round numbers. */
  private static double[] shifted(double[] x, double by) {
    double[] z = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      z[i] = x[i] - by * Math.sin(1.7 * i + 1);
    }
    return z;
  }

  private static double rosenbrock(double[] x) {
    double[] z = shifted(x, 2);
    double sum = 0;
    for (int i = 0; i + 1 < z.length; i++) {
      sum += 100 * Math.pow(z[i + 1] - z[i] * z[i], 2) + Math.pow(1 - z[i], 2);
    }
    return sum;
  }

  private static double rastrigin(double[] x) {
    double sum = 0;
    for (double v : shifted(x, 2)) {
      sum += v * v - 10 * Math.cos(2 * Math.PI * v) + 10;
    }
    return sum;
  }

  private static double ackley(double[] x) {
    double square = 0;
    double wave = 0;
    for (double v : shifted(x, 12)) {
      square += v * v / x.length;
      wave += Math.cos(2 * Math.PI * v) / x.length;
    }
    return 20 + Math.E - 20 * Math.exp(-0.2 * Math.sqrt(square)) - Math.exp(wave);
  }

  private static double styblinski(double[] x) {
    double sum = 0;
    for (double v : shifted(x, 1)) {
      sum += (v * v * v * v - 16 * v * v + 5 * v) / 2;
    }
    return sum;
  }

  /** As a training might be: choices, whole numbers, conditions, and scales. */
  private static Function mixed() {
    return new Function(
        "mixed",
        List.of(
            parameter("optimizer", new Distribution.Choice(List.of("sgd", "adam", "rmsprop"))),
            parameter("rate", uniform(1e-5, 1, Scale.LOG)),
            parameter("layers", new Distribution.Whole(1, 6, Scale.LINEAR, 1)),
            parameter("width", new Distribution.Whole(8, 512, Scale.LOG, 1)),
            parameter(
                "activation", new Distribution.Choice(List.of("relu", "tanh", "gelu", "sigmoid"))),
            when("momentum", uniform(0, 1, Scale.LINEAR), "sgd"),
            when("beta", uniform(0.9, 0.9999, Scale.LINEAR), "adam")),
        Compare::training);
  }

  private static Parameter when(String name, Distribution distribution, String optimizer) {
    return new Parameter(
        name, distribution, Optional.of(new OptimizerIs(optimizer)), Span.nowhere());
  }

  private record OptimizerIs(String optimizer) implements Condition {
    @Override
    public boolean holds(Map<String, Drawn> drawn) {
      return drawn.get("optimizer").text().equals(optimizer);
    }

    @Override
    public List<String> parameters() {
      return List.of("optimizer");
    }

    @Override
    public Span origin() {
      return Span.nowhere();
    }
  }

  private static double training(Map<String, Drawn> drawn) {
    String optimizer = drawn.get("optimizer").text();
    double rate = Math.log10(real(drawn, "rate"));
    double layers = real(drawn, "layers");
    double width = Math.log(real(drawn, "width")) / Math.log(2);
    double best = Map.of("sgd", -1.0, "adam", -3.0, "rmsprop", -3.4).get(optimizer);
    double loss = 0.3 * Math.pow(rate - best, 2) + 0.05 * Math.pow(layers - 3, 2);
    loss += 0.06 * Math.pow(width - 7 + 0.4 * (layers - 3), 2);
    loss +=
        Map.of("relu", 0.1, "tanh", 0.2, "gelu", 0.0, "sigmoid", 0.5)
            .get(drawn.get("activation").text());
    return switch (optimizer) {
      case "sgd" -> loss + 0.05 + 2 * Math.pow(real(drawn, "momentum") - 0.9, 2);
      case "adam" -> loss + 0.1 * Math.pow(Math.log10(1 - real(drawn, "beta")) + 2.5, 2);
      default -> loss + 0.1;
    };
  }
}
