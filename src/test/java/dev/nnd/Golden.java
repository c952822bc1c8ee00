package dev.nnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expected texts of tests, kept as files under {@code src/test/resources/golden}.
 *
 * <p>{@code -Dbless=true} rewrites the files from what the tests produce, except where the
 * environment says {@code CI=true}. {@link GoldenFilesTest} fails on a file that no test reads.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final boolean BLESS =
      Boolean.getBoolean("bless") && !"true".equals(System.getenv("CI"));
  private static final Set<String> READ = ConcurrentHashMap.newKeySet();

  private Golden() {}

  /**
   * Asserts that {@code actual} is exactly the text of the golden file {@code name}.
   *
   * @param name path below the golden folder with forward slashes, e.g. {@code
   *     pass/fold-batch-norm.txt}
   */
  public static void assertMatches(String name, String actual) {
    Path file = FOLDER.resolve(name);
    READ.add(name);
    try {
      if (BLESS) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      } else if (!Files.exists(file)) {
        fail(file + " is missing; rerun with -Dbless=true");
      } else {
        assertEquals(
            Files.readString(file), actual, () -> file + " is stale; rerun with -Dbless=true");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the golden files that no test has asked for in this process. */
  static Set<String> unread() {
    if (!Files.isDirectory(FOLDER)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
              .collect(Collectors.toCollection(TreeSet::new));
      names.removeAll(READ);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
