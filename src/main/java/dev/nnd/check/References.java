package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Name;
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
    session.out().report(Code.NOT_A_REFERENCE, value.span(), word);
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
                  ? Diagnostic.of(
                      Code.WRONG_DECLARATION, name.span(), name, other.get().kind(), word)
                  : Names.unknown(Code.UNKNOWN_NAME, name, session.declarations().names(kind)));
    }
    return found.filter(Declaration::complete);
  }
}
