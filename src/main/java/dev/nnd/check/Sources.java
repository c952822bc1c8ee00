package dev.nnd.check;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Source;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be written for a source of examples. */
final class Sources {
  private static final Setting<String> PATH = Setting.required("path", Kinds.TEXT);
  private static final Setting<Boolean> HEADER = Setting.of("header", Kinds.FLAG, true);
  private static final Setting<Character> DELIMITER =
      Setting.of("delimiter", Kinds.constant("a string of one character", Sources::character), ',');
  private static final Setting<String> IMAGES = Setting.required("images", Kinds.TEXT);
  private static final Setting<String> LABELS = Setting.required("labels", Kinds.TEXT);

  private static final Setting<List<Integer>> SIZE = Setting.required("size", Kinds.perAxis(2, 1));
  private static final Setting<Integer> CHANNELS =
      Setting.of(
          "channels",
          Kinds.constant(
              "1 (grey) or 3 (colours)",
              c ->
                  c instanceof Constant.Int i && (i.value() == 1 || i.value() == 3)
                      ? Optional.of((int) i.value())
                      : Optional.empty()),
          3);

  private static final String NPY = "npy";

  static final Forms<Source> FORMS =
      Forms.<Source>of("a source")
          .with(Sources::csv, "csv", PATH, HEADER, DELIMITER)
          .with(Sources::idx, "idx", IMAGES, LABELS)
          .with((settings, span, in) -> noArrays(span, in), NPY)
          .with(Sources::npz, "npz", PATH)
          .with(Sources::imageFolder, "image_folder", PATH, SIZE, CHANNELS);

  /** Reads a source. */
  static final Kind<Source> KIND =
      (value, in, what) ->
          value instanceof Expression.Call call && call.callee().text().equals(NPY)
              ? npy(call, in)
              : FORMS.read(value, in, what);

  private Sources() {}

  private static Optional<Character> character(Constant constant) {
    return constant instanceof Constant.Text text && text.value().length() == 1
        ? Optional.of(text.value().charAt(0))
        : Optional.empty();
  }

  private static Optional<Source> csv(Settings settings, Span span, Evaluator in) {
    return path(settings.get(PATH), span, in)
        .map(path -> new DataPlan.Csv(path, settings.get(HEADER), settings.get(DELIMITER), span));
  }

  private static Optional<Source> idx(Settings settings, Span span, Evaluator in) {
    Optional<Path> images = path(settings.get(IMAGES), span, in);
    Optional<Path> labels = path(settings.get(LABELS), span, in);
    return images.flatMap(i -> labels.map(l -> new DataPlan.Idx(i, l, span)));
  }

  private static Optional<Source> npz(Settings settings, Span span, Evaluator in) {
    return path(settings.get(PATH), span, in).map(path -> new DataPlan.Npz(path, span));
  }

  private static Optional<Source> imageFolder(Settings settings, Span span, Evaluator in) {
    List<Integer> size = settings.get(SIZE);
    return path(settings.get(PATH), span, in)
        .map(
            path ->
                new DataPlan.ImageFolder(
                    path, size.get(0), size.get(1), settings.get(CHANNELS), span));
  }

  /** The names of its settings are those of the columns, so that it has no signature. */
  private static Optional<Source> npy(Expression.Call call, Evaluator in) {
    List<Map.Entry<String, Path>> arrays = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      if (argument.name().isEmpty()) {
        in.session().out().report(Code.NAMELESS_ARRAY, argument.span());
        continue;
      }
      String name = argument.name().get().text();
      if (arrays.stream().anyMatch(a -> a.getKey().equals(name))) {
        in.session().out().report(Code.SETTING_TWICE, argument.span(), name, NPY);
      }
      Kinds.TEXT
          .read(argument.value(), in, "`" + name + "` of `" + NPY + "`")
          .flatMap(text -> path(text, argument.value().span(), in))
          .ifPresent(path -> arrays.add(Map.entry(name, path)));
    }
    if (call.arguments().isEmpty()) {
      return noArrays(call.span(), in);
    }
    boolean all = arrays.size() == call.arguments().size();
    return all ? Optional.of(new DataPlan.Npy(arrays, call.span())) : Optional.empty();
  }

  private static Optional<Source> noArrays(Span span, Evaluator in) {
    in.session().out().report(Code.MISSING_SETTING, span, NPY, "an array, `name: path`");
    return Optional.empty();
  }

  /** A path as a program writes it, relative to its file. */
  private static Optional<Path> path(String text, Span span, Evaluator in) {
    Optional<Path> path =
        text.isEmpty() ? Optional.empty() : RelativePath.beside(span.file(), text);
    if (path.isEmpty()) {
      in.session().out().report(Code.NOT_A_PATH, span, text);
    }
    return path;
  }
}
