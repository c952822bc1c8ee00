package dev.nnd.tune;

import dev.nnd.program.SearchPlan;
import java.io.IOException;
import java.util.List;

/**
 * A search at work.
 *
 * <p>Its end, in whatever way, leaves the table of the results in the search's folder.
 */
public final class Search {
  private final SearchFolder folder;
  private final Coordinator coordinator;
  private final Keeping keeping;
  private final Workers workers;
  private final List<String> parameters;

  /**
   * A search that has not begun to train.
   *
   * @param workers who train, for this coordinator
   */
  public Search(
      SearchPlan plan,
      SearchFolder folder,
      Coordinator coordinator,
      Keeping keeping,
      Workers workers) {
    this.folder = folder;
    this.coordinator = coordinator;
    this.keeping = keeping;
    this.workers = workers;
    this.parameters = plan.parameters().stream().map(SearchPlan.Parameter::name).toList();
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
    watcher.run();
    ResultsTable.write(folder.table(), parameters, coordinator.record());
    workers.rethrow();
  }
}
