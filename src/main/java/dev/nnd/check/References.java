package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.Optional;

/** Finds the declarations that entries name. */
final class References {
  private References() {}

  /**
   * The declaration that a bare name stands for; empty if it is incomplete, or wrong, which is then
   * reported.
   *
   * @param word what a declaration of this kind begins with
   */
  static <D extends Declaration> Optional<D> find(
      Expression value, Class<D> kind, String word, Session session) {
    if (value instanceof Expression.Reference reference) {
      return find(reference.name(), kind, word, session);
    }
    List<String> names = session.declarations().names(kind);
    Diagnostic none = Diagnostic.of(Code.NOT_A_REFERENCE, value.span(), word);
    session.out().report(names.isEmpty() ? none : none.withHelp("choices: " + Kinds.listed(names)));
    return Optional.empty();
  }

  /** The declaration of a name; empty if it is incomplete, or wrong, which is then reported. */
  static <D extends Declaration> Optional<D> find(
      Name name, Class<D> kind, String word, Session session) {
    Optional<D> found = session.declarations().find(name.text(), kind);
    if (found.isEmpty()) {
      Optional<Named> other = session.declarations().find(name.text());
      session
          .out()
          .report(
              other.isPresent()
                  ? wrong(name, other.get(), word, session.declarations().names(kind))
                  : unknown(name, word, session.declarations().names(kind)));
    }
    return found.filter(Declaration::complete);
  }

  private static Diagnostic unknown(Name name, String word, List<String> names) {
    Diagnostic unknown = Names.unknown(Code.UNKNOWN_NAME, name, names);
    String keyword = word.equals("data set") ? "data" : word;
    return unknown.helps().isEmpty()
        ? unknown.withHelp("declare it: `" + keyword + " " + name + " { ... }`")
        : unknown;
  }

  private static Diagnostic wrong(Name name, Named other, String word, List<String> right) {
    Diagnostic wrong =
        Diagnostic.of(Code.WRONG_DECLARATION, name.span(), name, other.kind(), word)
            .withLabel(name.span(), "needs a " + word)
            .withLabel(other.name().span(), "declared as a " + other.kind());
    return right.isEmpty() ? wrong : wrong.withHelp("choices: " + Kinds.listed(right));
  }
}
