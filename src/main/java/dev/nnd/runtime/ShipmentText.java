package dev.nnd.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a shipment says of its network and its code, as JSON and back. */
final class ShipmentText {
  private ShipmentText() {}

  /** The text, without the weights. */
  static String of(Shipment shipment) {
    Description d = shipment.description();
    StringJoiner code = new StringJoiner(",\n    ", "{\n    ", "\n  }");
    shipment
        .memories()
        .forEach(
            (lanes, memory) ->
                code.add(
                    "\"%d\": {\"arena\": %d, \"scratch\": %s}"
                        .formatted(lanes, memory.arena(), memory.scratch())));
    return new StringJoiner(",\n  ", "{\n  ", "\n}\n")
        .add("\"name\": " + Json.quote(d.name()))
        .add("\"inputs\": " + list(d.inputs(), ShipmentText::port))
        .add("\"outputs\": " + list(d.outputs(), ShipmentText::port))
        .add("\"arrays\": " + list(d.arrays(), Json::quote))
        .add("\"classes\": " + list(d.classes(), Json::quote))
        .add("\"chunk\": " + d.chunk())
        .add("\"weights\": " + shipment.weights().length)
        .add("\"code\": " + code)
        .toString();
  }

  private static String port(Port port) {
    return "{\"name\": %s, \"shape\": %s, \"integers\": %s, \"limit\": %d}"
        .formatted(Json.quote(port.name()), port.shape(), port.integers(), port.limit());
  }

  private static <T> String list(List<T> elements, Function<T, String> text) {
    StringJoiner list = new StringJoiner(", ", "[", "]");
    for (T element : elements) list.add(text.apply(element));
    return list.toString();
  }

  /**
   * Reads the text.
   *
   * @param weights which came with it
   * @throws IllegalArgumentException if it is not what {@link #of} wrote about such weights
   */
  static Shipment parse(String text, float[] weights) {
    try {
      Map<?, ?> json = get(Map.class, Json.parse(text));
      if (number(json.get("weights")) != weights.length) {
        throw new IllegalArgumentException(weights.length + " weights for " + text);
      }
      Map<Integer, StepMemory> memories = new TreeMap<>();
      Map<?, ?> codes = get(Map.class, json.get("code"));
      for (Map.Entry<?, ?> code : codes.entrySet()) {
        memories.put(Integer.valueOf((String) code.getKey()), memory(code.getValue()));
      }
      return new Shipment(description(json), memories, weights);
    } catch (Json.Malformed e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Description description(Map<?, ?> json) {
    return new Description(
        get(String.class, json.get("name")),
        ports(json.get("inputs")),
        ports(json.get("outputs")),
        elements(String.class, json.get("arrays")),
        elements(String.class, json.get("classes")),
        number(json.get("chunk")));
  }

  private static List<Port> ports(@Nullable Object json) {
    List<Port> ports = new ArrayList<>();
    for (Map<?, ?> port : elements(Map.class, json)) {
      String name = get(String.class, port.get("name"));
      boolean integers = get(Boolean.class, port.get("integers"));
      int limit = number(port.get("limit"));
      ports.add(new Port(name, numbers(port.get("shape")), integers, limit));
    }
    return ports;
  }

  private static StepMemory memory(Object json) {
    Map<?, ?> memory = get(Map.class, json);
    return new StepMemory(number(memory.get("arena")), numbers(memory.get("scratch")));
  }

  private static List<Integer> numbers(@Nullable Object json) {
    List<Integer> numbers = new ArrayList<>();
    for (Long number : elements(Long.class, json)) numbers.add(number(number));
    return numbers;
  }

  private static <T> List<T> elements(Class<T> type, @Nullable Object json) {
    List<T> elements = new ArrayList<>();
    List<?> list = get(List.class, json);
    for (Object element : list) elements.add(get(type, element));
    return elements;
  }

  private static int number(@Nullable Object json) {
    return Math.toIntExact(get(Long.class, json));
  }

  private static <T> T get(Class<T> type, @Nullable Object json) {
    if (type.isInstance(json)) return type.cast(json);
    throw new IllegalArgumentException(json + " is no " + type.getSimpleName());
  }
}
