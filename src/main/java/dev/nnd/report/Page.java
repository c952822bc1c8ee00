package dev.nnd.report;

import dev.nnd.picture.Escape;
import dev.nnd.program.Drawn;
import dev.nnd.search.Importance;
import dev.nnd.tune.TrialRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page of a search. What it says in words, and a table of the best trials, are there without a
 * script; the charts are drawn by one.
 */
public final class Page {
  private static final int ROWS = 20;
  private static final List<String> SCRIPTS =
      List.of("scales.js", "plot.js", "charts.js", "parallel.js", "page.js");

  private final Study study;
  private final StringBuilder out = new StringBuilder();

  private Page(Study study) {
    this.study = study;
  }

  /**
   * The text of a file.
   *
   * @param now the time, in milliseconds since 1970: until then trials have run that still do
   */
  public static String of(Study study, long now) {
    Importance importance = study.importance();
    return of(study, importance, PageData.of(study, importance, now), Optional.empty());
  }

  /**
   * The text of a page that follows a search.
   *
   * @param version of the data; another version is asked for as long as there is one
   */
  static String live(Study study, Importance importance, long now, String version) {
    Map<String, Object> data = liveData(study, importance, now, version);
    return of(study, importance, data, Optional.of("'self'"));
  }

  /** The data of a page that follows a search. */
  static Map<String, Object> liveData(
      Study study, Importance importance, long now, String version) {
    Map<String, Object> data = new LinkedHashMap<>(PageData.of(study, importance, now));
    data.put("live", true);
    data.put("version", version);
    data.put("overview", Overview.of(study, importance));
    return data;
  }

  private static String of(
      Study study, Importance importance, Map<String, Object> data, Optional<String> connect) {
    return new Page(study).write(importance, JsonText.of(data), connect);
  }

  private String write(Importance importance, String data, Optional<String> connect) {
    String style = resource("report.css");
    String script = script();
    String title = study.plan().name() + " · " + study.file();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.append("base-uri 'none'; form-action 'none'; style-src ").append(hash(style));
    out.append("; script-src ").append(hash(script));
    connect.ifPresent(source -> out.append("; connect-src ").append(source));
    out.append("\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    element("title", "", title);
    out.append("<style>").append(style).append("</style>\n</head>\n<body>\n<main>\n<header>");
    element("h1", "", study.plan().name());
    out.append("<div class=\"tools\"><span id=\"live\" class=\"note\" role=\"status\">");
    out.append(connect.isPresent() ? "live" : "").append("</span>");
    out.append("<button id=\"theme\" type=\"button\" hidden>Light or dark</button></div>\n");
    out.append("</header>\n<div id=\"overview\">\n").append(Overview.of(study, importance));
    out.append("</div>\n").append(resource("charts.html"));
    out.append("<div id=\"table\" class=\"scroll\">\n");
    table();
    out.append("</div>\n").append(resource("end.html"));
    out.append("<script type=\"application/json\" id=\"data\">").append(data);
    out.append("</script>\n<script>").append(script).append("</script>\n");
    return out.append("</body>\n</html>\n").toString();
  }

  /** The best trials, for those who run no scripts. */
  private void table() {
    out.append("<table>\n<thead><tr>");
    element("th", " scope=\"col\" class=\"number\"", "trial");
    element("th", " scope=\"col\" class=\"number\"", study.objective());
    element("th", " scope=\"col\"", "state");
    study.plan().parameters().forEach(p -> element("th", " scope=\"col\"", p.name()));
    out.append("</tr></thead>\n<tbody>\n");
    study.trials().stream()
        .filter(Study::isMeasured)
        .sorted((a, b) -> study.isBetter(a, b) ? -1 : study.isBetter(b, a) ? 1 : 0)
        .limit(ROWS)
        .forEach(this::row);
    out.append("</tbody>\n</table>\n");
  }

  private void row(TrialRecord trial) {
    out.append("<tr>");
    element("td", " class=\"number\"", String.valueOf(trial.number()));
    element("td", " class=\"number\"", Overview.number(trial.objective().orElseThrow()));
    element("td", "", Study.state(trial));
    study
        .plan()
        .parameters()
        .forEach(
            parameter -> {
              Optional<Drawn> drawn = Optional.ofNullable(trial.drawn().get(parameter.name()));
              element("td", "", drawn.map(Overview::shortText).orElse("–"));
            });
    out.append("</tr>\n");
  }

  private void element(String name, String attributes, String text) {
    out.append('<').append(name).append(attributes).append('>').append(Escape.xml(text));
    out.append("</").append(name).append(">");
  }

  private static String script() {
    StringBuilder script = new StringBuilder("\"use strict\";\n(() => {\n");
    for (String name : SCRIPTS) script.append(resource(name));
    return script.append("})();\n").toString();
  }

  /** What a policy calls an element with this text (CSP 3, section 2.3.1). */
  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("report: every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("report: no resource " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
