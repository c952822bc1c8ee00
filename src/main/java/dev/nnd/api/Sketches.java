package dev.nnd.api;

import dev.nnd.api.Sketch.Arrow;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import dev.nnd.check.Model;
import dev.nnd.check.Section;
import dev.nnd.graph.Element;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws the sketch of a model: a step for each use of a layer, whatever it is made of. */
final class Sketches {
  private final Graph graph;
  private final List<Section> sections;
  private final Map<Integer, Node> nodes = new HashMap<>();
  private final Map<Value, LayerCost> costs = new HashMap<>();

  /** The steps of the values that are made by one. */
  private final Map<Value, Integer> steps = new HashMap<>();

  private final Set<Arrow> arrows = new LinkedHashSet<>();
  private int nextSection;
  private int nextStep;

  private Sketches(Model model) {
    this.graph = model.graph();
    this.sections = model.sections();
    graph.nodes().forEach(node -> nodes.put(node.result().id(), node));
    Costs.of(graph).forEach(cost -> costs.put(cost.node().result(), cost));
  }

  static Sketch of(Model model) {
    return new Sketches(model).draw(model);
  }

  private Sketch draw(Model model) {
    int end = nodes.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
    List<Item> items = new ArrayList<>(items(0, end));
    graph.results(Result.Kind.OUTPUT).forEach(output -> items.add(output(output)));
    return new Sketch(
        model.name(),
        model.settings(),
        model.doc(),
        items,
        List.copyOf(arrows),
        graph.parameters().stream()
            .filter(parameter -> parameter.role() != Role.SLOT)
            .mapToLong(parameter -> parameter.shape().size())
            .sum());
  }

  /** What the values with the numbers from {@code first} to before {@code end} make. */
  private List<Item> items(int first, int end) {
    List<Item> items = new ArrayList<>();
    int at = first;
    while (at < end) {
      if (nextSection < sections.size() && sections.get(nextSection).first() == at) {
        Section section = sections.get(nextSection++);
        section(section, items);
        at = section.end();
      } else {
        single(at++, items);
      }
    }
    return items;
  }

  private void section(Section section, List<Item> to) {
    if (section.kind() == Section.Kind.LAYER) {
      List<Node> made =
          IntStream.range(section.first(), section.end())
              .mapToObj(nodes::get)
              .filter(node -> node != null && isStep(node))
              .toList();
      if (!made.isEmpty())
        to.add(step(Kind.LAYER, written(section.origin()), made, section.origin()));
      return;
    }
    List<Item> inner = items(section.first(), section.end());
    boolean wrapsOne = inner.size() == 1 && inner.get(0) instanceof Group;
    if (section.kind() == Section.Kind.ROUND && wrapsOne) {
      to.addAll(inner);
    } else if (!inner.isEmpty()) {
      to.add(new Group(title(section), section.origin().line(), inner));
    }
  }

  private static String title(Section section) {
    String text = written(section.origin());
    return switch (section.kind()) {
      case LAYER, BLOCK -> text;
      case REPEAT -> text.substring(0, text.indexOf('{')).strip();
      case ROUND -> "round " + (section.round() + 1);
    };
  }

  private static String written(Span span) {
    return span.text().replaceAll("\\s+", " ").strip();
  }

  /** A value that no layer made. */
  private void single(int id, List<Item> to) {
    Node node = nodes.get(id);
    if (node == null) return;
    if (node.op() instanceof Primitive.Input input) {
      to.add(step(Kind.INPUT, input.name(), List.of(node), node.origin()));
    } else if (isStep(node)) {
      to.add(step(Kind.ARITHMETIC, written(node.origin()), List.of(node), node.origin()));
    }
  }

  /** Whether a node works on samples; a broadcast is part of what reads it. */
  private static boolean isStep(Node node) {
    boolean works = node.type().shape().batched() || node.op() instanceof Layer;
    return works && !(node.op() instanceof Primitive.Broadcast);
  }

  private Step step(Kind kind, String text, List<Node> made, Span origin) {
    int id = nextStep++;
    long parameters = 0;
    long flops = 0;
    for (Node node : made) {
      node.operands().forEach(operand -> arrows(operand, id));
      steps.put(node.result(), id);
      LayerCost cost = costs.get(node.result());
      parameters += cost == null ? 0 : cost.parameters();
      flops += cost == null ? 0 : cost.flops();
    }
    String type = text(made.get(made.size() - 1).type());
    return new Step(id, kind, text, type, parameters, flops, origin.line());
  }

  private Step output(Result output) {
    int id = nextStep++;
    arrows(output.value(), id);
    Node node = graph.producer(output.value());
    return new Step(id, Kind.OUTPUT, output.name(), text(node.type()), 0, 0, node.origin().line());
  }

  /** Arrows from the steps that a value comes of. */
  private void arrows(Value value, int to) {
    Integer from = steps.get(value);
    if (from == null) {
      graph.producer(value).operands().forEach(operand -> arrows(operand, to));
    } else if (from != to) {
      arrows.add(new Arrow(from, to));
    }
  }

  private static String text(Type type) {
    String element = type.element() == Element.FLOAT ? "" : type.element().toString();
    return element + type.shape().written();
  }
}
