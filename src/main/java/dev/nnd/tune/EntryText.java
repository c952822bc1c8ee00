package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Trial;
import dev.nnd.train.FlatJson;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Headers and entries as lines of JSON, and back. What is read may be anything; what makes no sense
 * is an {@link IllegalArgumentException}, whose message is a clause that a user understands.
 *
 * <pre>
 * {"event":"begin","trial":7,"attempt":1,"worker":"1","at":1764000000000,"set.rate":0.0012,"set.batch":"64"}
 * {"event":"epoch","trial":7,"epoch":1,"at":1764000000321,"train.loss":0.41,"validation.loss":0.18}
 * {"event":"end","trial":7,"end":"complete","objective":0.97,"at":1764000000999,"validation.loss":0.1}
 * </pre>
 *
 * <p>A value that was drawn is a number, or for a choice the text of the program and its position,
 * as {@code "set.batch":"64","index.batch":1}.
 */
final class EntryText {
  private static final int VERSION = 1;
  private static final String SETTING = "set.";
  private static final String INDEX = "index.";

  private EntryText() {}

  static String of(Header header) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("journal", VERSION);
    line.put("search", header.search());
    line.put("train", header.train());
    line.put("file", header.file().toString());
    line.put("program", header.program());
    line.put("seed", header.seed());
    line.put("trials", header.trials());
    line.put("objective", header.objective());
    line.put("goal", header.maximize() ? "maximize" : "minimize");
    line.put("free_running", header.freeRunning());
    return FlatJson.text(line);
  }

  static Header header(String text) {
    Fields fields = Fields.of(text);
    int version = fields.whole("journal", 1, Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new IllegalArgumentException("written by another version of nnd");
    }
    return new Header(
        fields.text("search"),
        fields.text("train"),
        path(fields.text("file")),
        fields.text("program"),
        fields.number("seed").longValue(),
        fields.whole("trials", 1, Integer.MAX_VALUE),
        fields.text("objective"),
        fields.oneOf("goal", "maximize", "minimize").equals("maximize"),
        fields.flag("free_running"));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`file` is no path", e);
    }
  }

  static String of(Entry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    if (entry instanceof Entry.Session) {
      line.put("event", "session");
    } else if (entry instanceof Entry.Begin begin) {
      line.put("event", "begin");
      line.put("trial", begin.trial());
      line.put("attempt", begin.attempt());
      line.put("worker", begin.worker());
      begin.drawn().forEach((name, drawn) -> put(line, name, drawn));
    } else if (entry instanceof Entry.Epoch epoch) {
      line.put("event", "epoch");
      line.put("trial", epoch.trial());
      line.put("epoch", epoch.epoch());
      line.putAll(epoch.metrics());
    } else if (entry instanceof Entry.Ended ended) {
      line.put("event", "end");
      line.put("trial", ended.trial());
      line.put("end", ended.end().name().toLowerCase(Locale.ROOT));
      ended.objective().ifPresent(value -> line.put("objective", value));
      if (!ended.reason().isEmpty()) line.put("reason", ended.reason());
      line.putAll(ended.metrics());
    } else if (entry instanceof Entry.Stop stop) {
      line.put("event", "stop");
      line.put("trial", stop.trial());
    } else if (entry instanceof Entry.Revive revive) {
      line.put("event", "revive");
      line.put("trial", revive.trial());
    } else {
      line.put("event", "over");
    }
    line.put("at", entry.at());
    return FlatJson.text(line);
  }

  private static void put(Map<String, Object> line, String name, Drawn drawn) {
    if (drawn instanceof Drawn.Real real) {
      line.put(SETTING + name, real.value());
    } else if (drawn instanceof Drawn.Int whole) {
      line.put(SETTING + name, whole.value());
    } else if (drawn instanceof Drawn.Choice choice) {
      line.put(SETTING + name, choice.text());
      line.put(INDEX + name, choice.index());
    }
  }

  static Entry entry(String text) {
    Fields fields = Fields.of(text);
    long at = fields.number("at").longValue();
    String event = fields.text("event");
    return switch (event) {
      case "session" -> new Entry.Session(at);
      case "begin" ->
          new Entry.Begin(
              fields.trial(),
              fields.whole("attempt", 1, Integer.MAX_VALUE),
              drawn(fields),
              fields.text("worker"),
              at);
      case "epoch" ->
          new Entry.Epoch(
              fields.trial(), fields.whole("epoch", 1, Integer.MAX_VALUE), fields.metrics(), at);
      case "end" ->
          new Entry.Ended(
              fields.trial(),
              end(fields.text("end")),
              fields.has("objective")
                  ? OptionalDouble.of(fields.number("objective").doubleValue())
                  : OptionalDouble.empty(),
              fields.metrics(),
              fields.has("reason") ? fields.text("reason") : "",
              at);
      case "stop" -> new Entry.Stop(fields.trial(), at);
      case "revive" -> new Entry.Revive(fields.trial(), at);
      case "over" -> new Entry.Over(at);
      default -> throw new IllegalArgumentException("there is no event `" + event + "`");
    };
  }

  private static Trial.End end(String text) {
    for (Trial.End end : Trial.End.values()) {
      if (end.name().toLowerCase(Locale.ROOT).equals(text)) return end;
    }
    throw new IllegalArgumentException("no trial ends as `" + text + "`");
  }

  private static Map<String, Drawn> drawn(Fields fields) {
    Map<String, Drawn> drawn = new LinkedHashMap<>();
    for (String key : fields.names()) {
      if (!key.startsWith(SETTING)) continue;
      String name = key.substring(SETTING.length());
      if (fields.has(INDEX + name)) {
        int index = fields.whole(INDEX + name, 0, Integer.MAX_VALUE);
        drawn.put(name, new Drawn.Choice(index, fields.text(key)));
      } else {
        Number number = fields.number(key);
        drawn.put(
            name,
            number instanceof Double real
                ? new Drawn.Real(real)
                : new Drawn.Int(number.longValue()));
      }
    }
    return drawn;
  }

  /** The entries of an object. */
  private record Fields(Map<String, Object> values) {
    private static final List<String> PARTS = List.of("train.", "validation.", "test.");

    static Fields of(String text) {
      try {
        return new Fields(FlatJson.parse(text));
      } catch (IOException e) {
        throw new IllegalArgumentException("no JSON object", e);
      }
    }

    Iterable<String> names() {
      return values.keySet();
    }

    boolean has(String name) {
      return values.containsKey(name);
    }

    String text(String name) {
      if (values.get(name) instanceof String text) return text;
      throw new IllegalArgumentException("`" + name + "` is no text");
    }

    boolean flag(String name) {
      if (values.get(name) instanceof Boolean flag) return flag;
      throw new IllegalArgumentException("`" + name + "` is neither true nor false");
    }

    String oneOf(String name, String one, String other) {
      String text = text(name);
      if (text.equals(one) || text.equals(other)) return text;
      throw new IllegalArgumentException("`" + name + "` is neither " + one + " nor " + other);
    }

    /** A Double, Integer or Long. */
    Number number(String name) {
      Object value = values.get(name);
      if (value instanceof Double || value instanceof Integer || value instanceof Long) {
        return (Number) value;
      }
      throw new IllegalArgumentException("`" + name + "` is no number");
    }

    int whole(String name, int least, int most) {
      Number number = number(name);
      if (number instanceof Double || number.longValue() < least || number.longValue() > most) {
        throw new IllegalArgumentException("`" + name + "` is not a whole number from " + least);
      }
      return number.intValue();
    }

    int trial() {
      return whole("trial", 0, Integer.MAX_VALUE);
    }

    /** All that was measured on a part; what is null is no number. */
    Map<String, Double> metrics() {
      Map<String, Double> metrics = new LinkedHashMap<>();
      for (Map.Entry<String, Object> field : values.entrySet()) {
        if (PARTS.stream().noneMatch(field.getKey()::startsWith)) continue;
        boolean none = field.getValue() == null;
        metrics.put(field.getKey(), none ? Double.NaN : number(field.getKey()).doubleValue());
      }
      return metrics;
    }
  }
}
