package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.check.Checker;
import dev.nnd.check.TrainSetup;
import dev.nnd.graph.Element;
import dev.nnd.graph.Primitive;
import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Idx;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples ask for the data that they say they ask for. */
final class ExampleProgramsTest {
  private static TrainSetup setup(String name) throws IOException {
    Path file = Path.of("examples", name);
    Diagnostics out = new Diagnostics();
    SourceFile main = new SourceFile(file.toString(), Files.readString(file));
    Optional<TrainSetup> setup =
        Checker.train(
            Checker.load(main, other -> Optional.empty(), out), Optional.empty(), Map.of(), out);
    assertEquals("", DiagnosticText.renderAll(out.sorted(), false));
    return setup.orElseThrow();
  }

  private static Map<String, ColumnWanted> inputs(TrainSetup setup) {
    Map<String, ColumnWanted> inputs = new LinkedHashMap<>();
    for (Primitive.Input input : setup.model().graph().inputs()) {
      inputs.put(
          input.name(),
          new ColumnWanted(input.type().shape().written(), input.type().element() == Element.INT));
    }
    return inputs;
  }

  @ParameterizedTest
  @CsvSource({"digits.nnd, 1438, 179, 180, 10", "iris.nnd, 105, 15, 30, 3"})
  void dataThatShips(String name, int train, int validation, int test, int classes)
      throws IOException {
    TrainSetup setup = setup(name);
    DataSet data = DataSet.load(setup.plan().data(), inputs(setup));
    assertEquals(train, data.part(Part.TRAIN).orElseThrow().count());
    assertEquals(validation, data.part(Part.VALIDATION).orElseThrow().count());
    assertEquals(test, data.part(Part.TEST).orElseThrow().count());
    data.expectClasses(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fashion_mnist.nnd", "mlp.nnd"})
  void dataOfDebian(String name) throws IOException {
    DataPlan plan = setup(name).plan().data();
    Idx train = (Idx) plan.parts().sources().get(Part.TRAIN);
    Idx test = (Idx) plan.parts().sources().get(Part.TEST);
    String folder = "/usr/share/datasets/fashion-mnist/";
    assertEquals(
        List.of(
            folder + "train-images-idx3-ubyte.gz",
            folder + "train-labels-idx1-ubyte.gz",
            folder + "t10k-images-idx3-ubyte.gz",
            folder + "t10k-labels-idx1-ubyte.gz"),
        List.of(
            train.images().toString(),
            train.labels().toString(),
            test.images().toString(),
            test.labels().toString()));
    assertEquals(Map.of(), plan.parts().shares(), "all 60,000 images are for training");
  }

  @Test
  void theFirstExampleIsTheProgramOfTheTests() throws IOException {
    assertEquals(
        Files.readString(Path.of("src", "test", "resources", "programs", "digits.nnd")),
        Files.readString(Path.of("examples", "digits.nnd")));
  }
}
