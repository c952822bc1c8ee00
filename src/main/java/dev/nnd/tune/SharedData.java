package dev.nnd.tune;

import dev.nnd.api.Trainer;
import dev.nnd.data.DataSet;
import dev.nnd.program.DataPlan;
import dev.nnd.runtime.Port;
import dev.nnd.train.TrainingData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Data that trials share: files are read once for all that want the same of them. What was used
 * last stays in memory, and no more than a few kinds of it. For any number of threads.
 */
public final class SharedData {
  private static final int MOST = 4;

  /** What decides about the data: two trainings with the same have the same data. */
  private record Key(DataPlan plan, List<Port> inputs, Port target, Object loss) {}

  private final Map<Key, DataSet> sets =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, DataSet> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The data of a training. Others wait meanwhile, as it is likely what they want too.
   *
   * @throws dev.nnd.data.DataException if a file is not as the program says, or does not fit the
   *     network
   */
  public synchronized DataSet of(Trainer trainer) {
    Key key =
        new Key(trainer.plan().data(), trainer.inputs(), trainer.target(), trainer.plan().loss());
    DataSet known = sets.get(key);
    if (known != null) return known;
    DataSet data = TrainingData.load(trainer);
    sets.put(key, data);
    return data;
  }
}
