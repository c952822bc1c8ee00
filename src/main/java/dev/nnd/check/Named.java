package dev.nnd.check;

import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Tree.Name;
import java.util.Optional;

/**
 * A declaration that other places can call by name.
 *
 * @param kind the word it begins with, such as {@code block}
 */
record Named(Name name, String kind, Declaration declaration) {
  private static final Reader READER = new Reader();

  /** The name of a declaration, if it has one. */
  static Optional<Named> of(Declaration declaration) {
    return declaration.accept(READER);
  }

  private static final class Reader implements Declaration.Visitor<Optional<Named>> {
    @Override
    public Optional<Named> use(Declaration.Use use) {
      return Optional.empty();
    }

    @Override
    public Optional<Named> constant(Declaration.Const constant) {
      return Optional.of(new Named(constant.name(), "const", constant));
    }

    @Override
    public Optional<Named> block(Declaration.Block block) {
      return Optional.of(new Named(block.name(), "block", block));
    }

    @Override
    public Optional<Named> model(Declaration.Model model) {
      return Optional.of(new Named(model.name(), "model", model));
    }

    @Override
    public Optional<Named> data(Declaration.Data data) {
      return Optional.of(new Named(data.name(), "data set", data));
    }

    @Override
    public Optional<Named> train(Declaration.Train train) {
      return Optional.of(new Named(train.name(), "train", train));
    }

    @Override
    public Optional<Named> search(Declaration.Search search) {
      return Optional.of(new Named(search.name(), "search", search));
    }
  }
}
