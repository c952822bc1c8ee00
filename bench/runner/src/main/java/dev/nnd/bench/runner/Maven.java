package dev.nnd.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds programs, each with the jars it needs. */
final class Maven {
  private Maven() {}

  /** Builds modules, and nnd where one needs it; those that fail say so by not being there. */
  static void build(Path home, List<String> modules, Jdk jdk) throws IOException {
    System.err.println("bench: building " + String.join(", ", modules));
    ProcessBuilder maven =
        new ProcessBuilder(
            List.of(
                "mvn",
                "-B",
                "-f",
                home.resolve("pom.xml").toString(),
                "-Dmaven.test.skip=true",
                "--fail-at-end",
                "-pl",
                String.join(",", modules),
                "-am",
                "package"));
    maven.environment().put("JAVA_HOME", jdk.home().toString());
    Path log = home.resolve("target/logs/build-" + String.join("-", modules) + ".log");
    Files.createDirectories(log.getParent());
    maven.redirectErrorStream(true).redirectOutput(log.toFile());
    // What an earlier build left must not be taken for this one.
    for (String module : modules) Files.deleteIfExists(jar(home, module));
    int status;
    try {
      status = maven.start().waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    if (status != 0) System.err.println("bench: not all could be built, see " + log);
  }

  /** Whether a module is built. */
  static boolean isBuilt(Path home, String module) {
    return Files.exists(jar(home, module)) && Files.isDirectory(libraries(home, module));
  }

  static Path jar(Path home, String module) {
    return home.resolve(module + "/target/bench-" + module + ".jar");
  }

  static Path libraries(Path home, String module) {
    return home.resolve(module + "/target/lib");
  }
}
