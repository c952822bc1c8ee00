package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  private Progress progress(Terminal terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Progress(out, terminal, 20, 1438, "images", () -> now);
  }

  private String shown() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text.replace("\u001b", "ESC").replace("\r", "CR").replace("CRESC[K", "\nCLEAR ");
  }

  private static Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train.loss", 0.41274);
    metrics.put("validation.accuracy", 0.95);
    metrics.put("validation.loss", 1.25e-5);
    return metrics;
  }

  /** Two epochs of batches of 64, ten milliseconds each. */
  private void train(Progress progress) {
    for (int epoch = 0; epoch < 2; epoch++) {
      progress.startEpoch();
      for (int done = 64; done < 1438 + 64; done += 64) {
        now += 10_000_000;
        progress.step(epoch, Math.min(done, 1438), 1.0 / done);
      }
      now += 1_000_000_000;
      progress.endEpoch(epoch, metrics());
    }
    progress.close();
  }

  @Test
  void everyTerminal() {
    StringBuilder all = new StringBuilder();
    for (Terminal terminal :
        new Terminal[] {
          Terminal.none(),
          new Terminal(true, false, 80),
          new Terminal(true, true, 120),
          new Terminal(true, false, 60),
          new Terminal(true, false, 40),
          new Terminal(true, false, 8)
        }) {
      now = 5;
      all.append("# ").append(terminal).append('\n');
      train(progress(terminal));
      all.append(shown());
    }
    Golden.assertMatches("train/progress.txt", all.toString());
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int columns = 1; columns < 200; columns++) {
      now = 0;
      Progress progress = progress(new Terminal(true, false, columns));
      progress.startEpoch();
      now += 3_600_000_000_000L;
      progress.step(1, 700, 1e10);
      String line = shown().replace("\nCLEAR ", "");
      assertTrue(line.length() < Math.max(columns, 2), columns + ": " + line);
    }
  }

  @Test
  void terminalsByTheirEnvironment() {
    Optional<String> wide = Optional.of("132");
    assertEquals(new Terminal(true, true, 132), Terminal.of(true, wide, Map.of("TERM", "xterm")));
    assertEquals(new Terminal(true, false, 132), Terminal.of(true, wide, Map.of("NO_COLOR", "1")));
    assertEquals(new Terminal(true, true, 80), Terminal.of(true, Optional.of("0"), Map.of()));
    assertEquals(Terminal.none(), Terminal.of(true, wide, Map.of("TERM", "dumb")));
    assertEquals(Terminal.none(), Terminal.of(false, wide, Map.of("TERM", "xterm")));
  }
}
