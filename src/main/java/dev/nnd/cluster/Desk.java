package dev.nnd.cluster;

import dev.nnd.search.Trial;
import dev.nnd.tune.Coordinator;
import dev.nnd.tune.Keeping;
import dev.nnd.tune.Lease;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.Snapshot;
import dev.nnd.tune.Task;
import dev.nnd.tune.TrialRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the driver answers the slots. It knows which slot has which trial, so that the trials of a
 * lost one are given to others. For any number of threads; answers never wait for anything.
 */
final class Desk {
  private final Coordinator coordinator;
  private final SearchFolder folder;
  private final Keeping keeping;
  private final boolean keepsAll;
  private final Map<Long, Lease> leases = new HashMap<>();
  private final Set<Long> gone = new HashSet<>();
  private Optional<Exception> failure = Optional.empty();
  private boolean heard;

  Desk(Coordinator coordinator, SearchFolder folder, Keeping keeping, boolean keepsAll) {
    this.coordinator = coordinator;
    this.folder = folder;
    this.keeping = keeping;
    this.keepsAll = keepsAll;
  }

  /** Answers a letter. What cannot be written down ends the search. */
  synchronized byte[] answer(byte[] bytes) throws IOException {
    heard = true;
    try {
      Message.Letter letter = Message.read(bytes);
      return answer(letter.slot(), letter.message());
    } catch (IOException | RuntimeException e) {
      if (failure.isEmpty()) failure = Optional.of(e);
      coordinator.leave();
      throw e;
    } finally {
      notifyAll();
    }
  }

  private byte[] answer(long slot, Message message) throws IOException {
    if (message instanceof Message.Ask ask) return Answer.of(task(slot, ask.worker()));
    if (message instanceof Message.Report report) {
      return Answer.of(coordinator.report(report.lease(), report.epoch(), report.metrics()));
    }
    if (message instanceof Message.ShouldLeave leave) {
      return Answer.of(coordinator.shouldLeave(leave.lease()));
    }
    if (message instanceof Message.ShouldStop stop) {
      return Answer.of(coordinator.shouldStop(stop.lease()));
    }
    if (message instanceof Message.Offer offer) return Answer.of(accepts(slot, offer));
    if (message instanceof Message.Part part) return Answer.of(takes(slot, part));
    return Answer.of(ended(slot, (Message.End) message));
  }

  private Task task(long slot, String worker) throws IOException {
    // It has left the trial that it had, or ended it.
    release(slot);
    if (gone.contains(slot)) return new Task.Done();
    Task task = coordinator.ask(worker);
    if (task instanceof Task.Work work) leases.put(slot, work.lease());
    return task;
  }

  private void release(long slot) {
    Optional.ofNullable(leases.remove(slot)).ifPresent(coordinator::lost);
  }

  /** Only what may be the best is kept, so nothing else need be sent. */
  private boolean accepts(long slot, Message.Offer offer) throws IOException {
    if (!has(slot, offer.lease()) || !isWanted(offer)) return false;
    folder.removeTrial(offer.lease().trial());
    return true;
  }

  private boolean isWanted(Message.Offer offer) {
    if (offer.end() == Trial.End.FAILED || keepsAll) return keepsAll;
    Snapshot now = coordinator.snapshot();
    double value = offer.metrics().getOrDefault(now.header().objective(), Double.NaN);
    if (!Double.isFinite(value) || offer.end() == Trial.End.DIVERGED) return false;
    Optional<TrialRecord> best = now.best();
    return best.isEmpty() || !now.header().isBetter(best.get().objective().orElseThrow(), value);
  }

  private boolean has(long slot, Lease lease) {
    return lease.equals(leases.get(slot));
  }

  private boolean takes(long slot, Message.Part part) throws IOException {
    if (!has(slot, part.lease())) return false;
    if (!part.file().matches("[\\w-]+(\\.[\\w-]+)*")) {
      throw new IOException("a slot sends a file of the name " + part.file());
    }
    Path run = folder.trial(part.lease().trial());
    Files.createDirectories(run);
    Path draft = run.resolve(part.file() + ".part");
    try (OutputStream out =
        Files.newOutputStream(draft, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(part.bytes());
    }
    if (part.last()) {
      Files.move(draft, run.resolve(part.file()), StandardCopyOption.ATOMIC_MOVE);
    }
    return true;
  }

  private boolean ended(long slot, Message.End end) throws IOException {
    if (!has(slot, end.lease())) return false;
    boolean counts = coordinator.end(end.lease(), end.end(), end.metrics(), end.reason());
    leases.remove(slot);
    keeping.tidy();
    return counts;
  }

  /** A slot has ended, in whatever way: what it had is for others, and what it says is late. */
  synchronized void gone(long slot) {
    gone.add(slot);
    release(slot);
    notifyAll();
  }

  /** Whether any slot has said anything yet. */
  synchronized boolean isHeard() {
    return heard;
  }

  /** What ended the search from here, if something did. */
  synchronized Optional<Exception> failure() {
    return failure;
  }

  /**
   * Waits until no slot is needed any more, or for some time.
   *
   * @return whether it is so
   */
  synchronized boolean awaitEnd(long millis) throws InterruptedException {
    if (!isOver()) wait(millis);
    return isOver();
  }

  /** What is under way when a search is left is trained again another time. */
  private boolean isOver() {
    return coordinator.isFinished() || coordinator.isLeaving();
  }
}
