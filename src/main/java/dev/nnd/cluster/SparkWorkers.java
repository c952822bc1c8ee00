package dev.nnd.cluster;

import dev.nnd.tune.Coordinator;
import dev.nnd.tune.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Slots on a cluster. Each is a job of its own with one task, so that Spark places them as room
 * comes up, and tries a lost one again where there is some.
 */
final class SparkWorkers implements Workers {
  /** A slot that is lost so often has a reason that another attempt does not take away. */
  private static final int MOST_FAILURES = 20;

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final String master;
  private final Coordinator coordinator;
  private final SearchPlugin.Driver driver;
  private final Path archive;
  private final int count;
  private final Consumer<String> say;
  private final List<JavaFutureAction<Void>> slots = new ArrayList<>();
  private Optional<JavaSparkContext> context = Optional.empty();
  private Optional<String> broken = Optional.empty();
  private long started;
  private boolean complained;

  /**
   * @param archive the {@link Bundle}
   * @param count how many slots; at least 1
   * @param say tells the user something
   */
  SparkWorkers(
      String master,
      Coordinator coordinator,
      SearchPlugin.Driver driver,
      Path archive,
      int count,
      Consumer<String> say) {
    this.master = master;
    this.coordinator = coordinator;
    this.driver = driver;
    this.archive = archive;
    this.count = count;
    this.say = say;
  }

  @Override
  public void start() throws IOException {
    SparkConf conf = conf(OurJars.find(archive.getParent()));
    JavaSparkContext made = made(conf);
    context = Optional.of(made);
    made.sc().addSparkListener(new LostSlots(driver.desk()));
    made.addFile(archive.toString());
    for (int slot = 0; slot < count; slot++) {
      slots.add(made.parallelize(List.of(slot), 1).foreachPartitionAsync(new Slot()));
    }
    started = System.nanoTime();
  }

  /** Spark says in many ways that it cannot begin; its words come last. */
  private JavaSparkContext made(SparkConf conf) throws IOException {
    try {
      return SearchPlugin.with(driver, () -> new JavaSparkContext(conf));
    } catch (Exception e) {
      throw new IOException("there is no cluster at " + master + ": " + firstLine(e), e);
    }
  }

  private static String firstLine(Throwable e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    return text.lines().findFirst().orElse(text);
  }

  /** What the user set, as a property of Java or for spark-submit, stays. */
  private SparkConf conf(List<Path> jars) {
    SparkConf conf = new SparkConf();
    String cpus = conf.get("spark.task.cpus", "1");
    String cores = Long.toString(Long.parseLong(cpus) * count);
    conf.setMaster(master);
    conf.setIfMissing("spark.app.name", "nnd search " + coordinator.header().search());
    conf.setIfMissing("spark.ui.enabled", "false");
    // Who submits has set up the log already, often to hundreds of lines.
    if (conf.contains("spark.submit.deployMode")) conf.setIfMissing("spark.log.level", "OFF");
    conf.setIfMissing("spark.cores.max", cores);
    conf.setIfMissing("spark.executor.instances", Integer.toString(count));
    conf.setIfMissing("spark.task.maxFailures", Integer.toString(MOST_FAILURES));
    // A trial is trained once, and the time it takes says nothing about its slot.
    conf.set("spark.speculation", "false");
    // Spark's libraries are older than those that nnd was made with.
    conf.set("spark.executor.userClassPathFirst", "true");
    conf.set("spark.jars", joined(conf.get("spark.jars", ""), jars.stream().map(Path::toString)));
    conf.set(
        "spark.plugins",
        joined(conf.get("spark.plugins", ""), Stream.of(SearchPlugin.class.getName())));
    return conf;
  }

  private static String joined(String known, Stream<String> more) {
    return Stream.concat(Stream.of(known).filter(k -> !k.isEmpty()), more)
        .distinct()
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean join(long millis) throws InterruptedException {
    // Whoever asks in between may tell the coordinator to leave, and then nothing is broken.
    if (broken.isPresent()) return true;
    boolean over = driver.desk().awaitEnd(millis);
    if (!over) look();
    return over;
  }

  private void look() throws InterruptedException {
    for (JavaFutureAction<Void> slot : slots) {
      if (slot.isDone()) brokenBy(slot).ifPresent(reason -> broken = Optional.of(reason));
    }
    if (!complained && !driver.desk().isHeard() && System.nanoTime() - started > PATIENCE_NANOS) {
      complained = true;
      say.accept(
          "no trial has begun yet: the cluster has no room, or its executors cannot start;"
              + " their logs and the master's page tell");
    }
  }

  private static Optional<String> brokenBy(JavaFutureAction<Void> slot)
      throws InterruptedException {
    try {
      slot.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      return Optional.of(firstLine(cause));
    }
  }

  @Override
  public void rethrow() throws IOException {
    Optional<Exception> failure = driver.desk().failure();
    if (failure.isPresent()) {
      if (failure.get() instanceof IOException e) throw e;
      throw (RuntimeException) failure.get();
    }
    if (broken.isPresent() && !coordinator.isLeaving()) {
      throw new IOException("the cluster at " + master + " gave up: " + broken.get());
    }
  }

  @Override
  public void close() {
    context.ifPresent(JavaSparkContext::close);
    Site.remove(archive.getParent());
  }
}
