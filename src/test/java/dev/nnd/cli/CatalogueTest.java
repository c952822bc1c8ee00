package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import dev.nnd.source.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every code has its page, and the page's example is true: what stands before gives this code and
 * no other, and all that is said is a golden file; what stands after is without fault.
 */
final class CatalogueTest {
  private static final Path PAGES = Path.of("src/main/resources/dev/nnd/source/pages");
  private static final Pattern CODE = Pattern.compile("\\[([EWN]\\d{4})]");
  private static final Pattern FILE = Pattern.compile("[\\w/]+\\.(nnd|csv|safetensors|jar)");

  /** A line that stands for many of its kind. */
  private static final Pattern REPEATED = Pattern.compile("(?m)^(.*\\S) *// ([\\d,]+) times$");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theExampleIsTrue(Code code) throws IOException {
    Page page = Page.of(code);
    Called before = call(page.before());
    assertEquals(Set.of(code.id()), codes(before), before::toString);
    Golden.assertMatches("catalogue/" + code.id() + ".txt", shown(before));
    Called after = call(page.after());
    assertEquals(Set.of(), codes(after), after::toString);
    assertEquals(0, after.exitCode(), after::toString);
  }

  private Called call(Page.Example example) throws IOException {
    for (Page.Excerpt file : example.files()) {
      write(file, folder.resolve(file.name()));
    }
    List<String> arguments = new ArrayList<>(Arrays.asList(example.command().split(" ")));
    assertEquals("nnd", arguments.remove(0));
    arguments.replaceAll(a -> FILE.matcher(a).matches() ? folder.resolve(a).toString() : a);
    if (arguments.get(0).equals("train")) {
      Path run = folder.resolve("run" + arguments.size() + Files.list(folder).count());
      arguments.addAll(List.of("--out", run.toString(), "--epochs", "1", "--target", "portable"));
    }
    return Called.with(arguments.toArray(String[]::new));
  }

  private static void write(Page.Excerpt excerpt, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    String text = excerpt.text();
    switch (excerpt.language()) {
      case "weights" -> weights(text).write(file);
      case "hex" -> Files.write(file, bytes(text));
      default -> Files.writeString(file, REPEATED.matcher(text).replaceAll(CatalogueTest::lines));
    }
  }

  private static String lines(MatchResult line) {
    int times = Integer.parseInt(line.group(2).replace(",", ""));
    return Matcher.quoteReplacement((line.group(1) + "\n").repeat(times));
  }

  /** Bytes from two digits each. */
  private static byte[] bytes(String text) {
    String[] pairs = text.strip().split("\\s+");
    byte[] bytes = new byte[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      bytes[i] = (byte) Integer.parseInt(pairs[i], 16);
    }
    return bytes;
  }

  /** Weights from a line for each tensor, with its name and its shape. */
  private static Safetensors weights(String text) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(" ", 2);
      String sizes = parts[1].substring(1, parts[1].length() - 1);
      List<Integer> shape = Stream.of(sizes.split(", ")).map(Integer::parseInt).toList();
      tensors.put(parts[0], Tensor.zeros(shape));
    }
    return new Safetensors(tensors, Map.of());
  }

  private static Set<String> codes(Called called) {
    return CODE.matcher(called.err())
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is said, but not how long a training took. */
  private String shown(Called called) {
    String text =
        called
            .toString()
            .replace(folder + "/", "")
            .lines()
            .filter(line -> !line.matches("epoch .*|the run's folder .*|wrote .*"))
            .collect(Collectors.joining("\n", "", "\n"));
    return text.replaceAll("(?s)--- stdout\n.*?--- stderr\n", "");
  }

  @Test
  void noPageIsWithoutItsCode() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      files.forEach(file -> pages.add(file.getFileName().toString()));
    }
    Set<String> codes = new TreeSet<>();
    Stream.of(Code.values()).forEach(code -> codes.add(code.id() + ".md"));
    assertEquals(codes, pages);
  }

  @ParameterizedTest
  @EnumSource
  void thePageIsShort(Code code) {
    Called page = Called.with("explain", code.id());
    String prose = page.out().substring(0, page.out().indexOf("\nbefore\n"));
    assertTrue(prose.lines().count() <= 12, prose);
    assertTrue(prose.lines().allMatch(line -> line.length() <= 80), prose);
    assertTrue(page.out().lines().count() <= 50, page::out);
  }

  @Test
  void explainsCodes() {
    Called page = Called.with("explain", "e0204");
    Golden.assertMatches("cli/explain-code.txt", page.toString());
    assertEquals(page, Called.with("explain", "E0204"));
    assertEquals(
        new Called(1, "", "nnd: there is no message E0299; the nearest is E0301\n"),
        Called.with("explain", "E0299"));
    assertEquals(
        new Called(1, "", "nnd: there is no message W9999; the nearest is W0601\n"),
        Called.with("explain", "w9999"));
  }
}
