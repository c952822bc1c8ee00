package dev.nnd.data;

import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.ByPosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Writes preprocessing as texts by key, for example
 *
 * <pre>
 * data.csv                 header ,
 * data.columns             image label
 * data.target              label
 * data.image.from          positions 0 63
 * data.image.shape         64
 * data.image.steps         1
 * data.image.step.0        scale 0.0625
 * data.label.from          names
 * data.label.from.first    species
 * data.label.from.last     species
 * data.label.shape
 * data.label.steps         1
 * data.label.step.0        texts 2
 * data.label.step.0.0      setosa
 * data.label.step.0.1      versicolor
 * </pre>
 *
 * <p>Names that files bring stand alone, so that nothing in them needs an escape.
 */
final class MetadataWriter {
  private final Map<String, String> out = new LinkedHashMap<>();

  Map<String, String> write(Preprocessing preprocessing) {
    if (preprocessing.recipes().isEmpty()) {
      return out;
    }
    Preprocessing.CsvLayout layout = preprocessing.layout();
    layout
        .header()
        .ifPresent(
            header ->
                out.put("data.csv", (header ? "header " : "no_header ") + layout.delimiter()));
    if (preprocessing.resizes()) out.put("data.images", "resized");
    out.put("data.columns", String.join(" ", preprocessing.recipes().keySet()));
    out.put("data.target", preprocessing.target());
    preprocessing.recipes().values().forEach(this::write);
    return out;
  }

  private void write(Recipe recipe) {
    String key = "data." + recipe.name();
    if (recipe.selector() instanceof ByName names) {
      out.put(key + ".from", "names");
      out.put(key + ".from.first", names.first());
      out.put(key + ".from.last", names.last());
    } else if (recipe.selector() instanceof ByPosition positions) {
      out.put(key + ".from", "positions " + positions.first() + " " + positions.last());
    }
    out.put(
        key + ".shape",
        recipe.shape().stream().map(Object::toString).collect(Collectors.joining(" ")));
    out.put(key + ".steps", Integer.toString(recipe.steps().size()));
    for (int i = 0; i < recipe.steps().size(); i++) {
      write(key + ".step." + i, recipe.steps().get(i));
    }
  }

  private void write(String key, Transform step) {
    if (step instanceof Transform.Scale scale) {
      out.put(key, "scale " + scale.factor());
    } else if (step instanceof Transform.Offset offset) {
      out.put(key, "offset " + offset.amount());
    } else if (step instanceof Transform.Log1p) {
      out.put(key, "log1p");
    } else if (step instanceof Transform.Normalize normalize) {
      out.put(key, "normalize");
      out.put(key + ".start", text(normalize.start()));
      out.put(key + ".length", text(normalize.length()));
    } else if (step instanceof ClassLabels labels) {
      List<String> names = labels.names();
      out.put(key, (labels.numeric() ? "numbers " : "texts ") + names.size());
      for (int i = 0; i < names.size(); i++) {
        out.put(key + "." + i, names.get(i));
      }
    } else if (step instanceof Transform.OneHot oneHot) {
      out.put(key, "one_hot " + oneHot.classes());
    } else if (step instanceof Transform.Shuffle shuffle) {
      out.put(key, "shuffle " + shuffle.key());
    }
  }

  private static String text(double[] numbers) {
    return DoubleStream.of(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }
}
