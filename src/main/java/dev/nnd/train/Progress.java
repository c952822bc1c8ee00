package dev.nnd.train;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how training goes: on a terminal one line that changes in place, and everywhere a line for
 * each finished epoch.
 *
 * <pre>
 * epoch 1/20  train.loss 0.4127  validation.loss 0.1806  validation.accuracy 0.9553  21,480 images/s
 * epoch 2/20 [==========&gt;             ]  640/1438  23,911 images/s  0:12 left  loss 0.1604
 * </pre>
 */
public final class Progress implements Training.Listener {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 8;
  private static final String CLEAR = "\r\u001b[K";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final Terminal terminal;
  private final int epochs;
  private final int examples;
  private final String unit;
  private final LongSupplier clock;

  private final long start;
  private long epochStart;
  private long lastStep;
  private long lastDrawn;
  private boolean drawn;

  /**
   * Starts the clock.
   *
   * @param out where it goes; standard error, as standard output is for results
   * @param epochs how many there will be
   * @param examples of one epoch
   * @param unit what an example is, such as {@code images}
   */
  public Progress(PrintStream out, Terminal terminal, int epochs, int examples, String unit) {
    this(out, terminal, epochs, examples, unit, System::nanoTime);
  }

  Progress(
      PrintStream out,
      Terminal terminal,
      int epochs,
      int examples,
      String unit,
      LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.epochs = epochs;
    this.examples = examples;
    this.unit = unit;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.epochStart = start;
    this.lastStep = start;
    this.lastDrawn = start - REDRAW_NANOS;
  }

  /** An epoch begins: its rate counts from here. */
  @Override
  public void startEpoch() {
    epochStart = clock.getAsLong();
    lastStep = epochStart;
  }

  /**
   * A batch is done. Allocates nothing unless it draws, which it does ten times a second at most.
   *
   * @param epoch from 0
   * @param done examples of this epoch so far
   * @param loss of this epoch so far
   */
  @Override
  public void step(int epoch, int done, double loss) {
    lastStep = clock.getAsLong();
    if (terminal.moves() && lastStep - lastDrawn >= REDRAW_NANOS) {
      lastDrawn = lastStep;
      drawn = true;
      out.print(CLEAR + line(epoch, done, loss));
      out.flush();
    }
  }

  /**
   * An epoch is done and measured.
   *
   * @param epoch from 0
   * @param metrics by name, in the order in which they are shown
   * @return that training goes on
   */
  @Override
  public boolean endEpoch(int epoch, Map<String, Double> metrics) {
    StringBuilder line = new StringBuilder(title(epoch));
    metrics.forEach(
        (name, value) -> line.append("  ").append(name).append(' ').append(number(value)));
    line.append("  ").append(speed(examples));
    close();
    out.println(line);
    out.flush();
    return true;
  }

  /** Takes the changing line away, so that other messages have the terminal. */
  @Override
  public void close() {
    if (drawn) {
      out.print(CLEAR);
      out.flush();
      drawn = false;
    }
  }

  /** As much as fits: the bar gives way first, then what stands last. */
  private String line(int epoch, int done, double loss) {
    String count = String.format(Locale.ROOT, "%" + digits(examples) + "d/%d", done, examples);
    List<String> parts =
        List.of(count, speed(done), time(left(epoch, done)) + " left", "loss " + number(loss));
    String title = title(epoch);
    int room = terminal.columns() - 1; // In the last column some terminals break the line.
    String all = String.join("  ", parts);
    int bar = Math.min(WIDEST_BAR, room - title.length() - all.length() - 5);
    if (bar >= NARROWEST_BAR) {
      return title + " " + bar(bar, (double) done / examples) + "  " + all;
    }
    String line = title;
    for (String part : parts) {
      if (line.length() + 2 + part.length() <= room) {
        line += "  " + part;
      }
    }
    return line.substring(0, Math.min(line.length(), room));
  }

  private String bar(int width, double share) {
    int full = (int) (width * share);
    String head = full < width && full > 0 ? ">" : "";
    String filled = "=".repeat(Math.max(0, full - head.length())) + head;
    String coloured = terminal.colours() ? GREEN + filled + PLAIN : filled;
    return "[" + coloured + " ".repeat(width - filled.length()) + "]";
  }

  private String title(int epoch) {
    return String.format(Locale.ROOT, "epoch %" + digits(epochs) + "d/%d", epoch + 1, epochs);
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  private String speed(int done) {
    double seconds = Math.max(lastStep - epochStart, 1) / 1e9;
    return String.format(Locale.ROOT, "%,.0f %s/s", done / seconds, unit);
  }

  /** The seconds until the last epoch ends, if all goes on as it went so far. */
  private long left(int epoch, int done) {
    double share = ((double) epoch * examples + done) / ((double) epochs * examples);
    return Math.round((lastStep - start) / 1e9 * (1 - share) / share);
  }

  private static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean usual = size == 0 || size >= 1e-3 && size < 1e6;
    return String.format(Locale.ROOT, usual ? "%.4f" : "%.2e", value);
  }
}
