package dev.nnd.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.api.Compiler;
import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Arrow;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.picture.Placing.Area;
import dev.nnd.picture.Placing.Placed;
import dev.nnd.picture.Slot.Box;
import dev.nnd.picture.Slot.Card;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What pictures of programs look like, as text, and that they are well formed. */
final class PictureTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private static Sketch sketch(String file, String name) throws IOException {
    return Compiler.of(RESOURCES.resolve(file)).sketch(name, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "picture/tangled.nnd, Tangled",
    "networks/resnet20.nnd, ResNet20",
    "programs/digits.nnd, Baseline"
  })
  void rowsAndPlaces(String file, String name) throws IOException {
    Sketch sketch = sketch(file, name);
    Level level = Levels.of(sketch);
    StringBuilder text = new StringBuilder(Dot.of(sketch)).append('\n');
    write(level, Placing.of(level), "", text);
    Golden.assertMatches("picture/" + sketch.name() + ".txt", text.toString());
  }

  /** Each row with what stands in it, and the left side, top and width of what is to be seen. */
  private static void write(Level level, Placed placed, String indent, StringBuilder to) {
    for (List<Slot> row : level.rows()) {
      to.append(indent).append("row\n");
      for (Slot slot : row) {
        Area area = placed.areas().get(slot);
        to.append(indent).append("  ").append(slot.id());
        to.append(String.format(Locale.ROOT, " %.0f,%.0f %.0f", area.x(), area.y(), area.width()));
        if (slot instanceof Card card) {
          card.steps().forEach(step -> to.append(" | ").append(CardText.words(step)));
        }
        to.append('\n');
        if (slot instanceof Box box) write(box.level(), placed, indent + "    ", to);
      }
    }
    for (Level.Link link : level.links()) {
      to.append(indent).append(link.start().id()).append(" -> ").append(link.end().id());
      to.append('\n');
    }
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void svgIsXmlThatSaysItsName() throws Exception {
    Sketch sketch = sketch("picture/tangled.nnd", "Tangled");
    Element svg = parse(Svg.of(sketch)).getDocumentElement();
    assertEquals("img", svg.getAttribute("role"));
    assertEquals("Tangled", svg.getElementsByTagName("title").item(0).getTextContent());
    String description = svg.getElementsByTagName("desc").item(0).getTextContent();
    assertTrue(description.startsWith("A model </title><script>alert(1)</script>"), description);
    assertEquals(0, svg.getElementsByTagName("script").getLength());
    assertTrue(svg.getTextContent().contains("dense(units)"));
  }

  /** A name that no parser lets through, as a library might. */
  @Test
  void hostileTextsStayTexts() throws Exception {
    String hostile = "\"/><script>alert(1)</script>&\u0000\u001b\uD800\\\n-->]]>";
    Step step = new Step(0, Kind.LAYER, hostile, hostile, 1, 1, 1);
    Sketch sketch =
        new Sketch(
            hostile,
            Map.of(hostile, hostile),
            List.of(hostile),
            List.of(new Sketch.Group(hostile, 1, List.of(step))),
            List.of(),
            1);
    assertEquals(
        0, parse(Svg.of(sketch)).getDocumentElement().getElementsByTagName("script").getLength());
    String page = Page.of(sketch);
    assertEquals(2, page.split("<script", -1).length - 1);
    assertFalse(page.contains("alert(1)</script"));
    assertTrue(page.contains("&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
    assertTrue(Dot.of(sketch).contains("\\\"/><script>alert(1)</script>&"));
  }

  @Test
  void pageHasWhatItsArrowsName() throws IOException {
    for (String file : List.of("picture/tangled.nnd", "networks/resnet20.nnd")) {
      Compiler compiler = Compiler.of(RESOURCES.resolve(file));
      String page = Page.of(compiler.sketch(compiler.models().get(0), Map.of()));
      Set<String> ids = new HashSet<>();
      Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
      while (id.find()) assertTrue(ids.add(id.group(1)), "twice: " + id.group(1));
      String links = page.substring(page.indexOf("id=\"links\">") + 11);
      Matcher named =
          Pattern.compile("\"([^\"]*)\"").matcher(links.substring(0, links.indexOf("</script>")));
      int count = 0;
      for (; named.find(); count++) assertTrue(ids.contains(named.group(1)), named.group(1));
      assertTrue(count > 40, () -> file + " has arrows");
      assertFalse(Pattern.compile("(src|href)=\"[^#]").matcher(page).find(), "loads nothing");
    }
  }

  @Test
  void sketchOfSharedAndUnusedThings() throws IOException {
    Sketch sketch = sketch("picture/tangled.nnd", "Tangled");
    List<Step> steps = Heading.steps(sketch.items());
    // Both uses of the shared layer name all of its parameters; the network counts them once.
    List<Long> shared =
        steps.stream().filter(s -> s.text().equals("dense(8)")).map(Step::parameters).toList();
    assertEquals(List.of(40L, 40L, 72L), shared);
    long all = steps.stream().mapToLong(Step::parameters).sum();
    assertEquals(sketch.parameters() + 40, all);
    Step late = steps.stream().filter(s -> s.text().equals("late")).findFirst().orElseThrow();
    Step same = steps.stream().filter(s -> s.text().equals("same")).findFirst().orElseThrow();
    assertTrue(sketch.arrows().contains(new Arrow(late.id(), same.id())));
  }
}
