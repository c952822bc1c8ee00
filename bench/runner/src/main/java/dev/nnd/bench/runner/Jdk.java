package dev.nnd.bench.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed JDK.
 *
 * @param major its version
 * @param text its version in full, with who made it
 */
record Jdk(int major, String text, Path home) {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  Path java() {
    return home.resolve("bin/java");
  }

  /** The one that runs this. */
  static Jdk own() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    return at(home).orElseThrow(() -> new IOException("no release file in " + home));
  }

  /** One of this major version where Debian puts them, or where {@code JAVA25_HOME} says. */
  static Optional<Jdk> installed(int major) throws IOException {
    List<Path> homes = new ArrayList<>();
    String told = System.getenv("JAVA" + major + "_HOME");
    if (told != null) homes.add(Path.of(told));
    if (Files.isDirectory(INSTALLED)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(INSTALLED)) {
        entries.forEach(homes::add);
      }
    }
    for (Path home : homes) {
      Optional<Jdk> jdk = at(home).filter(found -> found.major() == major);
      if (jdk.isPresent()) return jdk;
    }
    return Optional.empty();
  }

  private static Optional<Jdk> at(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return Optional.empty();
    }
    String facts = Files.readString(release);
    Optional<String> version = fact(facts, "JAVA_VERSION");
    return version.map(
        v -> {
          String maker = fact(facts, "IMPLEMENTOR").map(m -> " (" + m + ")").orElse("");
          return new Jdk(Integer.parseInt(v.split("[^0-9]")[0]), v + maker, home);
        });
  }

  private static Optional<String> fact(String facts, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + "=\"(.*)\"").matcher(facts);
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
