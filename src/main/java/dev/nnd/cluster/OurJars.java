package dev.nnd.cluster;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jars that train a trial: the compiler's and those it needs, wherever this process has them
 * from. The machines of the cluster need have none of them.
 */
final class OurJars {
  /** One class of every jar. */
  private static final List<String> CLASSES =
      List.of(
          "dev/nnd/cluster/OurJars.class",
          "org/antlr/v4/runtime/Parser.class",
          "org/objectweb/asm/ClassWriter.class",
          "com/fasterxml/jackson/jr/ob/JSON.class",
          "com/fasterxml/jackson/core/JsonParser.class",
          "de/siegmar/fastcsv/reader/CsvReader.class");

  private OurJars() {}

  /**
   * The jars' files.
   *
   * @param folder where classes are packed that are in no jar, as while nnd itself is developed
   */
  static List<Path> find(Path folder) throws IOException {
    Set<Path> jars = new LinkedHashSet<>();
    for (String name : CLASSES) {
      URL found = OurJars.class.getClassLoader().getResource(name);
      if (found == null) throw new IllegalStateException("cluster: " + name + " is nowhere");
      jars.add(jar(found, name, folder));
    }
    return new ArrayList<>(jars);
  }

  private static Path jar(URL found, String name, Path folder) throws IOException {
    String text = found.toString();
    String place = text.substring(0, text.length() - name.length());
    try {
      if (!place.startsWith("jar:")) return pack(Path.of(new URI(place)), folder);
      return Path.of(new URI(place.substring("jar:".length(), place.length() - "!/".length())));
    } catch (URISyntaxException e) {
      throw new IOException(place + " is no place of classes", e);
    }
  }

  private static Path pack(Path classes, Path folder) throws IOException {
    Path jar = folder.resolve("nnd-classes.jar");
    try (Stream<Path> walk = Files.walk(classes);
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(jar));
        JarOutputStream out = new JarOutputStream(bytes)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** Whether a class is on the class path. */
  static boolean has(String name) {
    return Optional.ofNullable(OurJars.class.getClassLoader().getResource(name)).isPresent();
  }
}
