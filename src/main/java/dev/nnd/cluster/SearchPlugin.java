package dev.nnd.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * The line between the driver and the slots, which Spark makes from the name of this class.
 *
 * <p>As Spark makes it and tells tasks nothing of it, what it shares with them must be static: on
 * the driver for as long as a context is made, by the thread that makes it; on an executor for
 * good, since a process is one executor.
 */
public final class SearchPlugin implements SparkPlugin {
  private static final ThreadLocal<Optional<Driver>> DRIVER =
      ThreadLocal.withInitial(Optional::empty);
  private static volatile Optional<Site> site = Optional.empty();

  /**
   * The driver's side.
   *
   * @param desk who answers
   * @param settings what executors are told
   */
  record Driver(Desk desk, Map<String, String> settings) implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return settings;
    }

    @Override
    public Object receive(Object message) throws IOException {
      return desk.answer((byte[]) message);
    }
  }

  /** Runs what makes a Spark context, whose slots this driver shall answer. */
  static <T> T with(Driver driver, Supplier<T> making) {
    DRIVER.set(Optional.of(driver));
    try {
      return making.get();
    } finally {
      DRIVER.remove();
    }
  }

  /** What this executor's slots share. */
  static Site site() {
    return site.orElseThrow(() -> new IllegalStateException("cluster: no search is here"));
  }

  @Override
  public DriverPlugin driverPlugin() {
    return DRIVER
        .get()
        .orElseThrow(() -> new IllegalStateException("cluster: this is for nnd search alone"));
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        site = Optional.of(new Site(context, settings));
      }

      @Override
      public void shutdown() {
        site.ifPresent(Site::close);
      }
    };
  }
}
