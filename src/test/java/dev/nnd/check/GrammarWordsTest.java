package dev.nnd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The lists of words in the grammar for editors are those of the tables that the checker reads.
 * {@code -Dbless=true} writes them, except where the environment says {@code CI=true}.
 */
final class GrammarWordsTest {
  private static final Path GRAMMAR = Path.of("grammar", "nnd.tmLanguage.json");
  private static final boolean BLESS =
      Boolean.getBoolean("bless") && !"true".equals(System.getenv("CI"));

  /** The words by the rule of the grammar that lists them. */
  private static Map<String, List<String>> words() {
    Map<String, List<String>> words = new TreeMap<>();
    words.put("layers", LayerTable.names());
    words.put("functions", List.copyOf(Functions.all().keySet()));
    words.put("choices", choicesOfLayers());
    words.put(
        "sources",
        with(
            of(Sources.FORMS, DataChecker.SPLITS, DataChecker.PART_OF_TRAIN), "column", "columns"));
    words.put("steps", Columns.STEPS.words());
    words.put("losses", Losses.KIND.words());
    words.put("optimizers", Optimizers.KIND.words());
    words.put("schedules", Schedules.KIND.words());
    words.put("metrics", TrainSettings.METRICS.words());
    words.put("controls", of(TrainSettings.CLIP, TrainSettings.STOP, TrainSettings.CHECKPOINT));
    words.put("distributions", with(Distributions.FORMS.words(), "choice"));
    words.put("strategies", choices(SearchChecker.SETTINGS));
    words.put("data-keys", DataChecker.SETTINGS);
    words.put("train-keys", TrainChecker.settings());
    words.put("search-keys", SearchChecker.SETTINGS.stream().map(Setting::name).toList());
    return words;
  }

  private static List<String> of(Kind<?>... kinds) {
    return Stream.of(kinds).flatMap(kind -> kind.words().stream()).toList();
  }

  private static List<String> with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  private static List<String> choices(List<Setting<?>> settings) {
    return of(settings.stream().map(Setting::kind).toArray(Kind<?>[]::new));
  }

  private static List<String> choicesOfLayers() {
    return LayerTable.names().stream()
        .flatMap(name -> LayerTable.find(name).stream())
        .flatMap(layer -> choices(layer.signature().settings()).stream())
        .toList();
  }

  @Test
  void theListsAreThoseOfTheTables() throws IOException {
    String grammar = Files.readString(GRAMMAR);
    String current = grammar;
    for (Map.Entry<String, List<String>> list : words().entrySet()) {
      current = withWords(current, list.getKey(), list.getValue());
    }
    if (BLESS) {
      Files.writeString(GRAMMAR, current);
    } else {
      assertEquals(current, grammar, () -> GRAMMAR + " is stale; rerun with -Dbless=true");
    }
  }

  /** The grammar with these words between {@code \b(?:} and {@code )} of a rule. */
  private static String withWords(String grammar, String rule, List<String> words) {
    Matcher list =
        Pattern.compile("\n    \"" + rule + "\": \\{[^}]*?\"match\": \"\\\\\\\\b\\(\\?:([^)]*)\\)")
            .matcher(grammar);
    assertTrue(list.find(), () -> "no rule of words called " + rule + " in " + GRAMMAR);
    assertTrue(!words.isEmpty(), () -> "no words for " + rule);
    return grammar.substring(0, list.start(1))
        + String.join("|", new TreeSet<>(words))
        + grammar.substring(list.end(1));
  }

  @Test
  void everyListHasATable() throws IOException {
    String grammar = Files.readString(GRAMMAR);
    String lists = grammar.substring(grammar.indexOf("\n    \"functions\":"));
    List<String> rules =
        Pattern.compile("\n    \"([a-z-]+)\": \\{")
            .matcher(lists)
            .results()
            .map(rule -> rule.group(1))
            .sorted()
            .toList();
    assertEquals(List.copyOf(words().keySet()), rules);
  }
}
