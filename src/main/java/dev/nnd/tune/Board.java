package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Trial;
import dev.nnd.train.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows how a search goes: on a terminal a table that changes in place, under a line for each trial
 * that became the best; elsewhere a line for each trial that ended.
 *
 * <pre>
 * Tune  6/16 trials  4 complete  2 pruned  1:12 left
 * best  #3   validation.accuracy 0.9722  rate=0.001203 batch=64
 *       #6   ▁▃▅▆▆▇█      0.9611  epoch 7   rate=0.00512 batch=32
 *       #7   ▂▄           0.9000  epoch 2   rate=0.02210 batch=128
 * </pre>
 */
public final class Board {
  private static final int CURVE = 12;
  private static final int MOST_TRIALS = 8;
  private static final String ERASE_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final PrintStream out;
  private final Terminal terminal;
  private final Coordinator coordinator;
  private final int endedBefore;
  private final long elapsedBefore;
  private int shown;
  private int best = -1;
  private int height;

  /**
   * Shows nothing yet.
   *
   * @param out where it goes; standard error, as standard output is for results
   */
  public Board(PrintStream out, Terminal terminal, Coordinator coordinator) {
    this.out = out;
    this.terminal = terminal;
    this.coordinator = coordinator;
    Snapshot now = coordinator.snapshot();
    this.endedBefore = now.endedInAll();
    this.elapsedBefore = now.elapsedMillis();
    this.shown = coordinator.endedAfter(0).size();
    now.best().ifPresent(trial -> best = trial.number());
  }

  /** Shows what has changed. */
  public void draw() {
    Snapshot now = coordinator.snapshot();
    StringBuilder text = new StringBuilder();
    List<TrialRecord> ended = coordinator.endedAfter(shown);
    shown += ended.size();
    if (!terminal.moves()) {
      for (TrialRecord trial : ended) text.append(ended(trial, now)).append('\n');
    } else {
      drawTable(now, ended, text);
    }
    if (text.length() > 0) {
      out.print(text);
      out.flush();
    }
  }

  /**
   * One write, of lines that are each erased behind their end: what did not change never flickers.
   */
  private void drawTable(Snapshot now, List<TrialRecord> ended, StringBuilder text) {
    if (height > 0) text.append('\r').append("\u001b[").append(height).append('A');
    boolean better = now.best().filter(trial -> trial.number() != best).isPresent();
    if (better && !ended.isEmpty()) {
      best = now.best().orElseThrow().number();
      put(ended(now.best().orElseThrow(), now), false, text);
    }
    List<String> lines = new ArrayList<>();
    lines.add(title(now));
    now.best().ifPresent(trial -> lines.add("best  " + values(trial, now)));
    for (TrialRecord trial : now.underWay()) {
      if (lines.size() < MOST_TRIALS + 2) lines.add("      " + underWay(trial, now));
    }
    int more = now.underWay().size() - MOST_TRIALS;
    if (more > 0) lines.add("      and " + more + " more");
    for (int i = 0; i < lines.size(); i++)
      put(lines.get(i), i == 1 && now.best().isPresent(), text);
    text.append(ERASE_BELOW);
    height = lines.size();
  }

  /** As much of a line as fits: in the last column some terminals break it. */
  private void put(String line, boolean green, StringBuilder text) {
    String fits = line.substring(0, Math.min(line.length(), terminal.columns() - 1));
    boolean coloured = green && terminal.colours();
    text.append(coloured ? GREEN + fits + PLAIN : fits).append(ERASE_LINE).append('\n');
  }

  /** Takes the table away, so that other messages have the terminal. */
  public void close() {
    if (height == 0) return;
    out.print("\r\u001b[" + height + "A" + ERASE_BELOW);
    out.flush();
    height = 0;
  }

  private String title(Snapshot now) {
    List<String> parts = new ArrayList<>();
    parts.add(now.header().search());
    parts.add(now.endedInAll() + "/" + now.header().trials() + " trials");
    for (Trial.End end : Trial.End.values()) {
      int count = now.ended().get(end);
      if (count > 0) parts.add(count + " " + word(end));
    }
    long left = secondsLeft(now);
    if (now.over()) parts.add("the time is over");
    else if (left >= 0) parts.add(time(left) + " left");
    return String.join("  ", parts);
  }

  /**
   * The seconds until the last trial ends, if all goes on as it went so far; -1 if it is unknown.
   */
  private long secondsLeft(Snapshot now) {
    int ended = now.endedInAll() - endedBefore;
    if (ended <= 0) return -1;
    double millisEach = (double) (now.elapsedMillis() - elapsedBefore) / ended;
    return Math.round(millisEach * (now.header().trials() - now.endedInAll()) / 1000);
  }

  private static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String word(Trial.End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }

  private String ended(TrialRecord trial, Snapshot now) {
    String end = trial.end().map(Board::word).orElse("goes on");
    String reason = trial.reason().isEmpty() ? "" : ": " + trial.reason();
    return "trial " + values(trial, now) + "  " + end + " after " + epochs(trial) + reason;
  }

  private static String epochs(TrialRecord trial) {
    int count = trial.epochs().size();
    return count == 1 ? "1 epoch" : count + " epochs";
  }

  private static String values(TrialRecord trial, Snapshot now) {
    String objective =
        trial.objective().isPresent()
            ? "  " + now.header().objective() + " " + number(trial.objective().orElseThrow())
            : "";
    return label(trial) + objective + "  " + configuration(trial.drawn());
  }

  private static String label(TrialRecord trial) {
    return String.format(Locale.ROOT, "#%-4d", trial.number());
  }

  private static String underWay(TrialRecord trial, Snapshot now) {
    double[] curve = trial.curve(now.header().objective());
    String last = curve.length == 0 ? "" : number(curve[curve.length - 1]);
    return String.format(
        Locale.ROOT,
        "%s%-" + CURVE + "s  %8s  epoch %-4d %s",
        label(trial),
        sparkline(curve),
        last,
        curve.length + 1,
        configuration(trial.drawn()));
  }

  /** The last values of a curve as bars between their extremes; a blank for what is no number. */
  static String sparkline(double[] curve) {
    int first = Math.max(0, curve.length - CURVE);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = first; i < curve.length; i++) {
      if (!Double.isFinite(curve[i])) continue;
      low = Math.min(low, curve[i]);
      high = Math.max(high, curve[i]);
    }
    StringBuilder bars = new StringBuilder();
    for (int i = first; i < curve.length; i++) {
      double share = high > low ? (curve[i] - low) / (high - low) : 0;
      int bar = (int) Math.round(share * (BARS.length() - 1));
      bars.append(Double.isFinite(curve[i]) ? BARS.charAt(bar) : ' ');
    }
    return bars.toString();
  }

  private static String configuration(Map<String, Drawn> drawn) {
    return drawn.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String text(Drawn drawn) {
    return drawn instanceof Drawn.Real real ? number(real.value()) : drawn.text();
  }

  private static String number(double value) {
    double size = Math.abs(value);
    boolean usual = size == 0 || size >= 1e-3 && size < 1e6;
    return String.format(Locale.ROOT, usual ? "%.4f" : "%.2e", value);
  }
}
