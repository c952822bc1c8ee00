package dev.nnd.picture;

import dev.nnd.api.Sketch;
import dev.nnd.picture.Level.Link;
import dev.nnd.picture.Placing.Area;
import dev.nnd.picture.Placing.Placed;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import dev.nnd.picture.Slot.Pass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture in SVG, for light and dark pages. */
public final class Svg {
  private static final int BORDER = 24;
  private static final int TITLE_LINE = 26;
  private static final int TEXT_LINE = 18;

  /** Characters of documentation in a line. */
  private static final int LINE = 84;

  private static final String STYLE =
      """
      svg { background: #fff; color: #1c2430; font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
      text { fill: currentColor; }
      .name { font: bold 20px system-ui, sans-serif; }
      .doc { font: 13px system-ui, sans-serif; }
      .summary { font: 13px system-ui, sans-serif; fill: #57606e; }
      .card { fill: #f6f8fa; stroke: #8b98a8; }
      .end { fill: #e3f0fb; stroke: #2f6fa8; }
      .group { fill: none; stroke: #b4becb; stroke-dasharray: 5 3; }
      .title { fill: #57606e; stroke: #fff; stroke-width: 4px; paint-order: stroke; }
      .aside { font-size: 11px; fill: #57606e; }
      .line { stroke: #dde3ea; }
      .arrow { fill: none; stroke: #6b7786; stroke-width: 1.4; }
      .head { fill: #6b7786; }
      @media (prefers-color-scheme: dark) {
        svg { background: #14181f; color: #e4e9f0; }
        .summary, .title, .aside { fill: #a3aebd; }
        .title { stroke: #14181f; }
        .card { fill: #1f2630; stroke: #66758a; }
        .end { fill: #16324a; stroke: #5aa0dc; }
        .group { stroke: #4a5768; }
        .line { stroke: #333d4a; }
        .arrow { stroke: #93a1b3; }
        .head { fill: #93a1b3; }
      }
      """;

  private final Sketch sketch;
  private final Level top;
  private final Placed placed;

  /** The groups, whose titles stand above the arrows into them. */
  private final List<Box> titled = new ArrayList<>();

  private final StringBuilder out = new StringBuilder();

  private Svg(Sketch sketch) {
    this.sketch = sketch;
    this.top = Levels.of(sketch);
    this.placed = Placing.of(top);
  }

  /** The text of a file. */
  public static String of(Sketch sketch) {
    return new Svg(sketch).draw();
  }

  private String draw() {
    List<String> doc = wrapped(Heading.doc(sketch));
    String summary = Heading.summary(sketch);
    int above = TITLE_LINE + TEXT_LINE * (doc.size() + 1) + BORDER;
    double text = Math.max(summary.length(), doc.isEmpty() ? 0 : LINE) * 6.6;
    double width = Math.max(placed.width(), text) + 2 * BORDER;
    double height = above + placed.height() + 2 * BORDER;
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
            + " role=\"img\" aria-labelledby=\"t d\">",
        number(width), number(height), number(width), number(height));
    line("<title id=\"t\">%s</title>", Escape.xml(sketch.name()));
    line("<desc id=\"d\">%s</desc>", Escape.xml((Heading.doc(sketch) + " " + summary).strip()));
    out.append("<style>\n").append(STYLE).append("</style>\n");
    int y = BORDER + TITLE_LINE / 2;
    text("name", BORDER, y, sketch.name());
    for (String docLine : doc) text("doc", BORDER, y += TEXT_LINE, docLine);
    text("summary", BORDER, y + TEXT_LINE, summary);
    double left = (width - placed.width()) / 2;
    line("<g transform=\"translate(%s %s)\">", number(left), number(above + BORDER));
    level(top);
    titled.forEach(this::title);
    out.append("</g>\n</svg>\n");
    return out.toString();
  }

  private void level(Level level) {
    Map<Slot, List<Link>> arriving = new HashMap<>();
    for (Link link : level.links()) {
      arriving.computeIfAbsent(link.to(), slot -> new ArrayList<>()).add(link);
    }
    for (List<Link> links : arriving.values()) {
      links.sort(Comparator.comparingDouble(link -> area(link.start()).middle()));
    }
    for (List<Slot> row : level.rows()) row.forEach(this::slot);
    for (Link link : level.links()) arrow(link, arriving.get(link.to()));
  }

  private Area area(Slot slot) {
    return placed.areas().get(slot);
  }

  private void slot(Slot slot) {
    Area area = area(slot);
    if (slot instanceof Card card) {
      card(card, area);
    } else if (slot instanceof Box box) {
      rectangle("group", area, 10);
      titled.add(box);
      level(box.level());
    }
  }

  private void title(Box box) {
    Area area = area(box);
    line(
        "<text class=\"title\" x=\"%s\" y=\"%s\">%s<title>%s</title></text>",
        number(area.x() + CardText.MARGIN),
        number(area.y() + 17),
        Escape.xml(CardText.shortened(box.group().title())),
        Escape.xml(box.group().title() + "\nline " + box.group().line()));
  }

  private void card(Card card, Area area) {
    CardText text = CardText.of(card);
    boolean end = CardText.isEnd(card);
    rectangle(end ? "card end" : "card", area, end ? area.height() / 2 : 5);
    for (int i = 0; i < text.lines().size(); i++) {
      CardText.Line line = text.lines().get(i);
      double y = area.y() + i * Placing.ROW;
      if (i > 0) {
        line(
            "<path class=\"line\" d=\"M%s %sh%s\"/>",
            number(area.x() + 1), number(y), number(area.width() - 2));
      }
      line("<g><title>%s</title>", Escape.xml(Heading.tip(line.step())));
      text("step", area.x() + CardText.MARGIN, y + 15, line.text());
      text("aside", area.x() + text.type(), y + 15, line.type());
      if (!line.parameters().isEmpty()) {
        text("aside", area.x() + text.parameters(), y + 15, line.parameters());
      }
      out.append("</g>\n");
    }
  }

  /**
   * A curve from the lower side of a slot to the upper side of one in the next row.
   *
   * @param beside all arrows to the same slot, from left to right
   */
  private void arrow(Link link, List<Link> beside) {
    Area from = area(link.start());
    Area to = area(link.end());
    double x1 = from.middle();
    double x2 = to.middle() + (link.end() == link.to() ? aside(link, beside, to.width()) : 0);
    double y1 = link.from() instanceof Box ? area(link.from()).rowBottom() : from.rowBottom();
    double y2 = link.to() instanceof Box ? area(link.to()).rowTop() : to.rowTop();
    double bend = (y2 - y1) / 2;
    StringBuilder path = new StringBuilder();
    boolean passes = link.from() instanceof Pass;
    path.append("M").append(point(x1, passes ? y1 : from.y() + from.height()));
    if (!passes) path.append("V").append(number(y1));
    path.append("C").append(point(x1, y1 + bend)).append(' ').append(point(x2, y2 - bend));
    path.append(' ').append(point(x2, y2)).append("V").append(number(to.y()));
    if (link.to() instanceof Pass) path.append("V").append(number(to.rowBottom()));
    line("<path class=\"arrow\" d=\"%s\"/>", path);
    if (link.to() instanceof Card) {
      line("<path class=\"head\" d=\"M%sl-4 -7h8z\"/>", point(x2, to.y()));
    }
  }

  /** How far from the middle of a card an arrow arrives, so that several stay apart. */
  private static double aside(Link link, List<Link> beside, double width) {
    double step = Math.min(18, width / (beside.size() + 1));
    return (beside.indexOf(link) - (beside.size() - 1) / 2.0) * step;
  }

  private void rectangle(String style, Area area, double corner) {
    line(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>",
        style,
        number(area.x()),
        number(area.y()),
        number(area.width()),
        number(area.height()),
        number(corner));
  }

  private void text(String style, double x, double y, String text) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, number(x), number(y), Escape.xml(text));
  }

  private void line(String form, Object... args) {
    out.append(String.format(Locale.ROOT, form, args)).append('\n');
  }

  private static String point(double x, double y) {
    return number(x) + " " + number(y);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) lines.add(line.toString());
    return lines;
  }
}
