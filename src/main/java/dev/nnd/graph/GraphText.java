package dev.nnd.graph;

import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a graph: one node a line, then its results. Values are numbered by position, so
 * that two graphs that do the same print the same. Origins are not part of it.
 *
 * <pre>
 * %0 = input(name="x", element=float, shape=[N, 4]) : float[N, 4]
 * %1 = activate(activation=relu[0.0]) %0 : float[N, 4]
 * output "y" %1
 * </pre>
 */
public final class GraphText {
  private static final Pattern NODE =
      Pattern.compile("%(\\d+) = ([a-z0-9_]+)(?:\\((.*)\\))?((?: %\\d+)*) : (\\w+\\[.*\\])");
  private static final Pattern RESULT = Pattern.compile("(\\w+) (\".*\") %(\\d+)");

  private GraphText() {}

  /** Prints a graph. */
  public static String print(Graph graph) {
    Map<Value, Integer> numbers = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (Node node : graph.nodes()) {
      numbers.put(node.result(), numbers.size());
      text.append('%')
          .append(numbers.get(node.result()))
          .append(" = ")
          .append(OpText.print(node.op()));
      for (Value operand : node.operands()) text.append(" %").append(numbers.get(operand));
      text.append(" : ").append(node.type()).append('\n');
    }
    for (Result result : graph.results()) {
      text.append(result.kind()).append(' ').append(OpText.quote(result.name()));
      text.append(" %").append(numbers.get(result.value())).append('\n');
    }
    return text.toString();
  }

  /**
   * Reads what {@link #print} prints; empty lines and lines that begin with {@code #} are passed
   * over.
   *
   * @throws IllegalArgumentException if the text has another form or a type does not fit
   */
  public static Graph parse(String text) {
    GraphBuilder builder = new GraphBuilder();
    Map<Integer, Value> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) continue;
      if (line.startsWith("%")) {
        parseNode(line, builder, values);
      } else {
        parseResult(line, builder, values);
      }
    }
    return builder.build();
  }

  private static void parseNode(String line, GraphBuilder builder, Map<Integer, Value> values) {
    Matcher m = NODE.matcher(line);
    if (!m.matches()) throw new IllegalArgumentException("not a node: " + line);
    List<Value> operands = new ArrayList<>();
    for (String operand : m.group(4).trim().split("\\s+")) {
      if (!operand.isEmpty()) operands.add(value(values, operand.substring(1), line));
    }
    Op op = OpText.parse(m.group(2), m.group(3) == null ? "" : m.group(3));
    Value value = builder.add(op, operands, Span.nowhere());
    if (!builder.type(value).toString().equals(m.group(5))) {
      throw new IllegalArgumentException("type is " + builder.type(value) + ": " + line);
    }
    values.put(Integer.parseInt(m.group(1)), value);
  }

  private static void parseResult(String line, GraphBuilder builder, Map<Integer, Value> values) {
    Matcher m = RESULT.matcher(line);
    if (!m.matches()) throw new IllegalArgumentException("not a result: " + line);
    Result.Kind kind = Result.Kind.valueOf(m.group(1).toUpperCase(Locale.ROOT));
    builder.result(kind, OpText.unquote(m.group(2)), value(values, m.group(3), line));
  }

  private static Value value(Map<Integer, Value> values, String number, String line) {
    Value value = values.get(Integer.parseInt(number));
    if (value == null)
      throw new IllegalArgumentException("%" + number + " is not defined before: " + line);
    return value;
  }
}
