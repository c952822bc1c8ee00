package dev.nnd.bench.runner;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
final class Table {
  private final List<String> lines = new ArrayList<>();

  /** A table with these heads; columns but the first are flush right. */
  Table(List<String> heads) {
    row(heads);
    lines.add("| --- |" + " ---: |".repeat(heads.size() - 1));
  }

  void row(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
