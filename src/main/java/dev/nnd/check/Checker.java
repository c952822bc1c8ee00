package dev.nnd.check;

import dev.nnd.program.SearchPlan;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The entrance of the package: from files to declarations, models and plans. */
public final class Checker {
  private Checker() {}

  /**
   * Reads a file and all it uses. Never fails: what is wrong is reported and left out.
   *
   * @param files gives the file of a name, which is the path of the using file joined with the one
   *     that it writes; empty if there is none
   */
  public static Declarations load(
      SourceFile main, Function<String, Optional<SourceFile>> files, Diagnostics out) {
    return Loader.load(main, files, out);
  }

  /**
   * Checks every declaration with its defaults, and reports all that is wrong. What lacks a default
   * is checked as far as can be known without it.
   */
  public static void check(Declarations declarations, Diagnostics out) {
    Session session = new Session(declarations, out);
    DeclarationChecks checks = new DeclarationChecks(session);
    for (Named named : declarations.all()) {
      if (named.declaration().complete()) {
        named.declaration().accept(checks).run();
      }
    }
    if (!out.hasErrors()) {
      new Lint(session).all();
    }
  }

  /**
   * The model of this name; empty if anything is wrong with it, which is then reported.
   *
   * @param settings values of its parameters by name, as a program would write them; the others
   *     have their defaults
   */
  public static Optional<Model> model(
      Declarations declarations, String name, Map<String, String> settings, Diagnostics out) {
    Optional<Declaration.Model> model =
        named(declarations, name, Declaration.Model.class, "model", out);
    return out.hasErrors() || model.filter(m -> m.complete()).isEmpty()
        ? Optional.empty()
        : new Models(new Session(declarations, out)).model(model.get(), settings);
  }

  /**
   * The training of this name, settled with its model; empty if anything is wrong with it, which is
   * then reported.
   *
   * @param name empty if the main file has just one train
   * @param settings values of its parameters by name, as a program would write them; the others
   *     have their defaults
   */
  public static Optional<TrainSetup> train(
      Declarations declarations,
      Optional<String> name,
      Map<String, String> settings,
      Diagnostics out) {
    Optional<Declaration.Train> train =
        name.isPresent()
            ? named(declarations, name.get(), Declaration.Train.class, "train", out)
            : only(declarations, Declaration.Train.class, "train", out);
    if (out.hasErrors() || train.filter(t -> t.complete()).isEmpty()) {
      return Optional.empty();
    }
    Session session = new Session(declarations, out);
    Declaration.Train found = train.get();
    new Parameters(session, found.name(), found.parameters()).reportMissing(settings);
    return new TrainChecker(session, found).settle(settings);
  }

  /**
   * The search of this name, settled; empty if anything is wrong with it, which is then reported.
   *
   * @param name empty if the main file has just one search
   */
  public static Optional<SearchPlan> search(
      Declarations declarations, Optional<String> name, Diagnostics out) {
    Optional<Declaration.Search> search =
        name.isPresent()
            ? named(declarations, name.get(), Declaration.Search.class, "search", out)
            : only(declarations, Declaration.Search.class, "search", out);
    return out.hasErrors() || search.filter(s -> s.complete()).isEmpty()
        ? Optional.empty()
        : SearchChecker.settle(new Session(declarations, out), search.get());
  }

  /**
   * Proves that every configuration that the searches of the main file can draw is right, or
   * reports what is wrong with one of them. Where neither can be told, a note says so.
   */
  public static void checkSpaces(Declarations declarations, Diagnostics out) {
    for (Declaration.Search search : declarations.searches()) {
      if (search.complete()) {
        SpaceReport.check(declarations, search, out);
      }
    }
  }

  private static <D extends Declaration> Optional<D> named(
      Declarations declarations, String name, Class<D> kind, String word, Diagnostics out) {
    Optional<D> found = declarations.find(name, kind);
    if (found.isEmpty()) {
      String file = declarations.main().name();
      Diagnostic none = Diagnostic.of(Code.NO_DECLARATION, Span.nowhere(), file, word, name);
      List<String> names = declarations.names(kind);
      out.report(names.isEmpty() ? none : none.withHelp("choices: " + Kinds.listed(names)));
    }
    return found;
  }

  private static <D extends Declaration> Optional<D> only(
      Declarations declarations, Class<D> kind, String word, Diagnostics out) {
    List<D> all = declarations.ofMain(kind);
    String file = declarations.main().name();
    if (all.isEmpty()) {
      out.report(Code.NONE_DECLARED, Span.nowhere(), file, word);
    } else if (all.size() > 1) {
      List<String> names =
          all.stream().flatMap(d -> Named.of(d).stream()).map(n -> n.name().text()).toList();
      Diagnostic several = Diagnostic.of(Code.NOT_ONE_DECLARATION, Span.nowhere(), file, word);
      out.report(several.withHelp("choices: " + Kinds.listed(names)));
    }
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }
}
