package dev.nnd.picture;

import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import dev.nnd.picture.Slot.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page with a picture whose groups fold, and a table of the costs of every step. It needs nothing
 * but itself. The browser places the rows and draws the arrows, so that both follow what is folded.
 */
public final class Page {
  private final Sketch sketch;
  private final StringBuilder out = new StringBuilder();
  private final List<Link> links = new ArrayList<>();

  private Page(Sketch sketch) {
    this.sketch = sketch;
  }

  /** The text of a file. */
  public static String of(Sketch sketch) {
    return new Page(sketch).draw();
  }

  private String draw() {
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.append("style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
    element("title", "", sketch.name());
    out.append("<style>\n").append(resource("page.css")).append("</style>\n</head>\n<body>\n");
    out.append("<main>\n");
    element("h1", "", sketch.name());
    if (!Heading.doc(sketch).isEmpty()) element("p", "", Heading.doc(sketch));
    element("p", " class=\"summary\"", Heading.summary(sketch));
    picture();
    table();
    out.append("</main>\n<script type=\"application/json\" id=\"links\">").append(links());
    out.append("</script>\n<script>\n").append(resource("page.js")).append("</script>\n");
    return out.append("</body>\n</html>\n").toString();
  }

  private void picture() {
    out.append("<div class=\"tools\"><button id=\"fold\" type=\"button\">Fold all</button>");
    out.append("<button id=\"unfold\" type=\"button\">Unfold all</button></div>\n");
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The network\">\n");
    out.append("<div class=\"picture\">\n<svg aria-hidden=\"true\"></svg>\n");
    level(Levels.of(sketch));
    out.append("</div>\n</div>\n");
  }

  private void level(Level level) {
    links.addAll(level.links());
    out.append("<div class=\"level\">\n");
    for (List<Slot> row : level.rows()) {
      out.append(Placing.isBorder(row) ? "<div class=\"row border\">\n" : "<div class=\"row\">\n");
      row.forEach(this::slot);
      out.append("</div>\n");
    }
    out.append("</div>\n");
  }

  private void slot(Slot slot) {
    if (slot instanceof Card card) {
      card(card);
    } else if (slot instanceof Box box) {
      out.append("<details open id=\"").append(box.id()).append("\"><summary>");
      out.append(Escape.xml(box.group().title()));
      element("span", "", costs(box.group()));
      out.append("</summary>\n");
      level(box.level());
      out.append("</details>\n");
    } else {
      out.append("<div class=\"point").append(slot instanceof Pass ? " pass" : "");
      out.append("\" id=\"").append(slot.id()).append("\"></div>\n");
    }
  }

  private static String costs(Group group) {
    List<Step> steps = Heading.steps(group.items());
    long parameters = steps.stream().mapToLong(Step::parameters).sum();
    long flops = steps.stream().mapToLong(Step::flops).sum();
    return Amounts.parameters(parameters) + ", " + Amounts.flops(flops);
  }

  private void card(Card card) {
    CardText text = CardText.of(card);
    out.append("<div class=\"card").append(CardText.isEnd(card) ? " end" : "");
    out.append("\" id=\"").append(card.id()).append("\">\n");
    for (CardText.Line line : text.lines()) {
      Step step = line.step();
      out.append("<div class=\"step\" id=\"step").append(step.id()).append("\" title=\"");
      out.append(Escape.xml(Heading.tip(step))).append("\">");
      element("span", "", CardText.words(step));
      element("span", " class=\"aside\"", line.type());
      if (text.hasParameters()) element("span", " class=\"aside\"", line.parameters());
      out.append("</div>\n");
    }
    out.append("</div>\n");
  }

  private void table() {
    element("h2", "", "Layer by layer");
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The table\">\n");
    out.append(
        "<table>\n<caption>FLOPs are those of going forward once with one sample.</caption>");
    out.append("\n<thead><tr><th scope=\"col\" class=\"number\">Line</th>");
    out.append("<th scope=\"col\">Layer</th><th scope=\"col\">Within</th>");
    out.append("<th scope=\"col\">Output</th><th scope=\"col\" class=\"number\">Parameters</th>");
    out.append("<th scope=\"col\" class=\"number\">FLOPs</th></tr></thead>\n<tbody>\n");
    rows(sketch.items(), List.of());
    long flops = Heading.steps(sketch.items()).stream().mapToLong(Step::flops).sum();
    out.append("</tbody>\n<tfoot><tr><th></th><th scope=\"row\">All</th><td></td><td></td>");
    element("td", " class=\"number\"", Amounts.of(sketch.parameters()));
    element("td", " class=\"number\"", Amounts.of(flops));
    out.append("</tr></tfoot>\n</table>\n</div>\n");
  }

  private void rows(List<Item> items, List<String> within) {
    for (Item item : items) {
      if (item instanceof Group group) {
        List<String> inner = new ArrayList<>(within);
        inner.add(group.title());
        rows(group.items(), inner);
      } else if (item instanceof Step step) {
        row(step, String.join(" › ", within));
      }
    }
  }

  private void row(Step step, String within) {
    boolean end = step.kind() == Kind.INPUT || step.kind() == Kind.OUTPUT;
    out.append("<tr>");
    element("td", " class=\"number\"", String.valueOf(step.line()));
    out.append("<td><a href=\"#step").append(step.id()).append("\">");
    element("code", "", CardText.words(step));
    out.append("</a></td>");
    element("td", "", within);
    element("td", " class=\"type\"", step.type());
    element("td", " class=\"number\"", end ? "" : Amounts.of(step.parameters()));
    element("td", " class=\"number\"", end ? "" : Amounts.of(step.flops()));
    out.append("</tr>\n");
  }

  private void element(String name, String attributes, String text) {
    out.append('<').append(name).append(attributes).append('>').append(Escape.xml(text));
    out.append("</").append(name).append(">");
  }

  /** The arrows: where each comes from and where it leads, as slots and as points in them. */
  private String links() {
    return links.stream()
        .map(
            link ->
                "[\"%s\",\"%s\",\"%s\",\"%s\"]"
                    .formatted(
                        link.from().id(), link.start().id(), link.to().id(), link.end().id()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("picture: no resource " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
