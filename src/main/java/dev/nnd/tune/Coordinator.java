package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Pruner;
import dev.nnd.search.Strategy;
import dev.nnd.search.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The one who knows the state of a search, and tells workers what to do. For any number of threads.
 *
 * <p>A trial is given out only when all trials have ended that its strategy or pruner reads, and
 * these read no others: so the configurations and results of all trials are the same however many
 * workers there are. Two things are not so. With a limit of minutes, the clock decides how many
 * trials there are, though not what they are. And if the header says that the search is free
 * running, trials are read in the order in which they end, so that nobody waits for a slow one.
 *
 * <p>Everything is in the journal before anything follows from it. A method that cannot write it
 * throws, and the search should end: it can be resumed.
 */
public final class Coordinator implements Coordination, AutoCloseable {
  private static final double MILLIS_A_MINUTE = 60_000;

  private final Rules rules;
  private final Ledger ledger;
  private final Journal journal;
  private final LongSupplier clock;

  /** Trials that have begun and are nobody's. */
  private final NavigableSet<Integer> free = new TreeSet<>();

  private boolean closing;

  /**
   * What chooses and ends trials.
   *
   * @param minutes after which no trial begins
   */
  public record Rules(Strategy strategy, Pruner pruner, OptionalDouble minutes) {}

  private Coordinator(Rules rules, Ledger ledger, Journal journal, LongSupplier clock)
      throws IOException {
    this.rules = rules;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    free.addAll(ledger.underWay());
    record(new Entry.Session(clock.getAsLong()));
  }

  /**
   * Begins a search in a folder that has none.
   *
   * @param clock milliseconds since 1970
   * @throws IOException if the journal cannot be written
   */
  public static Coordinator begin(
      SearchFolder folder, Header header, Rules rules, LongSupplier clock) throws IOException {
    Journal journal = Journal.create(folder, header);
    return started(rules, new Ledger(header), journal, clock);
  }

  /**
   * Goes on with a search: trials that were under way are given out first.
   *
   * @throws dev.nnd.runtime.BadFileException if another process runs it, or its journal makes no
   *     sense
   */
  public static Coordinator resume(SearchFolder folder, Rules rules, LongSupplier clock)
      throws IOException {
    List<Ledger> ledgers = new ArrayList<>();
    Journal journal =
        Journal.open(
            folder,
            header -> ledgers.add(new Ledger(EntryText.header(header))),
            entry -> ledgers.get(0).apply(EntryText.entry(entry)));
    return started(rules, ledgers.get(0), journal, clock);
  }

  private static Coordinator started(
      Rules rules, Ledger ledger, Journal journal, LongSupplier clock) throws IOException {
    try {
      return new Coordinator(rules, ledger, journal, clock);
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /** What the search is. */
  public Header header() {
    return ledger.header();
  }

  /**
   * What a worker should do next. Does not wait.
   *
   * @param worker what people call it
   */
  public synchronized Task ask(String worker) throws IOException {
    if (closing) return new Task.Done();
    if (!free.isEmpty()) return again(ledger.trial(free.first()), worker);
    int number = ledger.begun();
    if (number >= ledger.header().trials() || isOver()) {
      return ledger.underWay().isEmpty() ? new Task.Done() : new Task.Wait();
    }
    int reads = reads(number);
    if (ledger.readable() < reads) return new Task.Wait();
    if (reads > 0) journal.force(); // What is read counts, so it must be on disk.
    Map<String, Drawn> drawn = rules.strategy().choose(number, ledger.past(choiceReads(number)));
    record(new Entry.Begin(number, 1, drawn, worker, clock.getAsLong()));
    return new Task.Work(new Lease(number, 1), drawn, 0);
  }

  private Task again(TrialState trial, String worker) throws IOException {
    Map<String, Drawn> drawn = trial.begin().drawn();
    int attempt = trial.attempt() + 1;
    record(new Entry.Begin(trial.number(), attempt, drawn, worker, clock.getAsLong()));
    free.remove(trial.number());
    return new Task.Work(new Lease(trial.number(), attempt), drawn, trial.epochs());
  }

  private boolean isOver() throws IOException {
    if (ledger.isOver()) return true;
    long now = clock.getAsLong();
    if (rules.minutes().isEmpty()
        || ledger.elapsedMillis(now) < rules.minutes().getAsDouble() * MILLIS_A_MINUTE) {
      return false;
    }
    record(new Entry.Over(now));
    return true;
  }

  private int reads(int number) {
    return Math.max(choiceReads(number), pruningReads(number));
  }

  private int choiceReads(int number) {
    return rules.strategy().reads(number);
  }

  private int pruningReads(int number) {
    return rules.pruner().reads(number);
  }

  @Override
  public synchronized Task await(String worker) throws IOException, InterruptedException {
    Task task = ask(worker);
    while (task instanceof Task.Wait) {
      wait();
      task = ask(worker);
    }
    return task;
  }

  @Override
  public synchronized Verdict report(Lease lease, int epoch, Map<String, Double> metrics)
      throws IOException {
    if (!isHeld(lease)) return Verdict.LEAVE;
    TrialState trial = ledger.trial(lease.trial());
    if (epoch > trial.epochs()) {
      record(new Entry.Epoch(lease.trial(), epoch, metrics, clock.getAsLong()));
    }
    if (trial.isStopping()) return Verdict.STOP;
    if (epoch < trial.epochs() || trial.isRevived()) return Verdict.GO_ON;
    double[] curve = trial.curve(ledger.header().objective());
    int number = lease.trial();
    boolean ends = rules.pruner().ends(number, curve, ledger.past(pruningReads(number)));
    return ends ? Verdict.PRUNE : Verdict.GO_ON;
  }

  @Override
  public synchronized boolean end(
      Lease lease, Trial.End end, Map<String, Double> metrics, String reason) throws IOException {
    if (!isHeld(lease)) return false;
    String objective = ledger.header().objective();
    double value = metrics.getOrDefault(objective, Double.NaN);
    boolean counts = Double.isFinite(value) && hasObjective(end);
    boolean unmeasured = end == Trial.End.COMPLETE && !counts;
    record(
        new Entry.Ended(
            lease.trial(),
            unmeasured ? Trial.End.FAILED : end,
            counts ? OptionalDouble.of(value) : OptionalDouble.empty(),
            metrics,
            unmeasured ? objective + " is no number" : reason,
            clock.getAsLong()));
    notifyAll();
    return true;
  }

  private static boolean hasObjective(Trial.End end) {
    return end != Trial.End.DIVERGED && end != Trial.End.FAILED;
  }

  /** Gives a trial up that a worker will not end, because it is lost: another may have it. */
  public synchronized void lost(Lease lease) {
    if (!isHeld(lease)) return;
    free.add(lease.trial());
    notifyAll();
  }

  private boolean isHeld(Lease lease) {
    int number = lease.trial();
    return !closing
        && ledger.underWay().contains(number)
        && !free.contains(number)
        && ledger.trial(number).attempt() == lease.attempt();
  }

  @Override
  public synchronized boolean shouldStop(Lease lease) {
    return isHeld(lease) && ledger.trial(lease.trial()).isStopping();
  }

  @Override
  public synchronized boolean shouldLeave(Lease lease) {
    return !isHeld(lease) || ledger.trial(lease.trial()).isStopping();
  }

  /**
   * Ends a trial that is under way, as a person wishes.
   *
   * @return whether it is under way
   */
  public synchronized boolean stop(int trial) throws IOException {
    if (!ledger.underWay().contains(trial)) return false;
    record(new Entry.Stop(trial, clock.getAsLong()));
    return true;
  }

  /**
   * Lets a trial that was ended early go on; nothing ends it early again. What other trials read of
   * it stays what it was.
   *
   * @return whether it was ended early
   */
  public synchronized boolean revive(int trial) throws IOException {
    if (trial < 0 || trial >= ledger.begun() || !ledger.trial(trial).canBeRevived()) return false;
    record(new Entry.Revive(trial, clock.getAsLong()));
    free.add(trial);
    notifyAll();
    return true;
  }

  private void record(Entry entry) throws IOException {
    journal.append(entry);
    ledger.apply(entry);
  }

  /** How far the search is. */
  public synchronized Snapshot snapshot() {
    Map<Trial.End, Integer> ended = new EnumMap<>(Trial.End.class);
    for (Trial.End end : Trial.End.values()) ended.put(end, ledger.count(end));
    return new Snapshot(
        ledger.header(),
        ended,
        ledger.underWay().stream().map(number -> ledger.trial(number).record()).toList(),
        ledger.best().map(TrialState::record),
        ledger.isOver(),
        ledger.elapsedMillis(clock.getAsLong()));
  }

  /**
   * The trials that have ended, in the order in which they did, without the first {@code count}.
   */
  public synchronized List<TrialRecord> endedAfter(int count) {
    List<Integer> endings = ledger.endings();
    return endings.subList(count, endings.size()).stream()
        .map(number -> ledger.trial(number).record())
        .toList();
  }

  /** A trial that has begun; empty if there is none of this number. */
  public synchronized Optional<TrialRecord> trial(int number) {
    return number >= 0 && number < ledger.begun()
        ? Optional.of(ledger.trial(number).record())
        : Optional.empty();
  }

  /** All that is known. */
  public synchronized SearchRecord record() {
    return SearchRecord.of(ledger);
  }

  /** Whether every trial that is to be has ended. */
  public synchronized boolean isFinished() {
    boolean all = ledger.begun() == ledger.header().trials() || ledger.isOver();
    return all && ledger.underWay().isEmpty();
  }

  /** Whether all workers have been told to leave. */
  public synchronized boolean isLeaving() {
    return closing;
  }

  /** Tells all workers, from now on, to leave: the search goes on another time. */
  public synchronized void leave() {
    closing = true;
    notifyAll();
  }

  /** The same, and lets the journal go. */
  @Override
  public void close() throws IOException {
    leave();
    journal.close();
  }
}
