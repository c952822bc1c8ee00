package dev.nnd.generate;

/** Odd white space and comments between the words of a program. */
final class Blanks {
  private Blanks() {}

  /** The same program with other blanks; no string of it may have one. */
  static String scattered(String program, Chance chance) {
    StringBuilder text = new StringBuilder();
    int comments = chance.pick(0, 2, 10);
    String before = "";
    for (String word : program.split("(?<=[ \n])|(?=[ \n])")) {
      boolean keeps = !word.isBlank() || before.startsWith("///");
      text.append(keeps ? word : blank(word, chance, comments));
      before = word;
    }
    return text.toString();
  }

  private static String blank(String word, Chance chance, int comments) {
    if (chance.below(100) < comments) {
      return chance.pick(
          " /* a comment */ ", " // a line\n", "\n// a line of its own\n", " /* two\n lines */ ");
    }
    return chance.pick(word, word, word, word, " ", "\n", "  \t", "\r\n", "\n\n\n");
  }
}
