package dev.nnd.check;

import dev.nnd.source.Code;
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
  }

  /**
   * The model of this name; empty if anything is wrong with it, which is then reported.
   *
   * @param settings values of its parameters by name, as a program would write them; the others
   *     have their defaults
   */
  public static Optional<Model> model(
      Declarations declarations, String name, Map<String, String> settings, Diagnostics out) {
    Optional<Declaration.Model> model = declarations.find(name, Declaration.Model.class);
    if (model.isEmpty()) {
      Span start = new Span(declarations.main(), 0, 0);
      out.report(Code.NO_DECLARATION, start, declarations.main().name(), "model", name);
    }
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
    Optional<Declaration.Train> train = train(declarations, name, out);
    if (out.hasErrors() || train.filter(t -> t.complete()).isEmpty()) {
      return Optional.empty();
    }
    Session session = new Session(declarations, out);
    Declaration.Train found = train.get();
    new Parameters(session, found.name(), found.parameters()).reportMissing(settings);
    return new TrainChecker(session, found).settle(settings);
  }

  private static Optional<Declaration.Train> train(
      Declarations declarations, Optional<String> name, Diagnostics out) {
    Span start = new Span(declarations.main(), 0, 0);
    if (name.isPresent()) {
      Optional<Declaration.Train> train = declarations.find(name.get(), Declaration.Train.class);
      if (train.isEmpty()) {
        out.report(Code.NO_DECLARATION, start, declarations.main().name(), "train", name.get());
      }
      return train;
    }
    List<Declaration.Train> trains = declarations.trains();
    if (trains.size() != 1) {
      List<String> names = trains.stream().map(t -> t.name().text()).toList();
      String which = names.isEmpty() ? "none" : Kinds.listed(names);
      out.report(Code.NOT_ONE_DECLARATION, start, declarations.main().name(), "train", which);
    }
    return trains.size() == 1 ? Optional.of(trains.get(0)) : Optional.empty();
  }
}
