package dev.nnd.api;

import dev.nnd.source.Span;

/**
 * What stack traces and profiles call compiled code.
 *
 * @param type the class
 * @param file the file whose lines it has
 */
record Names(String type, String file) {
  /** For the code of a declaration. */
  static Names of(String declaration, Span origin) {
    String path = origin.file().name();
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return new Names("nnd." + declaration, path.substring(slash + 1));
  }
}
