package dev.nnd.syntax;

import dev.nnd.syntax.Expression.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a value as a chain of layers: {@code relu}, {@code dense(3)} and {@code [relu, dense(3)]}
 * are one stage each.
 */
final class AsLayers implements Expression.Visitor<Optional<Layers>> {
  private static final AsLayers VISITOR = new AsLayers();

  private AsLayers() {}

  static Optional<Layers> of(Expression value) {
    return value.accept(VISITOR);
  }

  private static Optional<Layers> one(Stage stage) {
    return Optional.of(new Layers(List.of(stage), stage.span()));
  }

  @Override
  public Optional<Layers> layers(Layers layers) {
    return Optional.of(layers);
  }

  @Override
  public Optional<Layers> reference(Expression.Reference reference) {
    return one(new Stage.Call(reference.name(), List.of(), false, reference.span()));
  }

  @Override
  public Optional<Layers> call(Expression.Call call) {
    return one(new Stage.Call(call.callee(), call.arguments(), true, call.span()));
  }

  @Override
  public Optional<Layers> list(Expression.ListOf list) {
    List<Layers> branches = new ArrayList<>();
    for (Expression item : list.items()) {
      of(item).ifPresent(branches::add);
    }
    boolean all = branches.size() == list.items().size() && !branches.isEmpty();
    return all ? one(new Stage.Fork(branches, list.span())) : Optional.empty();
  }

  @Override
  public Optional<Layers> number(Expression.Number number) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> text(Expression.Text text) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> truth(Expression.Truth truth) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> range(Expression.Range range) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> dotted(Expression.Dotted dotted) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> unary(Expression.Unary unary) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> binary(Expression.Binary binary) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> conditional(Expression.If conditional) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> tuple(Expression.Tuple tuple) {
    return Optional.empty();
  }

  @Override
  public Optional<Layers> parenthesised(Expression.Parenthesised parenthesised) {
    return Optional.empty();
  }
}
