package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains networks of numbers, as a user would. */
final class NumbersCommandTest {
  @TempDir private Path folder;

  /** A line, {@code y = 1000 + 50 x}, of 60 points. */
  @BeforeEach
  void data() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 60; i++) csv.append(i).append(',').append(1000 + 50 * i).append('\n');
    Files.writeString(folder.resolve("line.csv"), csv);
  }

  private Called train(String output, String loss, String metrics) throws IOException {
    Path program = folder.resolve("line.nnd");
    Files.writeString(
        program,
        """
        data Line {
            source: csv("line.csv")
            split:  parts(train: 0.8, validation: 0.2, seed: 1)
            x:      column("x") -> standardize
            y:      column("y") -> standardize
        }
        model Fit {
            input x: float[1]
            output %s = x -> dense(1)
        }
        train T {
            model: Fit  data: Line  loss: %s  optimizer: adam(0.05)
            epochs: 60  batch: 8  metrics: [%s]
        }
        """
            .formatted(output, loss, metrics));
    Path run = folder.resolve("run");
    return Called.with(
        "train", program.toString(), "--out", run.toString(), "--threads", "1", "--json");
  }

  private static double number(String json, String name) {
    String after = json.substring(json.indexOf("\"" + name + "\":") + name.length() + 3);
    return Double.parseDouble(after.split("[,}]")[0]);
  }

  @Test
  void aLineIsLearnt() throws IOException {
    Called trained = train("y1", "huber(delta: 2)", "r2, mae, mse");
    assertEquals(0, trained.exitCode(), trained::toString);
    assertTrue(number(trained.out(), "validation.r2") > 0.999, trained::toString);
    assertEquals(
        number(trained.out(), "validation.loss"),
        number(trained.out(), "validation.mse") / 2,
        1e-6);
  }

  /** The steps of a target are undone: 1000 + 50 x, not how many deviations from the mean. */
  @Test
  void predictionsHaveTheUnitsOfTheTarget() throws IOException {
    train("y1", "mse", "");
    Path input = Files.writeString(folder.resolve("new.csv"), "x,y\n10,0\n70,0\n");
    Path output = folder.resolve("out.csv");
    Called predicted =
        Called.with(
            "predict",
            folder.resolve("run").toString(),
            "--input",
            input.toString(),
            "--output",
            output.toString());
    assertEquals(0, predicted.exitCode(), predicted::toString);
    List<String> lines = Files.readAllLines(output);
    assertEquals(1500, Double.parseDouble(lines.get(1)), 20);
    assertEquals(4500, Double.parseDouble(lines.get(2)), 60);
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not asked.
  void aRunIsTrainedByOneProcessAtATime() throws IOException {
    train("y1", "mse", "");
    Path run = folder.resolve("run");
    Files.delete(run.resolve("result.json"));
    try (RunFolder.Lock lock = RunFolder.open(run).lock()) {
      Called second = Called.with("train", "--resume", run.toString());
      assertEquals(
          "nnd: " + run + ": another process is training this run; wait for its end\n",
          second.err());
      assertEquals(1, second.exitCode());
    }
    assertEquals(0, Called.with("train", "--resume", run.toString()).exitCode());
  }

  @Test
  void aHeaderOfNumbersIsRemarkedOn() throws IOException {
    Path program = folder.resolve("plain.nnd");
    Files.writeString(folder.resolve("plain.csv"), "1,2\n2,4\n3,6\n");
    Files.writeString(
        program,
        """
        data Line { train: csv("plain.csv")  x: column(0)  y: column(1) }
        model Fit { input x: float[1]  output z = x -> dense(1) }
        train T { model: Fit  data: Line  loss: mse  optimizer: adam  epochs: 1  metrics: [mae] }
        """);
    Called trained =
        Called.with(
            "train", program.toString(), "--out", folder.resolve("plain").toString(), "--json");
    assertEquals(0, trained.exitCode(), trained::toString);
    assertTrue(
        trained.err().contains("plain.csv` is read as names, but holds numbers alone"),
        trained::toString);
    // Without a validation part the metrics are those of the train part.
    assertTrue(number(trained.out(), "train.mae") > 0, trained::toString);
  }

  /** The loss has a place of its own beside an output of that name. */
  @Test
  void anOutputMayBeCalledLoss() throws IOException {
    Called trained = train("loss", "mse", "mse");
    assertEquals(0, trained.exitCode(), trained::toString);
    assertEquals(
        number(trained.out(), "validation.loss"), number(trained.out(), "validation.mse"), 1e-6);
  }
}
