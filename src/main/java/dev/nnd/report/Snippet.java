package dev.nnd.report;

import dev.nnd.program.Drawn;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Parser;
import dev.nnd.syntax.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declaration of a train with other defaults, to be put in the place of the one there is.
 *
 * @param pieces of its text; those at odd positions are new values
 */
record Snippet(List<String> pieces) {
  Snippet {
    pieces = List.copyOf(pieces);
  }

  /**
   * The train of a study with what a trial drew; empty if the train stands in another file.
   *
   * @param drawn values by name
   */
  static Optional<Snippet> of(Study study, Map<String, Drawn> drawn) {
    SourceFile file = new SourceFile(study.file(), study.program());
    return Parser.parse(file, new Diagnostics()).declarations().stream()
        .filter(Declaration.Train.class::isInstance)
        .map(Declaration.Train.class::cast)
        .filter(train -> train.complete() && train.name().text().equals(study.plan().train()))
        .findFirst()
        .map(train -> with(train, drawn));
  }

  private static Snippet with(Declaration.Train train, Map<String, Drawn> drawn) {
    String text = train.span().file().text();
    List<String> pieces = new ArrayList<>();
    int at = train.span().start();
    for (Tree.Parameter parameter : train.parameters()) {
      Drawn value = drawn.get(parameter.name().text());
      if (value == null) continue;
      boolean hasDefault = parameter.value().isPresent();
      int from = hasDefault ? parameter.value().get().span().start() : parameter.span().end();
      pieces.add(text.substring(at, from) + (hasDefault ? "" : " = "));
      pieces.add(value.text());
      at = hasDefault ? parameter.value().get().span().end() : from;
    }
    pieces.add(text.substring(at, train.span().end()));
    return new Snippet(pieces);
  }

  /** The whole text. */
  String text() {
    return String.join("", pieces);
  }

  /** The options that give a training what a trial drew, quoted for a shell. */
  static String options(Map<String, Drawn> drawn) {
    return drawn.entrySet().stream()
        .map(entry -> "--set " + quoted(entry.getKey() + "=" + entry.getValue().text()))
        .collect(Collectors.joining(" "));
  }

  /** A word as a POSIX shell reads it. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_.,:=+/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
