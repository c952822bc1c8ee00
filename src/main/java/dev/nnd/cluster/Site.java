package dev.nnd.cluster;

import dev.nnd.api.Compiler;
import dev.nnd.api.Options;
import dev.nnd.api.Workshop;
import dev.nnd.program.DataPlan;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.SharedData;
import dev.nnd.tune.Task;
import dev.nnd.tune.TrialTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.plugin.PluginContext;

/** What the slots of one executor share: the program, the data in memory, a folder. */
final class Site {
  private static final String ARCHIVE = "archive";
  private static final String PROGRAM = "program";
  private static final String TRAIN = "train";
  private static final String PART = "part";
  private static final String METRIC = "metric";
  private static final String TARGET = "target";

  private final PluginContext driver;
  private final Map<String, String> settings;
  private Optional<Path> folder = Optional.empty();
  private Optional<Workshop> workshop = Optional.empty();
  private final SharedData data = new SharedData();

  Site(PluginContext driver, Map<String, String> settings) {
    this.driver = driver;
    this.settings = Map.copyOf(settings);
  }

  /**
   * What a site must be told.
   *
   * @param archive the name of a {@link Bundle}
   * @param program where its program was
   */
  static Map<String, String> settings(
      String archive, Path program, SearchPlan plan, Options.Target target) {
    Watched watched = plan.objective().watched();
    return Map.of(
        ARCHIVE, archive,
        PROGRAM, program.toAbsolutePath().normalize().toString(),
        TRAIN, plan.train(),
        PART, watched.part().name(),
        METRIC, watched.metric(),
        TARGET, target.name());
  }

  /**
   * Trains trials until nothing is left to do.
   *
   * @param slot the attempt of the task that does
   * @param worker what people call it
   * @param threads that it has
   */
  void work(long slot, String worker, int threads) throws IOException, InterruptedException {
    SearchFolder trials = new SearchFolder(unpacked());
    Line line = new Line(driver, slot, trials);
    TrialTraining training = training(threads, trials);
    while (line.await(worker) instanceof Task.Work work) {
      training.run(work, line);
      trials.removeTrial(work.lease().trial());
    }
  }

  private synchronized Path unpacked() throws IOException {
    if (folder.isPresent()) return folder.get();
    Path made = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "nnd-search-");
    folder = Optional.of(made.toAbsolutePath());
    Bundle.unpack(Path.of(SparkFiles.get(settings.get(ARCHIVE))), files(made));
    return folder.get();
  }

  private static Path files(Path folder) {
    return folder.resolve("files");
  }

  private synchronized TrialTraining training(int threads, SearchFolder trials) throws IOException {
    Path program = Path.of(settings.get(PROGRAM));
    if (workshop.isEmpty()) {
      Path here = files(trials.path()).resolve(Bundle.name(program));
      Options.Target target = Options.Target.valueOf(settings.get(TARGET));
      // All slots have as many, by the settings of Spark.
      Options options = Options.usual().withTarget(target).withThreads(threads);
      workshop = Optional.of(Compiler.of(here).checked().with(options).workshop());
    }
    return new TrialTraining(
        workshop.get(),
        settings.get(TRAIN),
        new Watched(DataPlan.Part.valueOf(settings.get(PART)), settings.get(METRIC)),
        program,
        trials,
        data);
  }

  /** Leaves nothing behind. */
  synchronized void close() {
    workshop.ifPresent(Workshop::close);
    folder.ifPresent(Site::remove);
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
