package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.ColumnWanted;
import dev.nnd.data.DataException;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.data.Preprocessing;
import dev.nnd.program.DataPlan.Part;
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
    Answer answer = Answer.of(trainer.plan(), trainer.outputs().get(0), trainer.target().name());
    boolean oneHot = Answer.endsInOneHot(trainer.plan().data(), trainer.target().name());
    if (answer.form() == Answer.Form.CLASSES) data.expectClasses(answer.width());
    if (answer.form() == Answer.Form.LABELS && !oneHot) data.expectClasses(2);
    for (Part part : Part.values()) {
      data.part(part).ifPresent(examples -> check(examples, trainer, answer));
    }
    return data;
  }

  private static void check(Examples examples, Trainer trainer, Answer answer) {
    Port target = trainer.target();
    String data = "`" + trainer.plan().data().name() + "`";
    int width = examples.width(target.name());
    if (width != target.size()) {
      throw wrong(trainer, Code.COLUMN_SIZE, data, target.name(), target.size(), width);
    }
    boolean bounded = answer.form() == Answer.Form.CLASSES || answer.form() == Answer.Form.LABELS;
    float[] values = new float[target.size()];
    for (int example = 0; example < examples.count() && bounded; example++) {
      examples.copy(target.name(), example, values, 0);
      for (float value : values) {
        if (!isTarget(value, answer)) {
          throw wrong(trainer, Code.CLASSES_DIFFER, data, target.name(), wanted(answer), value);
        }
      }
    }
  }

  private static boolean isTarget(float value, Answer answer) {
    return answer.form() == Answer.Form.LABELS
        ? value >= 0 && value <= 1
        : value == Math.rint(value) && value >= 0 && value < answer.width();
  }

  private static String wanted(Answer answer) {
    return answer.form() == Answer.Form.LABELS
        ? "numbers from 0 to 1, as binary cross entropy needs"
        : "classes from 0 to " + (answer.width() - 1) + ", as the output has " + answer.width();
  }

  private static DataException wrong(Trainer trainer, Code code, Object... args) {
    return new DataException(Diagnostic.of(code, trainer.plan().data().origin(), args));
  }
}
