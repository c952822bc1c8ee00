package dev.nnd.tune;

import dev.nnd.api.CompileException;
import dev.nnd.api.Compiler;
import dev.nnd.api.Trainer;
import dev.nnd.api.Workshop;
import dev.nnd.data.DataException;
import dev.nnd.data.DataSet;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.search.Trial;
import dev.nnd.train.RunFolder;
import dev.nnd.train.RunRecord;
import dev.nnd.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains trials as {@code nnd train} trains their configurations, to the same bits, each in a
 * folder that it can go on from. For any number of threads, of which each has another trial.
 */
public final class TrialTraining {
  private final Workshop workshop;
  private final String train;
  private final Watched objective;
  private final Path program;
  private final SearchFolder folder;
  private final SharedData data;

  /**
   * What all trials have in common.
   *
   * @param workshop with the options of each trial
   * @param train what is trained
   * @param objective what is measured after each epoch, whatever the declaration asks for
   * @param program where its file is
   */
  public TrialTraining(
      Workshop workshop,
      String train,
      Watched objective,
      Path program,
      SearchFolder folder,
      SharedData data) {
    this.workshop = workshop;
    this.train = train;
    this.objective = objective;
    this.program = program;
    this.folder = folder;
    this.data = data;
  }

  /**
   * Trains a trial to its end, or until the coordinator wants no more of it. A trial that cannot be
   * trained has failed; what cannot be written ends the search.
   */
  public void run(Task.Work work, Coordination coordinator) throws IOException {
    try {
      attempt(work, coordinator);
    } catch (CompileException | DataException e) {
      coordinator.end(work.lease(), Trial.End.FAILED, Map.of(), firstError(e));
    } catch (OutOfMemoryError e) {
      coordinator.end(
          work.lease(), Trial.End.FAILED, Map.of(), "it needs more memory than Java has");
    } catch (RuntimeException e) {
      coordinator.end(work.lease(), Trial.End.FAILED, Map.of(), "a bug of nnd: " + e);
    }
  }

  private static String firstError(RuntimeException e) {
    return e instanceof CompileException compile
        ? compile.diagnostics().get(0).message()
        : e instanceof DataException data ? data.diagnostic().message() : e.toString();
  }

  private void attempt(Task.Work work, Coordination coordinator) throws IOException {
    Lease lease = work.lease();
    try (Trainer trainer = workshop.trainer(train, work.settings())) {
      DataSet examples = data.of(trainer);
      Path path = folder.trial(lease.trial());
      boolean goesOn = RunFolder.isRun(path) && RunFolder.open(path).state().isPresent();
      RunFolder run = goesOn ? RunFolder.open(path) : begin(lease, trainer);
      Following following = new Following(coordinator, lease);
      Training training =
          new Training(
              trainer,
              examples,
              run,
              following,
              trainer.plan().epochs(),
              () -> coordinator.shouldLeave(lease));
      if (goesOn) following.replay(training.resume());
      boolean ends = following.verdict != Verdict.GO_ON && !training.isOver();
      Training.Outcome outcome = ends ? training.ended() : training.run();
      end(lease, outcome, following, coordinator);
    }
  }

  private RunFolder begin(Lease lease, Trainer trainer) throws IOException {
    folder.removeTrial(lease.trial()); // What is left of an attempt that came to no epoch.
    RunFolder run = RunFolder.create(folder.trial(lease.trial()));
    RunRecord record = RunRecord.of(program, trainer, trainer.plan().epochs(), Optional.empty());
    Compiler compiler = workshop.compiler();
    run.start(compiler.source().text(), record.toSettings(compiler.options().threads()));
    return run;
  }

  private static void end(
      Lease lease, Training.Outcome outcome, Following following, Coordination coordinator)
      throws IOException {
    Map<String, Double> metrics = metrics(outcome.result());
    switch (outcome.end()) {
      case FINISHED -> coordinator.end(lease, Trial.End.COMPLETE, metrics, "");
      case DIVERGED -> coordinator.end(lease, Trial.End.DIVERGED, metrics, "");
      case ENDED, INTERRUPTED -> {
        // One that is to be left goes on another time.
        if (following.verdict == Verdict.PRUNE) {
          coordinator.end(lease, Trial.End.PRUNED, metrics, "");
        } else if (coordinator.shouldStop(lease)) {
          coordinator.end(lease, Trial.End.STOPPED, metrics, "");
        }
      }
    }
  }

  /** What was measured on a part, by name; what is no number is NaN. */
  private static Map<String, Double> metrics(Map<String, Object> line) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    line.forEach(
        (name, value) -> {
          if (name.indexOf('.') > 0) {
            metrics.put(name, value instanceof Number n ? n.doubleValue() : Double.NaN);
          }
        });
    return metrics;
  }

  /** Reports epochs. */
  private final class Following implements Training.Listener {
    private final Coordination coordinator;
    private final Lease lease;
    private Verdict verdict = Verdict.GO_ON;

    Following(Coordination coordinator, Lease lease) {
      this.coordinator = coordinator;
      this.lease = lease;
    }

    /** Reports epochs of an earlier attempt; the last of them may not have been reported yet. */
    void replay(List<Map<String, Object>> lines) throws IOException {
      for (int epoch = 0; epoch < lines.size(); epoch++) {
        endEpoch(epoch, metrics(lines.get(epoch)));
      }
    }

    @Override
    public void startEpoch() {}

    @Override
    public void step(int epoch, int done, double loss) {}

    @Override
    public boolean endEpoch(int epoch, Map<String, Double> metrics) throws IOException {
      verdict = coordinator.report(lease, epoch + 1, metrics);
      return verdict == Verdict.GO_ON;
    }

    @Override
    public List<Watched> reads() {
      return List.of(objective);
    }

    @Override
    public void close() {}
  }
}
