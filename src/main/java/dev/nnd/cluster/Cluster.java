package dev.nnd.cluster;

import dev.nnd.api.Compiler;
import dev.nnd.program.SearchPlan;
import dev.nnd.source.SourceFile;
import dev.nnd.tune.Coordinator;
import dev.nnd.tune.Keeping;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.Workers;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster that Apache Spark runs. Can be asked without Spark on the class path. */
public final class Cluster {
  private static final String LOG_SETTINGS = "log4j2.configurationFile";

  private final String master;

  /**
   * @param master as Spark calls it, such as {@code spark://host:7077}, {@code yarn}, {@code
   *     k8s://https://host:443} or {@code local-cluster[2,1,1024]}
   */
  public Cluster(String master) {
    this.master = master;
  }

  /** Whether Spark is on the class path. */
  public static boolean hasSpark() {
    return OurJars.has("org/apache/spark/SparkContext.class");
  }

  /**
   * What is trained there.
   *
   * @param compiler of the program, with the target to compile for
   * @param keepsAll whether the folders of all trials are brought here, not only those of the best
   */
  public record Job(
      Compiler compiler,
      SearchPlan plan,
      SearchFolder folder,
      Coordinator coordinator,
      Keeping keeping,
      boolean keepsAll) {}

  /**
   * Workers that train there.
   *
   * @param count how many at most; at least 1
   * @param say tells the user something
   * @throws IOException if the files of the program cannot be read
   */
  public Workers workers(Job job, int count, Consumer<String> say) throws IOException {
    quieten();
    Path archive = archive(job);
    Path program = job.coordinator().header().file();
    Map<String, String> settings =
        Site.settings(
            archive.getFileName().toString(),
            program,
            job.plan(),
            job.compiler().options().target());
    Desk desk = new Desk(job.coordinator(), job.folder(), job.keeping(), job.keepsAll());
    SearchPlugin.Driver driver = new SearchPlugin.Driver(desk, settings);
    return new SparkWorkers(master, job.coordinator(), driver, archive, count, say);
  }

  private static Path archive(Job job) throws IOException {
    Path archive = Files.createTempDirectory("nnd-cluster-").resolve("nnd-search.zip");
    Map<Path, String> texts = new LinkedHashMap<>();
    for (SourceFile file : job.compiler().files()) {
      texts.put(Path.of(file.name()).toAbsolutePath().normalize(), file.text());
    }
    Bundle.pack(archive, texts, Bundle.files(job.compiler().plan(job.plan().train()).data()));
    return archive;
  }

  /** Spark logs hundreds of lines to standard error, unless told otherwise before its first. */
  private static void quieten() {
    Optional<URL> quiet = Optional.ofNullable(Cluster.class.getResource("log4j2.properties"));
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, quiet.orElseThrow().toString());
    }
  }
}
