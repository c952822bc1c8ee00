package dev.nnd.cluster;

import dev.nnd.search.Trial;
import dev.nnd.tune.Coordination;
import dev.nnd.tune.Lease;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.Task;
import dev.nnd.tune.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.plugin.PluginContext;

/** The coordinator as a slot sees it: at the other end of a line. For one thread. */
final class Line implements Coordination {
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 500;
  private static final long NANOS_BETWEEN_QUESTIONS = 1_000_000_000;
  private static final int PART_BYTES = 4 << 20;

  private final PluginContext driver;
  private final long slot;
  private final SearchFolder folder;
  private long asked = System.nanoTime();

  /**
   * @param slot the attempt of the task that asks
   * @param folder with the folders of the slot's trials
   */
  Line(PluginContext driver, long slot, SearchFolder folder) {
    this.driver = driver;
    this.slot = slot;
    this.folder = folder;
  }

  /** The driver answers at once, and many ask it; so who must wait asks less and less often. */
  @Override
  public Task await(String worker) throws IOException, InterruptedException {
    Task task = Answer.task(ask(new Message.Ask(worker)));
    for (long pause = FIRST_PAUSE_MILLIS; task instanceof Task.Wait; pause *= 2) {
      Thread.sleep(Math.min(pause, LONGEST_PAUSE_MILLIS));
      task = Answer.task(ask(new Message.Ask(worker)));
    }
    return task;
  }

  @Override
  public Verdict report(Lease lease, int epoch, Map<String, Double> metrics) throws IOException {
    return Answer.verdict(ask(new Message.Report(lease, epoch, metrics)));
  }

  /**
   * Asks the driver now and then only, as this is called after every step. Where it does not
   * answer, there is nothing to stay for, and the next that it is asked tells why.
   */
  @Override
  public boolean shouldLeave(Lease lease) {
    long now = System.nanoTime();
    if (now - asked < NANOS_BETWEEN_QUESTIONS) return false;
    asked = now;
    try {
      return Answer.isYes(ask(new Message.ShouldLeave(lease)));
    } catch (IOException noAnswer) {
      return true;
    }
  }

  @Override
  public boolean shouldStop(Lease lease) throws IOException {
    return Answer.isYes(ask(new Message.ShouldStop(lease)));
  }

  @Override
  public boolean end(Lease lease, Trial.End end, Map<String, Double> metrics, String reason)
      throws IOException {
    if (Answer.isYes(ask(new Message.Offer(lease, end, metrics)))) send(lease);
    return Answer.isYes(ask(new Message.End(lease, end, metrics, reason)));
  }

  /** Sends the files of a trial; the state, from which a run can go on, last by its name. */
  private void send(Lease lease) throws IOException {
    Path run = folder.trial(lease.trial());
    if (!Files.isDirectory(run)) return;
    List<Path> files;
    try (Stream<Path> all = Files.list(run)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      if (!send(lease, file)) return;
    }
  }

  private boolean send(Lease lease, Path file) throws IOException {
    String name = file.getFileName().toString();
    long left = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      boolean wanted = true;
      do {
        byte[] bytes = in.readNBytes((int) Math.min(left, PART_BYTES));
        left -= bytes.length;
        wanted = Answer.isYes(ask(new Message.Part(lease, name, bytes, left == 0)));
      } while (left > 0 && wanted);
      return wanted;
    }
  }

  private byte[] ask(Message message) throws IOException {
    try {
      return (byte[]) driver.ask(Message.write(new Message.Letter(slot, message)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the slot was told to end", e);
    } catch (Exception e) {
      throw new IOException("the driver of the search does not answer: " + e.getMessage(), e);
    }
  }
}
