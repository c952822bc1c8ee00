package dev.nnd.check;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Parameter;
import java.util.List;
import java.util.Map;

/** A condition of a search, evaluated as any other expression is. */
final class DrawnCondition implements SearchPlan.Condition {
  private final Searched searched;
  private final Expression expression;
  private final List<Parameter> read;
  private final List<String> parameters;

  DrawnCondition(Searched searched, Expression expression) {
    this.searched = searched;
    this.expression = expression;
    this.read = searched.read(expression);
    this.parameters =
        read.stream().map(p -> p.name().text()).filter(searched.names()::contains).toList();
  }

  @Override
  public boolean holds(Map<String, Drawn> drawn) {
    return searched.holds(expression, drawn, read);
  }

  Expression expression() {
    return expression;
  }

  @Override
  public List<String> parameters() {
    return parameters;
  }

  @Override
  public Span origin() {
    return expression.span();
  }

  @Override
  public String toString() {
    return expression.span().text();
  }
}
