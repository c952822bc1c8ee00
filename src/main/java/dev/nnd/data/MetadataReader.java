package dev.nnd.data;

import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.program.DataPlan.Selector;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what {@link MetadataWriter} wrote. The texts may be hostile. */
final class MetadataReader {
  private final String file;
  private final Map<String, String> metadata;

  MetadataReader(String file, Map<String, String> metadata) {
    this.file = file;
    this.metadata = metadata;
  }

  Preprocessing read() {
    if (!metadata.containsKey("data.columns")) {
      return Preprocessing.none();
    }
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    for (String name : words("data.columns")) {
      recipes.put(name, recipe(name));
    }
    boolean resizes = metadata.containsKey("data.images");
    if (resizes && !text("data.images").equals("resized")) throw bad("data.images");
    return new Preprocessing(recipes, text("data.target"), layout(), resizes);
  }

  private Preprocessing.CsvLayout layout() {
    if (!metadata.containsKey("data.csv")) {
      return Preprocessing.CsvLayout.USUAL;
    }
    String text = text("data.csv");
    for (boolean header : new boolean[] {true, false}) {
      String start = header ? "header " : "no_header ";
      if (text.startsWith(start) && text.length() == start.length() + 1) {
        return new Preprocessing.CsvLayout(Optional.of(header), text.charAt(start.length()));
      }
    }
    throw bad("data.csv");
  }

  private Recipe recipe(String name) {
    String key = "data." + name;
    List<Integer> shape = words(key + ".shape").stream().map(w -> natural(key, w)).toList();
    if (shape.contains(0) || shape.stream().mapToDouble(d -> d).reduce(1, (a, b) -> a * b) > 1e9) {
      throw bad(key + ".shape");
    }
    List<Transform> steps = new ArrayList<>();
    int count = natural(key + ".steps", text(key + ".steps"));
    for (int i = 0; i < count; i++) {
      steps.add(step(key + ".step." + i, shape, steps));
    }
    return new Recipe(name, selector(key + ".from"), shape, steps);
  }

  private Selector selector(String key) {
    List<String> words = words(key);
    if (words.equals(List.of("names"))) {
      return new ByName(text(key + ".first"), text(key + ".last"));
    }
    if (words.size() == 3 && words.get(0).equals("positions")) {
      return new ByPosition(natural(key, words.get(1)), natural(key, words.get(2)));
    }
    throw bad(key);
  }

  private Transform step(String key, List<Integer> shape, List<Transform> before) {
    List<String> words = words(key);
    String argument = words.size() == 2 ? words.get(1) : "";
    String what = words.isEmpty() ? "" : words.get(0);
    return switch (what) {
      case "scale" -> new Transform.Scale(number(key, argument));
      case "offset" -> new Transform.Offset(number(key, argument));
      case "log1p" -> new Transform.Log1p();
      case "normalize" -> normalize(key, shape);
      case "numbers", "texts" -> labels(key, natural(key, argument), what.equals("numbers"));
      case "one_hot" -> oneHot(key, natural(key, argument), before);
      case "shuffle" -> new Transform.Shuffle(whole(key, argument));
      default -> throw bad(key);
    };
  }

  private Transform normalize(String key, List<Integer> shape) {
    double[] start = numbers(key + ".start");
    double[] length = numbers(key + ".length");
    int features = Features.of(shape).count();
    if (start.length != features || length.length != features) {
      throw bad(key);
    }
    return new Transform.Normalize(start, length);
  }

  private Transform labels(String key, int count, boolean numeric) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(text(key + "." + i));
    }
    return new ClassLabels(names, numeric);
  }

  private Transform oneHot(String key, int count, List<Transform> before) {
    if (before.isEmpty()
        || !(before.get(before.size() - 1) instanceof ClassLabels labels)
        || labels.names().size() != count) {
      throw bad(key);
    }
    return new Transform.OneHot(count);
  }

  private String text(String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw bad(key);
    }
    return text;
  }

  private List<String> words(String key) {
    return Stream.of(text(key).split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private double[] numbers(String key) {
    return words(key).stream().mapToDouble(word -> number(key, word)).toArray();
  }

  private double number(String key, String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw bad(key);
    }
  }

  private int whole(String key, String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw bad(key);
    }
  }

  private int natural(String key, String word) {
    int number = whole(key, word);
    if (number < 0) {
      throw bad(key);
    }
    return number;
  }

  private DataException bad(String key) {
    return DataException.of(
            Code.FILE_MALFORMED,
            Span.nowhere(),
            file,
            "a model of this program",
            "its metadata has no usable `" + key + "`")
        .withHelp("`nnd predict` needs weights that `nnd train` wrote");
  }
}
