package dev.nnd.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cores that this process may use, and the way to give some of them to another. */
final class Cores {
  private Cores() {}

  /** Their numbers; empty where the system does not say. */
  static List<Integer> allowed() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return List.of();
    List<Integer> cores = new ArrayList<>();
    for (String line : Files.readAllLines(status)) {
      if (!line.startsWith("Cpus_allowed_list:")) continue;
      for (String range : line.substring(line.indexOf(':') + 1).strip().split(",")) {
        String[] ends = range.split("-");
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int core = Integer.parseInt(ends[0]); core <= last; core++) cores.add(core);
      }
    }
    return cores;
  }

  /** Whether processes can be kept on some cores. */
  static boolean canPin() {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, "taskset"))) return true;
    }
    return false;
  }

  /**
   * The start of a command that keeps what follows on the last cores; those are disturbed least.
   */
  static List<String> pinned(int count) throws IOException {
    if (!canPin()) return List.of();
    List<Integer> cores = allowed();
    List<String> last = new ArrayList<>();
    for (int core : cores.subList(cores.size() - count, cores.size())) {
      last.add(Integer.toString(core));
    }
    return List.of("taskset", "-c", String.join(",", last));
  }
}
