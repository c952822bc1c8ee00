package dev.nnd.bench.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a reader should know about the machine and the versions. */
final class Facts {
  /** Jars that the benchmark itself brings. */
  private static final List<String> NOT_SHIPPED = List.of("bench-", "slf4j-nop");

  private Facts() {}

  static String machine() throws IOException {
    String model =
        first("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch") + " processor");
    String memory =
        first("/proc/meminfo", "MemTotal")
            .map(kib -> Long.parseLong(kib.replaceAll("\\D", "")) / (1 << 20) + " GiB of memory, ")
            .orElse("");
    return model
        + ", "
        + cores()
        + " cores, "
        + memory
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version");
  }

  private static long cores() throws IOException {
    Path path = Path.of("/proc/cpuinfo");
    if (!Files.exists(path)) return Runtime.getRuntime().availableProcessors();
    return Files.readAllLines(path).stream().filter(line -> line.startsWith("processor")).count();
  }

  private static Optional<String> first(String file, String key) throws IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) return Optional.empty();
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  /** The commit that is measured. */
  static String commit(Path home) throws IOException {
    Process git =
        new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty").start();
    String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return name.isEmpty() ? "of an unknown commit" : name;
  }

  /** What a program is shipped with: megabytes, and the jars that make most of it. */
  static String shipped(List<Contender> contenders, Path home) throws IOException {
    Table table = new Table(List.of("what is shipped", "MB", "jars", "the largest"));
    List<String> seen = new ArrayList<>();
    for (Contender contender : contenders) {
      if (seen.contains(contender.module())) continue;
      seen.add(contender.module());
      if (!contender.jars().isEmpty()) {
        compiled(contender.jars().get(0), table);
        continue;
      }
      List<Path> jars = jars(home, contender.module());
      long bytes = 0;
      for (Path jar : jars) bytes += Files.size(jar);
      Path largest = jars.get(0);
      for (Path jar : jars) if (Files.size(jar) > Files.size(largest)) largest = jar;
      table.row(
          List.of(
              contender.compiles() ? "nnd with its compiler" : contender.title(),
              String.format(Locale.ROOT, "%.1f", bytes / 1e6),
              Integer.toString(jars.size()),
              largest.getFileName().toString()));
    }
    return table.text();
  }

  /** The row of a network in a jar of its own; its largest file is the weights. */
  private static void compiled(Path jar, Table table) throws IOException {
    if (!Files.exists(jar)) return;
    try (ZipFile files = new ZipFile(jar.toFile())) {
      long weights = files.stream().mapToLong(ZipEntry::getCompressedSize).max().orElse(0);
      table.row(
          List.of(
              "nnd compiled, besides the weights",
              String.format(Locale.ROOT, "%.3f", (Files.size(jar) - weights) / 1e6),
              "1",
              jar.getFileName().toString()));
    }
  }

  private static List<Path> jars(Path home, String module) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Maven.libraries(home, module), "*.jar")) {
      for (Path jar : files) {
        String name = jar.getFileName().toString();
        if (NOT_SHIPPED.stream().noneMatch(name::startsWith)) jars.add(jar);
      }
    }
    return jars;
  }
}
