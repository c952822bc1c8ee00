package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.Model;
import dev.nnd.check.TrainSetup;
import dev.nnd.graph.Graph;
import dev.nnd.kernel.ArenaValue;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.Kernels;
import dev.nnd.kernel.Options;
import dev.nnd.kernel.Target;
import dev.nnd.lower.SplitWeights;
import dev.nnd.source.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long the arena is for the examples and for the networks of the benchmark. */
final class ArenaTest {
  /** So many times the least there must be. */
  private static final double MOST = 1.3;

  private static final List<Integer> BATCHES = List.of(1, 64);
  private static final List<Target> TARGETS = List.of(new Target(16), Target.portable());

  private final Diagnostics out = new Diagnostics();

  static List<Path> programs() throws IOException {
    List<Path> programs = new ArrayList<>();
    for (String folder : List.of("examples", "src/test/resources/networks")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".nnd")).sorted().forEach(programs::add);
      }
    }
    return programs;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void isLittleMoreThanWhatIsAlive(Path program) throws IOException {
    Sources files = Sources.files();
    Declarations declarations = Checker.load(files.main(program.toString()), files::used, out);
    String model = declarations.models().get(0).name().text();
    Model network = Checker.model(declarations, model, Map.of(), out).orElseThrow();
    Graph inference = Stages.unwatched().inference(network.graph());
    check("predicts", SplitWeights.of(inference).rest(), 1);
    for (var train : declarations.trains()) {
      Optional<String> name = Optional.of(train.name().text());
      TrainSetup setup = Checker.train(declarations, name, Map.of(), out).orElseThrow();
      check("trains", Stages.unwatched().training(setup.training(), setup.plan()), Trainer.SHARDS);
    }
  }

  private void check(String what, Graph graph, int shards) {
    for (int batch : BATCHES) {
      for (Target target : TARGETS) {
        Blueprint plan = Kernels.plan(graph, new Options(target, batch, shards, "Net", "net.nnd"));
        String text =
            what
                + " with batch "
                + batch
                + ", "
                + target
                + ": arena "
                + plan.arenaLength()
                + ", alive "
                + plan.arenaBound();
        assertTrue(plan.arenaLength() <= MOST * plan.arenaBound(), text);
        // A bound above this would flatter the plan.
        assertTrue(plan.arenaBound() <= fullestPhase(plan), text);
      }
    }
  }

  /** The most that the values which live in the same phase take. */
  private static long fullestPhase(Blueprint plan) {
    long most = 0;
    for (int phase = 0; phase < plan.program().phases().size(); phase++) {
      long sum = 0;
      for (ArenaValue value : plan.arenaValues()) {
        if (value.first() <= phase && phase <= value.last()) sum += value.length();
      }
      most = Math.max(most, sum);
    }
    return most;
  }
}
