package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Parts;
import dev.nnd.program.DataPlan.Source;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Data plans as the checker makes them of a text; places are found by their words. */
final class Program {
  private final SourceFile file;

  Program(String text) {
    this.file = new SourceFile("test.nnd", text);
  }

  /** A program that is not shown. */
  Program() {
    this("");
  }

  /** The first place with these words. */
  Span at(String words) {
    int start = file.text().indexOf(words);
    return start < 0 ? Span.nowhere() : new Span(file, start, start + words.length());
  }

  DataPlan whole(Source source, Map<Part, Double> shares, Column... columns) {
    Parts parts = new Parts(Map.of(), Optional.of(source), shares, 7);
    return new DataPlan("Data", parts, List.of(columns), at("data Data"));
  }

  DataPlan parts(Map<Part, Source> sources, Column... columns) {
    Parts parts = new Parts(sources, Optional.empty(), Map.of(), 7);
    return new DataPlan("Data", parts, List.of(columns), at("data Data"));
  }

  Column column(String name, int first, int last, Step... steps) {
    return new Column(name, new DataPlan.ByPosition(first, last), List.of(steps), at(name + ":"));
  }

  Column column(String name, String first, String last, Step... steps) {
    return new Column(name, new DataPlan.ByName(first, last), List.of(steps), at(name + ":"));
  }

  Step classes() {
    return new DataPlan.Classes(OptionalInt.empty(), at("classes"));
  }

  Step classes(int count) {
    return new DataPlan.Classes(OptionalInt.of(count), at("classes(" + count + ")"));
  }

  Step scale(double factor) {
    return new DataPlan.Scale(factor, at("scale"));
  }

  Step standardize() {
    return new DataPlan.Standardize(at("standardize"));
  }

  /** All of a column's values in a part. */
  static float[] values(DataSet data, Part part, String column) {
    Examples examples = data.part(part).orElseThrow();
    float[] values = new float[examples.count() * examples.width(column)];
    for (int i = 0; i < examples.count(); i++) {
      examples.copy(column, i, values, i * examples.width(column));
    }
    return values;
  }
}
