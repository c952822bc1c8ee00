package dev.nnd.tune;

import dev.nnd.api.Compiler;
import dev.nnd.api.Workshop;
import dev.nnd.program.SearchPlan;
import java.io.IOException;
import java.util.List;

/**
 * A search whose trials are trained by threads of this process.
 *
 * <p>Its end, in whatever way, leaves the table of the results in the search's folder.
 */
public final class LocalSearch {
  private final Coordinator coordinator;
  private final Workshop workshop;
  private final LocalWorkers workers;
  private final Keeping keeping;
  private final SearchFolder folder;
  private final List<String> parameters;

  /**
   * How trials are trained.
   *
   * @param parallel how many at a time; at least 1
   * @param threads that share the work, all trials together; each has at least one
   * @param keepAll whether the folders of all trials stay
   */
  public record Setup(int parallel, int threads, boolean keepAll) {
    /** How many threads each trial has. */
    int threadsEach() {
      return Math.max(1, threads / parallel);
    }
  }

  /**
   * A search that has not begun to train.
   *
   * @param compiler of the program
   */
  public LocalSearch(
      Compiler compiler,
      SearchPlan plan,
      SearchFolder folder,
      Coordinator coordinator,
      SharedData data,
      Setup setup) {
    this.coordinator = coordinator;
    this.folder = folder;
    this.parameters = plan.parameters().stream().map(SearchPlan.Parameter::name).toList();
    this.keeping = new Keeping(folder, coordinator, setup.keepAll());
    this.workshop = compiler.with(compiler.options().withThreads(setup.threadsEach())).workshop();
    TrialTraining training =
        new TrialTraining(
            workshop,
            plan.train(),
            plan.objective().watched(),
            coordinator.header().file(),
            folder,
            data);
    this.workers = new LocalWorkers(coordinator, training, keeping, setup.parallel());
  }

  /**
   * Trains until nothing is left to do, or the coordinator is told to leave.
   *
   * @param watcher is run every now and then
   * @param millis between two runs of it
   */
  public void run(Runnable watcher, long millis) throws IOException, InterruptedException {
    keeping.tidy(); // What a process left that was killed.
    workers.start();
    while (!workers.join(millis)) watcher.run();
    workshop.close();
    watcher.run();
    ResultsTable.write(folder.table(), parameters, coordinator.record());
    workers.rethrow();
  }
}
