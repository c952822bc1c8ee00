package dev.nnd.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.runtime.BadFileException;
import dev.nnd.search.Trial.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told to do what, and what is left of it when processes and workers are lost. */
final class CoordinatorTest {
  @TempDir private Path temporary;

  private final AtomicLong clock = new AtomicLong(1_000);

  private SearchFolder folder(String name) throws IOException {
    return SearchFolder.create(temporary.resolve(name));
  }

  private Coordinator begin(SearchFolder folder) throws IOException {
    return Coordinator.begin(folder, TestSearch.header(false), TestSearch.rules(), clock::get);
  }

  private Coordinator resume(SearchFolder folder) throws IOException {
    return Coordinator.resume(folder, TestSearch.rules(), clock::get);
  }

  private static Task.Work work(Task task) {
    return assertInstanceOf(Task.Work.class, task);
  }

  /** A worker that does an epoch whenever it is its turn, and may be lost. */
  private static final class Worker {
    private final Coordinator coordinator;
    private Task.Work work;
    private int epochs;

    Worker(Coordinator coordinator) {
      this.coordinator = coordinator;
    }

    /** Says whether there may be more to do. */
    boolean turn() throws IOException {
      if (work == null) {
        Task task = coordinator.ask("worker");
        if (task instanceof Task.Work some) {
          work = some;
          epochs = 0;
        }
        return !(task instanceof Task.Done);
      }
      epochs++;
      Verdict verdict =
          coordinator.report(work.lease(), epochs, TestSearch.metrics(work.drawn(), epochs));
      if (verdict == Verdict.PRUNE) end(End.PRUNED);
      else if (epochs == TestSearch.EPOCHS) end(End.COMPLETE);
      return true;
    }

    private void end(End end) throws IOException {
      boolean diverges = TestSearch.diverges(work.drawn());
      End how = diverges && end == End.COMPLETE ? End.DIVERGED : end;
      coordinator.end(work.lease(), how, TestSearch.metrics(work.drawn(), epochs), "");
      work = null;
    }

    void lose() {
      if (work != null) coordinator.lost(work.lease());
      work = null;
    }
  }

  private String table(SearchFolder folder) throws IOException {
    ResultsTable.write(folder.table(), List.of("x"), SearchRecord.read(folder));
    return Files.readString(folder.table());
  }

  /** The table of one worker that nothing happens to. */
  private String plain() throws IOException {
    SearchFolder folder = folder("plain");
    try (Coordinator coordinator = begin(folder)) {
      Worker worker = new Worker(coordinator);
      while (worker.turn()) clock.incrementAndGet();
      assertTrue(coordinator.isFinished());
    }
    String table = table(folder);
    for (String end : List.of("complete", "pruned", "diverged")) {
      assertTrue(table.contains("," + end + ","), table);
    }
    return table;
  }

  @ParameterizedTest(name = "seed {0}, {1} workers")
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 7", "5, 40"})
  void resultsDoNotDependOnWhoIsFastLostOrKilled(long seed, int count) throws IOException {
    String expected = plain();
    Random chance = new Random(seed);
    SearchFolder folder = folder("wild");
    begin(folder).close();
    boolean finished = false;
    while (!finished) {
      try (Coordinator coordinator = resume(folder)) {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) workers.add(new Worker(coordinator));
        int turns = 20 + chance.nextInt(200);
        for (int turn = 0; turn < turns; turn++) {
          Worker worker = workers.get(chance.nextInt(count));
          if (chance.nextInt(20) == 0) worker.lose();
          else worker.turn();
        }
        finished = coordinator.isFinished();
      }
    }
    assertEquals(expected, table(folder));
  }

  @Test
  void aTrialWaitsForThoseThatItReads() throws IOException {
    try (Coordinator coordinator = begin(folder("waits"))) {
      Deque<Task.Work> given = new ArrayDeque<>();
      for (int i = 0; i < TestSearch.BEHIND; i++) given.add(work(coordinator.ask("w")));
      assertInstanceOf(Task.Wait.class, coordinator.ask("w"));
      Task.Work first = given.removeFirst();
      Task.Work second = given.removeFirst();
      // The second ends first, which helps nobody.
      coordinator.end(second.lease(), End.FAILED, Map.of(), "broken");
      assertInstanceOf(Task.Wait.class, coordinator.ask("w"));
      coordinator.end(first.lease(), End.FAILED, Map.of(), "broken");
      assertEquals(TestSearch.BEHIND, work(coordinator.ask("w")).lease().trial());
      assertEquals(TestSearch.BEHIND + 1, work(coordinator.ask("w")).lease().trial());
      assertInstanceOf(Task.Wait.class, coordinator.ask("w"));
    }
  }

  @Test
  void whoRunsFreelyWaitsForNobodyInParticular() throws IOException {
    SearchFolder folder = folder("free");
    try (Coordinator coordinator =
        Coordinator.begin(folder, TestSearch.header(true), TestSearch.rules(), clock::get)) {
      work(coordinator.ask("w"));
      Task.Work second = work(coordinator.ask("w"));
      for (int i = 2; i < TestSearch.BEHIND; i++) work(coordinator.ask("w"));
      coordinator.end(second.lease(), End.FAILED, Map.of(), "broken");
      assertEquals(TestSearch.BEHIND, work(coordinator.ask("w")).lease().trial());
    }
  }

  @Test
  void whatALostWorkerReportsDoesNotCount() throws IOException {
    try (Coordinator coordinator = begin(folder("lost"))) {
      Task.Work lost = work(coordinator.ask("w"));
      Map<String, Double> metrics = TestSearch.metrics(lost.drawn(), 1);
      assertEquals(Verdict.GO_ON, coordinator.report(lost.lease(), 1, metrics));
      coordinator.lost(lost.lease());
      assertEquals(Verdict.LEAVE, coordinator.report(lost.lease(), 2, metrics));
      assertFalse(coordinator.end(lost.lease(), End.COMPLETE, metrics, ""));
      Task.Work again = work(coordinator.ask("w"));
      assertEquals(new Task.Work(new Lease(0, 2), lost.drawn(), 1), again);
      // From the beginning: what is known already is known.
      assertEquals(Verdict.GO_ON, coordinator.report(again.lease(), 1, metrics));
      assertEquals(Verdict.GO_ON, coordinator.report(again.lease(), 2, metrics));
      assertEquals(Verdict.LEAVE, coordinator.report(lost.lease(), 3, metrics));
      assertEquals(2, coordinator.trial(0).orElseThrow().epochs().size());
      assertThrows(
          IllegalArgumentException.class, () -> coordinator.report(again.lease(), 4, metrics));
    }
  }

  @Test
  void aPersonStopsATrialEvenIfTheProcessIsKilledThen() throws IOException {
    SearchFolder folder = folder("stop");
    try (Coordinator coordinator = begin(folder)) {
      Task.Work work = work(coordinator.ask("w"));
      assertFalse(coordinator.stop(1));
      assertTrue(coordinator.stop(0));
      assertTrue(coordinator.shouldLeave(work.lease()));
    }
    try (Coordinator coordinator = resume(folder)) {
      Task.Work work = work(coordinator.ask("w"));
      assertTrue(coordinator.shouldStop(work.lease()));
      Map<String, Double> metrics = TestSearch.metrics(work.drawn(), 1);
      assertEquals(Verdict.STOP, coordinator.report(work.lease(), 1, metrics));
      coordinator.end(work.lease(), End.STOPPED, metrics, "");
      assertEquals(1, coordinator.snapshot().ended().get(End.STOPPED));
    }
  }

  @Test
  void aRevivedTrialChangesNothingForOthers() throws IOException {
    SearchFolder folder = folder("revived");
    String before = run(folder, worker -> {});
    SearchRecord record = SearchRecord.read(folder);
    int pruned =
        record.trials().stream()
            .filter(t -> t.end().equals(Optional.of(End.PRUNED)))
            .findFirst()
            .orElseThrow()
            .number();
    try (Coordinator coordinator = resume(folder)) {
      assertFalse(coordinator.revive(TestSearch.TRIALS));
      assertTrue(coordinator.revive(pruned));
      assertFalse(coordinator.revive(pruned));
      Worker worker = new Worker(coordinator);
      while (worker.turn()) clock.incrementAndGet();
    }
    TrialRecord revived = SearchRecord.read(folder).trials().get(pruned);
    assertEquals(TestSearch.EPOCHS, revived.epochs().size());
    assertTrue(revived.revived());
    List<String> lines = new ArrayList<>(before.lines().toList());
    List<String> after = new ArrayList<>(table(folder).lines().toList());
    assertTrue(lines.remove(pruned + 1).contains("pruned"));
    assertTrue(after.remove(pruned + 1).contains("complete"));
    assertEquals(lines, after);
  }

  private interface Happening {
    void to(Worker worker) throws IOException;
  }

  private String run(SearchFolder folder, Happening happening) throws IOException {
    try (Coordinator coordinator = begin(folder)) {
      Worker worker = new Worker(coordinator);
      while (worker.turn()) happening.to(worker);
    }
    return table(folder);
  }

  @Test
  void noTrialBeginsWhenTheTimeIsOver() throws IOException {
    SearchFolder folder = folder("minutes");
    Coordinator.Rules rules = TestSearch.rules(OptionalDouble.of(2));
    try (Coordinator coordinator =
        Coordinator.begin(folder, TestSearch.header(false), rules, clock::get)) {
      work(coordinator.ask("w"));
      clock.addAndGet(90_000);
      work(coordinator.ask("w"));
    }
    clock.addAndGet(1_000_000); // Nobody works on it meanwhile.
    try (Coordinator coordinator = Coordinator.resume(folder, rules, clock::get)) {
      Task.Work first = work(coordinator.ask("w"));
      Task.Work second = work(coordinator.ask("w"));
      clock.addAndGet(29_000);
      assertEquals(2, work(coordinator.ask("w")).lease().trial());
      clock.addAndGet(1_000);
      assertInstanceOf(Task.Wait.class, coordinator.ask("w"));
      coordinator.end(first.lease(), End.DIVERGED, Map.of(), "");
      coordinator.end(second.lease(), End.DIVERGED, Map.of(), "");
      assertInstanceOf(Task.Wait.class, coordinator.ask("w"));
    }
    // Killed, the third trial goes on, but no fourth begins.
    try (Coordinator coordinator = Coordinator.resume(folder, rules, clock::get)) {
      Task.Work third = work(coordinator.ask("w"));
      assertEquals(new Lease(2, 2), third.lease());
      coordinator.end(third.lease(), End.COMPLETE, TestSearch.metrics(third.drawn(), 1), "");
      assertInstanceOf(Task.Done.class, coordinator.ask("w"));
      assertTrue(coordinator.isFinished());
    }
  }

  @Test
  void aTornLineIsTakenAway() throws IOException {
    String expected = plain();
    SearchFolder folder = folder("torn");
    begin(folder).close();
    byte[] whole = Files.readAllBytes(temporary.resolve("plain/journal.jsonl"));
    Random chance = new Random(8);
    int header = 1 + indexOf(whole, '\n');
    for (int i = 0; i < 40; i++) {
      int length = header + chance.nextInt(whole.length - header);
      Files.write(folder.journal(), Arrays.copyOf(whole, length));
      try (Coordinator coordinator = resume(folder)) {
        Worker worker = new Worker(coordinator);
        while (worker.turn()) clock.incrementAndGet();
      }
      assertEquals(expected, table(folder), "cut after " + length + " bytes");
    }
  }

  private static int indexOf(byte[] bytes, char wanted) {
    int at = 0;
    while (bytes[at] != wanted) at++;
    return at;
  }

  @Test
  void oneProcessWritesTheJournal() throws IOException {
    SearchFolder folder = folder("taken");
    try (Coordinator coordinator = begin(folder)) {
      assertInstanceOf(Task.Work.class, coordinator.ask("w"));
      assertThrows(BadFileException.class, () -> resume(folder));
      assertEquals(1, SearchRecord.read(folder).trials().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1,2]",
        "{\"event\":\"begin\"",
        "{\"event\":\"dance\",\"at\":1}",
        "{\"event\":\"session\"}",
        "{\"event\":\"session\",\"at\":\"now\"}",
        "{\"event\":\"epoch\",\"trial\":99,\"epoch\":1,\"at\":1}",
        "{\"event\":\"epoch\",\"trial\":-1,\"epoch\":1,\"at\":1}",
        "{\"event\":\"epoch\",\"trial\":1e300,\"epoch\":1,\"at\":1}",
        "{\"event\":\"epoch\",\"trial\":0,\"epoch\":7,\"at\":1}",
        "{\"event\":\"epoch\",\"trial\":0,\"epoch\":1,\"at\":1,\"train.loss\":{}}",
        "{\"event\":\"end\",\"trial\":0,\"end\":\"tired\",\"at\":1}",
        "{\"event\":\"begin\",\"trial\":3,\"attempt\":1,\"worker\":\"w\",\"at\":1}",
        "{\"event\":\"begin\",\"trial\":0,\"attempt\":9,\"worker\":\"w\",\"at\":1}",
        "{\"event\":\"begin\",\"trial\":0,\"attempt\":2,\"worker\":\"w\",\"set.x\":[],\"at\":1}",
        "{\"event\":\"revive\",\"trial\":0,\"at\":1}"
      })
  void aDamagedJournalGivesFileAndLine(String line) throws IOException {
    SearchFolder folder = folder("damaged");
    try (Coordinator coordinator = begin(folder)) {
      assertInstanceOf(Task.Work.class, coordinator.ask("w"));
    }
    Files.writeString(folder.journal(), Files.readString(folder.journal()) + line + "\n");
    BadFileException thrown = assertThrows(BadFileException.class, () -> resume(folder));
    assertTrue(
        thrown.getMessage().startsWith(folder.journal() + ": line 4: "), thrown.getMessage());
    assertEquals(1, thrown.getMessage().lines().count());
  }

  @Test
  void linesOfChanceGiveOneMessage() throws IOException {
    plain();
    List<String> lines = Files.readAllLines(temporary.resolve("plain/journal.jsonl"));
    Random chance = new Random(5);
    SearchFolder folder = folder("shuffled");
    begin(folder).close();
    for (int i = 0; i < 100; i++) {
      List<String> some = new ArrayList<>(lines);
      Collections.swap(some, 1 + chance.nextInt(40), 1 + chance.nextInt(40));
      Files.writeString(folder.journal(), String.join("\n", some) + "\n");
      try {
        SearchRecord.read(folder);
      } catch (BadFileException e) {
        assertTrue(e.getMessage().startsWith(folder.journal() + ": line "), e.getMessage());
      }
    }
  }
}
