package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.cluster.Cluster;
import dev.nnd.program.SearchPlan;
import dev.nnd.search.Pruners;
import dev.nnd.search.SearchException;
import dev.nnd.search.Strategies;
import dev.nnd.search.Strategy;
import dev.nnd.tune.Board;
import dev.nnd.tune.Coordinator;
import dev.nnd.tune.Header;
import dev.nnd.tune.Keeping;
import dev.nnd.tune.LocalWorkers;
import dev.nnd.tune.Search;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.SearchRecord;
import dev.nnd.tune.SharedData;
import dev.nnd.tune.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nnd search}: from a program to the best of its configurations. */
@Command(
    name = "search",
    description = "Trains many configurations and leaves what came of them in a folder.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  /** Where searches go that are given no name. */
  private static final Path RUNS = Path.of("runs");

  private static final long REDRAW_MILLIS = 200;

  private static final String NO_SPARK =
      "--cluster needs Apache Spark 4, which is not on the class path: set SPARK_HOME to where it is"
          + " unpacked, start nnd with spark-submit, or add org.apache.spark:spark-core_2.13";

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A program; a search that goes on has its own.")
  private Optional<Path> file = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A search; without it, the only one.")
  private Optional<String> name = Optional.empty();

  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many trials to train at a time; without it, as many as the program says.")
  private Optional<Integer> parallel = Optional.empty();

  @Option(
      names = "--cluster",
      paramLabel = "MASTER",
      description = "Train on this cluster of Apache Spark, such as spark://host:7077.")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "The folder to make; without it, one under runs.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a search that was ended, as if it had not been.")
  private Optional<Path> resume = Optional.empty();

  @Option(
      names = "--revive",
      paramLabel = "TRIAL",
      description = "With --resume: let a trial that was ended early go on; may be repeated.")
  private List<Integer> revived = new ArrayList<>();

  @Option(names = "--keep", description = "Keep the folders of all trials.")
  private boolean keep;

  @Option(
      names = "--free-running",
      description = "Let no trial wait for a slow one; the results then depend on timing.")
  private boolean freeRunning;

  @Mixin private LivePage live = new LivePage();

  @Option(names = "--json", description = "Print the best trial as one JSON object.")
  private boolean json;

  SearchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    live.check();
    if (parallel.orElse(1) < 1) throw Failure.use("--parallel must be at least 1");
    if (cluster.isPresent() && !Cluster.hasSpark()) throw Failure.of(NO_SPARK);
    if (resume.isEmpty() && !revived.isEmpty()) {
      throw Failure.use("--revive needs the search of the trial: --resume RUN");
    }
    try {
      return resume.isPresent() ? goOn(SearchFolder.open(resume.get())) : begin();
    } catch (SearchException e) {
      throw Failure.of(e.origin() + ": " + e.getMessage());
    }
  }

  private int begin() throws IOException, InterruptedException {
    Path program = file.orElseThrow(() -> Failure.use("name a program with a search"));
    if (out.isPresent() && Files.exists(out.get())) {
      throw Failure.of(out.get() + " exists already; choose another folder for the search");
    }
    Compiler compiler = Programs.read(program, console).with(machine.options());
    String search = name.orElseGet(() -> Programs.only(compiler.searches(), "search", program));
    SearchPlan plan = compiler.search(Optional.of(search));
    Strategy strategy = strategy(plan);
    SharedData data = new SharedData();
    // Before there is a folder: what is wrong with the data is wrong for all trials.
    try (Trainer trainer = compiler.trainer(plan.train(), Map.of())) {
      console.show(data.of(trainer).warnings());
    }
    String text = compiler.source().text();
    Header header = Header.of(plan, program, text, strategy.trials(), freeRunning);
    SearchFolder folder =
        out.isPresent() ? SearchFolder.create(out.get()) : SearchFolder.create(RUNS, plan.name());
    folder.start(text);
    try (Coordinator coordinator =
        Coordinator.begin(folder, header, rules(plan, strategy), System::currentTimeMillis)) {
      if (freeRunning) {
        console.say("free running: another run of this search may choose other trials");
      }
      return run(compiler, plan, folder, coordinator, data);
    }
  }

  /** Where nobody waits, the strategy may be as far behind as there are trials at a time. */
  private SearchPlan behind(SearchPlan plan, boolean free) {
    return free && parallel.isPresent() ? plan.withParallel(parallel.get()) : plan;
  }

  private Strategy strategy(SearchPlan plan) {
    return Strategies.of(behind(plan, freeRunning));
  }

  private static Coordinator.Rules rules(SearchPlan plan, Strategy strategy) {
    return new Coordinator.Rules(strategy, Pruners.of(plan), plan.minutes());
  }

  private int goOn(SearchFolder folder) throws IOException, InterruptedException {
    if (name.isPresent() || out.isPresent() || freeRunning) {
      throw Failure.use("a search goes on as it began; --resume goes with no other setting");
    }
    Header header = SearchRecord.read(folder).header();
    Compiler compiler =
        Compiler.of(header.file(), SearchRecord.program(folder, header))
            .checked()
            .with(machine.options());
    if (file.isPresent()
        && !Compiler.of(file.get()).source().text().equals(compiler.source().text())) {
      throw Failure.of(file.get() + " is not the program that the search began with");
    }
    SearchPlan plan = compiler.search(Optional.of(header.search()));
    Strategy strategy = Strategies.of(behind(plan, header.freeRunning()));
    try (Coordinator coordinator =
        Coordinator.resume(folder, rules(plan, strategy), System::currentTimeMillis)) {
      for (int trial : revived) {
        if (!coordinator.revive(trial)) throw Failure.of("trial " + trial + " was not ended early");
      }
      return run(compiler, plan, folder, coordinator, new SharedData());
    }
  }

  private int run(
      Compiler compiler,
      SearchPlan plan,
      SearchFolder folder,
      Coordinator coordinator,
      SharedData data)
      throws IOException, InterruptedException {
    console.say("the search's folder is " + folder.path());
    int count = Math.min(parallel.orElse(plan.parallel()), coordinator.header().trials());
    Keeping keeping = new Keeping(folder, coordinator, keep);
    Board board = new Board(console.err(), console.terminal(), coordinator);
    try (Interrupts interrupts = new Interrupts();
        Workers workers =
            cluster.isPresent()
                ? new Cluster(cluster.get())
                    .workers(
                        new Cluster.Job(compiler, plan, folder, coordinator, keeping, keep),
                        count,
                        console::say)
                : new LocalWorkers(
                    new LocalWorkers.Job(compiler, plan, folder, coordinator, keeping, data),
                    count,
                    machine.options().threads())) {
      Runnable watcher =
          () -> {
            if (interrupts.requested()) coordinator.leave();
            board.draw();
          };
      LivePage.Shown shown = live.open(console, plan, coordinator, compiler.source().text());
      try {
        new Search(plan, folder, coordinator, keeping, workers).run(watcher, REDRAW_MILLIS);
      } finally {
        board.close();
        shown.close();
      }
      return new SearchResult(console, folder, coordinator.record()).report(json, file);
    }
  }
}
