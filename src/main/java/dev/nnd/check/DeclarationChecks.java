package dev.nnd.check;

import dev.nnd.syntax.Declaration;
import java.util.Map;

/** What checks a declaration on its own, with its defaults. */
final class DeclarationChecks implements Declaration.Visitor<Runnable> {
  private static final Map<String, String> DEFAULTS = Map.of();

  private final Session session;

  DeclarationChecks(Session session) {
    this.session = session;
  }

  /** What is used was read with the file. */
  @Override
  public Runnable use(Declaration.Use use) {
    return () -> {};
  }

  @Override
  public Runnable constant(Declaration.Const constant) {
    return () -> session.constant(constant);
  }

  @Override
  public Runnable block(Declaration.Block block) {
    return () -> session.blocks().check(block);
  }

  @Override
  public Runnable model(Declaration.Model model) {
    Parameters parameters = new Parameters(session, model.name(), model.parameters());
    return () -> new Models(session).build(model, parameters.set(DEFAULTS));
  }

  @Override
  public Runnable data(Declaration.Data data) {
    return () -> DataChecker.plan(session, data);
  }

  @Override
  public Runnable train(Declaration.Train train) {
    return () -> new TrainChecker(session, train).settle(DEFAULTS);
  }

  @Override
  public Runnable search(Declaration.Search search) {
    return () -> SearchChecker.settle(session, search);
  }
}
