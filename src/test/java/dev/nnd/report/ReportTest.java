package dev.nnd.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.search.Importance;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What reports say, of searches that are made up. How pages look and work is another test. */
final class ReportTest {
  private static final long NOW = 1_700_000_300_000L;

  /** The importance has its own test, and would change with every detail of a forest. */
  private static final Importance IMPORTANCE =
      new Importance(
          List.of(new Importance.Share("rate", 0.7), new Importance.Share("momentum", 0.1)),
          List.of(new Importance.Pair("rate", "momentum", 0.05)));

  private static String broken(String json) {
    return json.replaceAll(",\"(?=[a-z])", ",\n\"") + "\n";
  }

  @Test
  void data() {
    String data = JsonText.of(PageData.of(MadeUp.study(14), IMPORTANCE, NOW));
    Golden.assertMatches("report/data.json", broken(data));
  }

  @Test
  void overview() {
    Golden.assertMatches("report/overview.html", Overview.of(MadeUp.study(14), IMPORTANCE));
  }

  @Test
  void csv() {
    Golden.assertMatches("report/trials.csv", Export.csv(MadeUp.study(14)));
  }

  @Test
  void json() {
    Golden.assertMatches("report/trials.json", broken(Export.json(MadeUp.study(4))));
  }

  /** No text of a search is an element, ends the script or leaves UTF-8. */
  @Test
  void hostileTextsStayTexts() {
    String page = Page.of(MadeUp.hostile(), NOW);
    assertEquals(List.of("<script type=", "<script>"), found("<script(?: type=|>)", page));
    assertFalse(page.contains("<img"));
    assertTrue(page.contains("&lt;/script&gt;&lt;script&gt;document.title="));
    byte[] bytes = page.getBytes(UTF_8);
    assertEquals(page, new String(bytes, UTF_8));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group()).toList();
  }

  /** The page asks for nothing: no address but that of SVG's names, and a policy that says so. */
  @Test
  void aPageNeedsNothingButItself() {
    String page = Page.of(MadeUp.study(20), NOW);
    assertEquals(List.of("http://www.w3.org/2000/svg"), found("https?:[^\"]*", page));
    assertTrue(page.contains("default-src 'none'"));
    assertFalse(page.contains("connect-src"));
    assertFalse(page.contains("unsafe"));
    assertEquals(List.of(), found(" (?:style|on[a-z]+)=\"", page));
  }

  @Test
  void manyTrialsMakeAPageOfFewMegabytes() {
    Study study = MadeUp.study(3 * PageData.MOST_TRIALS / 2);
    String data = JsonText.of(PageData.of(study, IMPORTANCE, NOW));
    assertTrue(data.length() < 4_000_000, () -> data.length() + " characters");
    Matcher notes = Pattern.compile("\"notes\":\"([^\"]*)\"").matcher(data);
    assertTrue(notes.find());
    assertEquals(
        "This page holds 20000 of 30000 trials. "
            + "Learning curves are of 300 trials, the best among them.",
        notes.group(1));
    int best = study.best().orElseThrow().number();
    assertTrue(data.contains("," + best + ","), "the best trial is there");
  }

  @Test
  void searchesThatHaveHardlyBegun() {
    for (int trials = 0; trials < 4; trials++) {
      String page = Page.of(MadeUp.study(trials), NOW);
      assertTrue(page.contains("There are too few trials to tell"));
      assertEquals(trials < 3 ? 0 : 1, found("From the command line", page).size());
    }
  }

  @Test
  void wordsOfAShell() {
    assertEquals("a=1e-3", Snippet.quoted("a=1e-3"));
    assertEquals("'a=dense(8) -> relu'", Snippet.quoted("a=dense(8) -> relu"));
    assertEquals("'a=\"it'\\''s\"'", Snippet.quoted("a=\"it's\""));
  }
}
