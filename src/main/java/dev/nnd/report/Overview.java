package dev.nnd.report;

import dev.nnd.picture.Escape;
import dev.nnd.program.Drawn;
import dev.nnd.search.Importance;
import dev.nnd.search.Importance.Pair;
import dev.nnd.search.Importance.Share;
import dev.nnd.tune.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a page says in words: how far the search is, its best trial, and what matters. */
final class Overview {
  /** Pairs that do less together are not worth a line. */
  private static final double LEAST_PAIR = 0.005;

  private static final int MOST_PAIRS = 6;
  private static final double PERCENT = 100;

  private final Study study;
  private final StringBuilder out = new StringBuilder();

  private Overview(Study study) {
    this.study = study;
  }

  /** Elements of HTML. */
  static String of(Study study, Importance importance) {
    Overview overview = new Overview(study);
    overview.element("p", " class=\"summary\"", summary(study));
    study.best().ifPresent(overview::best);
    overview.importance(importance);
    return overview.out.toString();
  }

  /** How many trials there are and how they ended, in one line. */
  static String summary(Study study) {
    Map<String, Long> states =
        study.trials().stream()
            .collect(
                Collectors.groupingBy(Study::state, LinkedHashMap::new, Collectors.counting()));
    List<String> parts = new ArrayList<>();
    for (String state : List.of("complete", "pruned", "diverged", "failed", "stopped", "running")) {
      long count = states.getOrDefault(state, 0L);
      if (count > 0) parts.add(count + " " + (state.equals("pruned") ? "ended early" : state));
    }
    String all = study.trials().size() + " of " + study.planned() + " trials";
    String how = study.plan().strategy().getClass().getSimpleName();
    return (parts.isEmpty() ? all : all + ": " + String.join(", ", parts))
        + " · "
        + how.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT)
        + ", seed "
        + study.plan().seed();
  }

  private void best(TrialRecord best) {
    element("h2", "", "The best configuration");
    out.append("<div class=\"best\">\n<div>");
    element("p", " class=\"big\"", number(best.objective().orElseThrow()));
    String aim = study.plan().objective().maximize() ? "large" : "small";
    element(
        "p",
        " class=\"note\"",
        study.objective() + ", to be " + aim + "; trial " + best.number() + ".");
    out.append("<dl>");
    for (Map.Entry<String, Drawn> entry : best.drawn().entrySet()) {
      element("dt", "", entry.getKey());
      element("dd", "", shortText(entry.getValue()));
    }
    out.append("</dl></div>\n<div>");
    Optional<Snippet> snippet = Snippet.of(study, best.drawn());
    snippet.ifPresent(this::snippet);
    String command = "nnd train " + Snippet.quoted(study.file()) + " " + study.plan().train();
    element("h3", "", "From the command line");
    copied(Escape.xml(command + " " + Snippet.options(best.drawn())));
    out.append("</div>\n</div>\n");
  }

  private void snippet(Snippet snippet) {
    element("h3", "", "For the program, in the place of " + study.plan().train());
    StringBuilder marked = new StringBuilder();
    for (int i = 0; i < snippet.pieces().size(); i++) {
      String piece = Escape.xml(snippet.pieces().get(i));
      marked.append(i % 2 == 0 ? piece : "<mark>" + piece + "</mark>");
    }
    copied(marked.toString());
  }

  private void copied(String html) {
    out.append("<div class=\"copied\"><pre>").append(html);
    out.append("</pre><button type=\"button\" class=\"copy\">Copy</button></div>\n");
  }

  private void importance(Importance importance) {
    element("h2", "", "What matters");
    if (importance.parameters().isEmpty()) {
      element("p", " class=\"note\"", "There are too few trials to tell, or all are alike.");
      return;
    }
    element(
        "p",
        " class=\"note\"",
        "Shares of the variance of "
            + study.objective()
            + " over the whole space, by a random forest that was fitted to the trials (fANOVA).");
    List<Pair> pairs =
        importance.pairs().stream()
            .filter(pair -> pair.share() >= LEAST_PAIR)
            .limit(MOST_PAIRS)
            .toList();
    out.append("<div class=\"shares\">\n<div>");
    element("h3", "", "Each parameter alone");
    out.append("<ol>\n");
    for (Share share : importance.parameters()) share(share.parameter(), share.share());
    out.append("</ol></div>\n<div>");
    element("h3", "", "Two together, beyond what each does alone");
    out.append("<ol>\n");
    for (Pair pair : pairs) share(pair.first() + " × " + pair.second(), pair.share());
    out.append("</ol>");
    if (pairs.isEmpty()) element("p", " class=\"note\"", "No two do much together.");
    out.append("</div>\n</div>\n");
  }

  private void share(String name, double share) {
    String percent = String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
    out.append("<li>");
    element("span", " class=\"name\"", name);
    String value = String.format(Locale.ROOT, "%.4f", share);
    out.append("<meter min=\"0\" max=\"1\" value=\"").append(value).append("\"></meter>");
    element("span", "", percent);
    out.append("</li>\n");
  }

  /** A value as people read it; programs get all digits. */
  static String shortText(Drawn drawn) {
    return drawn instanceof Drawn.Real real ? number(real.value()) : drawn.text();
  }

  /** A number with five digits that count; what is just below 1 is told by what it lacks. */
  static String number(double value) {
    if (value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) {
      return JsonText.number(Double.parseDouble(String.format(Locale.ROOT, "%.4e", value)))
          .replace("E", "e");
    }
    int digits = value > 0.9 && value < 1 ? (int) Math.min(9, 3 - Math.log10(1 - value)) : 5;
    return JsonText.number(
        Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "g", value)));
  }

  private void element(String name, String attributes, String text) {
    out.append('<').append(name).append(attributes).append('>').append(Escape.xml(text));
    out.append("</").append(name).append(">\n");
  }
}
