package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The loss has a place of its own beside an output of that name. */
  @Test
  void anOutputMayBeCalledLoss() throws IOException {
    Called trained = train("loss", "mse", "mse");
    assertEquals(0, trained.exitCode(), trained::toString);
    assertEquals(
        number(trained.out(), "validation.loss"), number(trained.out(), "validation.mse"), 1e-6);
  }
}
