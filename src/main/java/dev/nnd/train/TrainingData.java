package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.ColumnWanted;
import dev.nnd.data.DataException;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.data.Preprocessing;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.Port;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a declaration, checked against its network. */
public final class TrainingData {
  private TrainingData() {}

  /**
   * Reads the data that a trainer's declaration names.
   *
   * @throws DataException if a file is not as the program says, or does not fit the network
   */
  public static DataSet load(Trainer trainer) {
    return checked(DataSet.load(trainer.plan().data(), wanted(trainer.inputs())), trainer);
  }

  /** As above, with steps that learnt before. */
  public static DataSet load(Trainer trainer, Preprocessing learnt) {
    return checked(DataSet.load(trainer.plan().data(), wanted(trainer.inputs()), learnt), trainer);
  }

  /** What a network's inputs take, by name. */
  public static Map<String, ColumnWanted> wanted(List<Port> inputs) {
    Map<String, ColumnWanted> wanted = new LinkedHashMap<>();
    for (Port port : inputs) {
      ColumnWanted column = new ColumnWanted(port.shape(), port.integers());
      wanted.put(port.name(), port.limit() > 0 ? column.below(port.limit()) : column);
    }
    return wanted;
  }

  private static DataSet checked(DataSet data, Trainer trainer) {
    boolean classes = trainer.plan().loss() instanceof TrainPlan.Loss.CrossEntropy;
    int outputs = Measuring.lastAxis(trainer.outputs().get(0));
    if (classes) data.expectClasses(outputs);
    for (Part part : Part.values()) {
      data.part(part).ifPresent(examples -> check(examples, trainer, classes ? outputs : 0));
    }
    return data;
  }

  /**
   * Checks the target of some examples.
   *
   * @param classes how many there are; 0 if the target is no class
   */
  private static void check(Examples examples, Trainer trainer, int classes) {
    Port target = trainer.target();
    String data = "`" + trainer.plan().data().name() + "`";
    if (examples.width(target.name()) != target.size()) {
      throw wrong(
          trainer,
          Code.COLUMN_SIZE,
          data,
          target.name(),
          target.size(),
          examples.width(target.name()));
    }
    float[] values = new float[target.size()];
    for (int example = 0; example < examples.count() && classes > 0; example++) {
      examples.copy(target.name(), example, values, 0);
      for (float value : values) {
        if (value != Math.rint(value) || value < 0 || value >= classes) {
          String wanted = "classes from 0 to " + (classes - 1) + ", as the output has " + classes;
          throw wrong(trainer, Code.CLASSES_DIFFER, data, target.name(), wanted, value);
        }
      }
    }
  }

  private static DataException wrong(Trainer trainer, Code code, Object... args) {
    return new DataException(Diagnostic.of(code, trainer.plan().data().origin(), args));
  }
}
