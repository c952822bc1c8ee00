package dev.nnd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a browser without a window. Left out where there is neither Chromium nor Chrome. */
final class BrowserTest {
  private static final long NOW = 1_700_000_300_000L;
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path folder;
  private String browser = "";

  @BeforeEach
  void findBrowser() {
    Optional<String> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(path -> List.of(path + "/chromium", path + "/google-chrome").stream())
            .filter(name -> Files.isExecutable(Path.of(name)))
            .findFirst();
    assumeTrue(found.isPresent(), "there is no chromium and no google-chrome");
    browser = found.get();
  }

  /** What a browser makes of a page, and what it complains of. */
  private record Shown(String dom, List<String> complaints) {
    int count(String pattern) {
      return (int) Pattern.compile(pattern).matcher(dom).results().count();
    }
  }

  private Shown show(String page, String... options) throws IOException, InterruptedException {
    Path file = Files.writeString(Files.createTempFile(folder, "page", ".html"), page);
    Path dom = Files.createTempFile(folder, "dom", ".html");
    Path log = Files.createTempFile(folder, "log", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                "--enable-logging=stderr",
                "--virtual-time-budget=2000",
                "--window-size=1200,900",
                "--dump-dom"));
    command.addAll(List.of(options));
    command.add(file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "the browser does not end");
    List<String> complaints =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("CONSOLE"))
            .toList();
    return new Shown(Files.readString(dom), complaints);
  }

  private static void assertDrawn(Shown shown, int rows) {
    assertEquals(List.of(), shown.complaints());
    // Six slices, and one each for history, coordinates, contour, curves and the timeline.
    assertEquals(11, shown.count("class=\"chart\"[^>]*><svg"), "charts");
    assertEquals(rows, shown.count("<tr class=\""), "rows");
    assertEquals(7, shown.count("class=\"handle\""), "axes to brush");
  }

  @Test
  void allChartsAreDrawn() throws Exception {
    Shown shown = show(Page.of(MadeUp.study(60), NOW));
    assertDrawn(shown, 60);
    assertTrue(shown.count("class=\"isoline\"") == 1, "contours");
    assertTrue(shown.count("class=\"frontier\"") == 1, "the best so far");
    assertTrue(shown.count("stroke-dasharray=\"4 3\"") > 10, "curves that ended early");
    for (String tick : List.of("1e-4", "0.998", "dense\\(8\\) -&gt; gelu", "not drawn")) {
      assertTrue(shown.count(">" + tick + "<") > 0, tick);
    }
  }

  @Test
  void inTheDark() throws Exception {
    assertDrawn(
        show(Page.of(MadeUp.study(30), NOW), "--blink-settings=preferredColorScheme=0"), 30);
  }

  @Test
  void onAPhone() throws Exception {
    assertDrawn(show(Page.of(MadeUp.study(30), NOW), "--window-size=360,740"), 30);
  }

  @Test
  void tenThousandTrials() throws Exception {
    assertDrawn(show(Page.of(MadeUp.study(10_000), NOW)), 100);
  }

  @Test
  void searchesThatHaveHardlyBegun() throws Exception {
    for (int trials = 0; trials < 4; trials++) {
      assertDrawn(show(Page.of(MadeUp.study(trials), NOW)), trials);
    }
  }

  /** The texts of the program do not become part of the page, in the script either. */
  @Test
  void hostileTexts() throws Exception {
    Shown shown = show(Page.of(MadeUp.hostile(), NOW));
    assertDrawn(shown, 12);
    assertEquals(0, shown.count("<img|<title>bad"));
    assertEquals(2, shown.count("<script"));
  }
}
