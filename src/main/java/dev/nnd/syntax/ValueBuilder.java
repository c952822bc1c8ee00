package dev.nnd.syntax;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression.Layers;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.antlr.NndParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Makes expressions and stages from what the parser accepted. */
final class ValueBuilder {
  private final Places places;
  private final SyntaxErrors errors;

  ValueBuilder(Places places, SyntaxErrors errors) {
    this.places = places;
    this.errors = errors;
  }

  Name name(NndParser.NameContext name) {
    return new Name(name.getText(), places.of(name));
  }

  Name key(NndParser.KeyContext key) {
    return new Name(key.getText(), places.of(key));
  }

  Expression.Text text(TerminalNode string) {
    Span span = places.of(string.getSymbol());
    return new Expression.Text(Escapes.resolve(string.getText(), span, errors), span);
  }

  // ---- Stages ----

  Layers layers(NndParser.LayersContext layers) {
    return new Layers(layers.stage().stream().map(this::stage).toList(), places.of(layers));
  }

  Stage stage(NndParser.StageContext stage) {
    if (stage.call() != null) {
      return call(stage.call());
    } else if (stage.fork() != null) {
      List<Layers> branches = stage.fork().layers().stream().map(this::layers).toList();
      return new Stage.Fork(branches, places.of(stage));
    } else {
      return bracedStage(stage.bracedStage());
    }
  }

  Stage.Call call(NndParser.CallContext call) {
    boolean parenthesised = call.arguments() != null;
    List<Argument> arguments = parenthesised ? arguments(call.arguments()) : List.of();
    return new Stage.Call(name(call.name()), arguments, parenthesised, places.of(call));
  }

  private Stage bracedStage(NndParser.BracedStageContext stage) {
    Span span = places.of(stage);
    if (stage.when() != null) {
      NndParser.WhenContext when = stage.when();
      return new Stage.When(
          expression(when.expression()), layers(when.layers(0)), layers(when.layers(1)), span);
    } else if (stage.repeat() != null) {
      NndParser.RepeatContext repeat = stage.repeat();
      Optional<Name> index = Optional.ofNullable(repeat.name()).map(this::name);
      return new Stage.Repeat(
          expression(repeat.expression()), index, layers(repeat.layers()), span);
    } else {
      return new Stage.Group(layers(stage.group().layers()), span);
    }
  }

  // ---- Values ----

  List<Argument> arguments(NndParser.ArgumentsContext arguments) {
    List<Argument> result = new ArrayList<>();
    boolean named = false;
    for (NndParser.ArgumentContext argument : arguments.argument()) {
      Optional<Name> name = Optional.ofNullable(argument.key()).map(this::key);
      if (named && name.isEmpty()) {
        errors.report(
            Diagnostic.of(Code.POSITIONAL_AFTER_NAMED, places.of(argument))
                .withHelp("give it a name too, or put it first"));
      }
      named |= name.isPresent();
      result.add(new Argument(name, value(argument.value()), places.of(argument)));
    }
    return result;
  }

  Expression value(NndParser.ValueContext value) {
    List<Stage> stages = new ArrayList<>();
    if (value.bracedStage() != null) {
      stages.add(bracedStage(value.bracedStage()));
    } else {
      Expression first = expression(value.expression(0));
      if (value.RANGE() != null) {
        return new Expression.Range(first, expression(value.expression(1)), places.of(value));
      } else if (value.stage().isEmpty()) {
        return first;
      }
      addAsStage(first, stages);
    }
    value.stage().forEach(stage -> stages.add(stage(stage)));
    return new Layers(stages, places.of(value));
  }

  private void addAsStage(Expression first, List<Stage> stages) {
    first
        .asLayers()
        .ifPresentOrElse(
            layers -> stages.addAll(layers.stages()),
            () ->
                errors.report(
                    Diagnostic.of(
                        Code.NOT_A_STAGE,
                        first.span(),
                        SyntaxErrors.excerpt(first.span().text()))));
  }

  Expression expression(NndParser.ExpressionContext expression) {
    if (expression.IF() == null) {
      return disjunction(expression.disjunction());
    }
    return new Expression.If(
        expression(expression.expression(0)),
        expression(expression.expression(1)),
        expression(expression.expression(2)),
        places.of(expression));
  }

  private Expression disjunction(NndParser.DisjunctionContext disjunction) {
    Expression left = conjunction(disjunction.conjunction(0));
    for (int i = 1; i < disjunction.conjunction().size(); i++) {
      left =
          binary(left, disjunction.OR(i - 1).getSymbol(), conjunction(disjunction.conjunction(i)));
    }
    return left;
  }

  private Expression conjunction(NndParser.ConjunctionContext conjunction) {
    Expression left = negation(conjunction.negation(0));
    for (int i = 1; i < conjunction.negation().size(); i++) {
      left = binary(left, conjunction.AND(i - 1).getSymbol(), negation(conjunction.negation(i)));
    }
    return left;
  }

  private Expression negation(NndParser.NegationContext negation) {
    if (negation.NOT() == null) {
      return comparison(negation.comparison());
    }
    return new Expression.Unary(
        UnaryOperator.NOT, negation(negation.negation()), places.of(negation));
  }

  private Expression comparison(NndParser.ComparisonContext comparison) {
    Expression left = sum(comparison.sum(0));
    if (comparison.sum().size() == 1) {
      return left;
    }
    return binary(left, operator(comparison.getChild(1)), sum(comparison.sum(1)));
  }

  private Expression sum(NndParser.SumContext sum) {
    Expression left = product(sum.product(0));
    for (int i = 1; i < sum.product().size(); i++) {
      left = binary(left, operator(sum.getChild(2 * i - 1)), product(sum.product(i)));
    }
    return left;
  }

  private Expression product(NndParser.ProductContext product) {
    Expression left = sign(product.sign(0));
    for (int i = 1; i < product.sign().size(); i++) {
      left = binary(left, operator(product.getChild(2 * i - 1)), sign(product.sign(i)));
    }
    return left;
  }

  private Expression sign(NndParser.SignContext sign) {
    if (sign.MINUS() == null) {
      return power(sign.power());
    }
    return new Expression.Unary(UnaryOperator.NEGATE, sign(sign.sign()), places.of(sign));
  }

  private Expression power(NndParser.PowerContext power) {
    Expression base = primary(power.primary());
    return power.POWER() == null
        ? base
        : binary(base, power.POWER().getSymbol(), sign(power.sign()));
  }

  private Expression primary(NndParser.PrimaryContext primary) {
    Span span = places.of(primary);
    if (primary.NUMBER() != null) {
      String text = primary.NUMBER().getText();
      boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
      return new Expression.Number(text, whole, span);
    } else if (primary.STRING() != null) {
      return text(primary.STRING());
    } else if (primary.truth() != null) {
      return new Expression.Truth(primary.truth().TRUE() != null, span);
    } else if (primary.list() != null) {
      return new Expression.ListOf(primary.list().value().stream().map(this::value).toList(), span);
    } else if (primary.parentheses() != null) {
      List<Expression> inner =
          primary.parentheses().expression().stream().map(this::expression).toList();
      return inner.size() == 1
          ? new Expression.Parenthesised(inner.get(0), span)
          : new Expression.Tuple(inner, span);
    } else {
      return reference(primary.reference());
    }
  }

  private Expression reference(NndParser.ReferenceContext reference) {
    List<Name> names = reference.name().stream().map(this::name).toList();
    if (reference.arguments() != null) {
      return new Expression.Call(
          names.get(0), arguments(reference.arguments()), places.of(reference));
    }
    return names.size() == 1
        ? new Expression.Reference(names.get(0))
        : new Expression.Dotted(names, places.of(reference));
  }

  private static Token operator(ParseTree node) {
    return ((TerminalNode) node).getSymbol();
  }

  private Expression binary(Expression left, Token operator, Expression right) {
    return new Expression.Binary(
        BinaryOperator.of(operator.getText()),
        left,
        right,
        places.of(operator),
        left.span().to(right.span()));
  }
}
