package dev.nnd.bench.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The single kernels, on one core. */
final class KernelFigures {
  static final String MODULE = "kernels";

  private static final String MAIN = "dev.nnd.bench.kernels.Main";

  private final Path home;
  private final boolean quick;

  /** Title and unit, then contender. */
  private final Map<String, Map<String, Spread>> figures = new LinkedHashMap<>();

  KernelFigures(Path home, boolean quick) {
    this.home = home;
    this.quick = quick;
  }

  /** Measures all kernels for a target, and what the machine can do at best. */
  void measure(Contender ours) throws IOException {
    List<String> command = new ArrayList<>(Cores.pinned(1));
    command.add(ours.jdk().java().toString());
    // Whatever the target: the limit is measured with vectors.
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-cp");
    command.add(Maven.jar(home, MODULE) + ":" + Maven.libraries(home, MODULE).resolve("*"));
    command.add(MAIN);
    command.add(home.resolve("workloads/kernels.nnd").toString());
    command.add(ours.target());
    command.add(quick ? "quick" : "full");
    Path log = home.resolve("target/logs/kernels-" + ours.id() + ".log");
    command.add(log.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split("\\|");
        if (!words[0].equals("kernel")) continue;
        Spread spread =
            new Spread(
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]));
        figures
            .computeIfAbsent(words[1] + " | " + words[2], key -> new HashMap<>())
            .put(ours.id(), spread);
        System.err.println("bench: " + ours.title() + ", " + line);
      }
    }
  }

  /** A row for each kernel. */
  String table(List<Contender> ours) {
    List<String> heads = new ArrayList<>(List.of("median (lowest–highest)", "unit"));
    ours.forEach(contender -> heads.add(contender.title()));
    Table table = new Table(heads);
    figures.forEach(
        (kernel, spreads) -> {
          List<String> row = new ArrayList<>(List.of(kernel));
          for (Contender contender : ours) {
            Spread s = spreads.get(contender.id());
            row.add(s == null ? "–" : Figures.range(s.median(), s.min(), s.max()));
          }
          table.row(row);
        });
    return table.text();
  }
}
