package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts programs, one at a time, and reads what they say. */
final class Launcher {
  /** Beyond the time it measures, no program takes as long. */
  private static final int PATIENCE_SECONDS = 120;

  private final Path home;
  private final Settings settings;

  Launcher(Path home, Settings settings) throws IOException {
    this.home = home;
    this.settings = settings;
    Files.createDirectories(home.resolve("target/logs"));
    Files.createDirectories(home.resolve("target/files"));
    Files.createDirectories(home.resolve("target/tmp"));
    // A terminal's Ctrl-C reaches the programs as well; another signal does not.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
  }

  /** Writes the files that the program wants to have. */
  Trial prepare(Contender contender, Workload workload) throws IOException {
    return run(contender, workload, "prepare", 1, List.of(), List.of());
  }

  /** Starts a program for the first time; it makes its archive, if it is to have one. */
  Trial startOnce(Contender contender, Workload workload, int cores) throws IOException {
    String option = "-XX:ArchiveClassesAtExit=" + archive(contender, workload);
    // Java 17 never compiles what waited to be compiled when the archive was made.
    List<String> options = contender.archived() ? List.of("-Xbatch", option) : List.of();
    return run(contender, workload, "start", cores, Cores.pinned(cores), options);
  }

  private Path archive(Contender contender, Workload workload) {
    return home.resolve("target/files/" + contender.id() + "-" + workload.id() + ".jsa");
  }

  /** Measures a workload on some cores. */
  Trial measure(Contender contender, Workload workload, int cores) throws IOException {
    String task = workload.kind().isStart() ? "start" : "measure";
    String option = "-XX:SharedArchiveFile=" + archive(contender, workload);
    List<String> options = contender.archived() ? List.of(option) : List.of();
    return run(contender, workload, task, cores, Cores.pinned(cores), options);
  }

  private Trial run(
      Contender contender,
      Workload workload,
      String task,
      int threads,
      List<String> pin,
      List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(pin);
    command.add(contender.jdk().java().toString());
    command.addAll(contender.options().apply(threads));
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + home.resolve("target/tmp"));
    command.add("-cp");
    StringBuilder classPath = new StringBuilder();
    classPath.append(Maven.jar(home, contender.module())).append(":");
    classPath.append(Maven.libraries(home, contender.module()).resolve("*"));
    contender.jars().forEach(jar -> classPath.append(":").append(jar));
    command.add(classPath.toString());
    command.add(contender.main());
    command.add("task=" + task);
    command.add("workload=" + workload.id());
    command.add("threads=" + threads);
    command.add("warm=" + settings.warm());
    command.add("seconds=" + settings.seconds());
    command.add("folder=" + home.resolve("target/files"));
    command.add("workloads=" + home.resolve("workloads"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(contender.environment().apply(threads));
    Path log = home.resolve("target/logs/" + contender.id() + "-" + workload.id() + ".log");
    builder.redirectError(log.toFile());
    return read(builder, log);
  }

  private Trial read(ProcessBuilder builder, Path log) throws IOException {
    double nanos = 0;
    List<Float> output = List.of();
    String data = "";
    long start = System.nanoTime();
    Process process = builder.start();
    Thread watch = watch(process);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "first" -> nanos = System.nanoTime() - start;
          case "nanos" -> nanos = Double.parseDouble(words[1]);
          case "output" -> output = Arrays.stream(words).skip(1).map(Float::valueOf).toList();
          case "data" -> data = words[1];
          default -> Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
      if (process.waitFor() != 0) return Trial.failed(reason(log));
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } finally {
      watch.interrupt();
      process.destroyForcibly();
    }
    return new Trial(nanos, output, data, Optional.empty());
  }

  /** Ends a program that hangs. */
  private Thread watch(Process process) {
    long limit = (long) (settings.warm() + settings.seconds()) + PATIENCE_SECONDS;
    Thread watch =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(limit, TimeUnit.SECONDS)) process.destroyForcibly();
              } catch (InterruptedException e) {
                // It has ended.
                Thread.currentThread().interrupt();
              }
            });
    watch.setDaemon(true);
    watch.start();
    return watch;
  }

  /** The last exception of a log, as it is the cause of those before it. */
  private String reason(Path log) throws IOException {
    String found = "it ended without a word";
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith("Exception in") || line.startsWith("Caused by:")) {
        found = line.replaceFirst("^(Exception in thread \"main\"|Caused by:) ", "");
      }
    }
    return found + " (" + home.getParent().relativize(log) + ")";
  }
}
