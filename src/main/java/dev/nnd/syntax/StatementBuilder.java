package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Chain;
import dev.nnd.syntax.Tree.TensorType;
import dev.nnd.syntax.antlr.NndParser;
import java.util.List;
import java.util.Optional;

/** Makes statements and entries from what the parser accepted. */
final class StatementBuilder {
  private final Places places;
  private final ValueBuilder values;

  StatementBuilder(Places places, ValueBuilder values) {
    this.places = places;
    this.values = values;
  }

  Statement statement(NndParser.StatementContext statement) {
    if (statement.input() != null) {
      NndParser.InputContext input = statement.input();
      Optional<TensorType> type = Optional.ofNullable(input.tensorType()).map(this::tensorType);
      return new Statement.Input(values.name(input.name()), type, places.of(input));
    } else if (statement.output() != null) {
      NndParser.OutputContext output = statement.output();
      return new Statement.Output(
          values.name(output.name()), chain(output.chain()), places.of(output));
    } else if (statement.let() != null) {
      NndParser.LetContext let = statement.let();
      return new Statement.Let(values.name(let.name()), chain(let.chain()), places.of(let));
    } else if (statement.layer() != null) {
      NndParser.LayerContext layer = statement.layer();
      return new Statement.Layer(
          values.name(layer.name()), values.layers(layer.layers()), places.of(layer));
    } else {
      NndParser.RequirementContext requirement = statement.requirement();
      return new Statement.Require(
          values.expression(requirement.expression()), text(requirement), places.of(requirement));
    }
  }

  private Optional<Expression.Text> text(NndParser.RequirementContext requirement) {
    return Optional.ofNullable(requirement.STRING()).map(values::text);
  }

  private Entry.Require require(NndParser.RequirementContext requirement) {
    return new Entry.Require(
        values.expression(requirement.expression()), text(requirement), places.of(requirement));
  }

  private TensorType tensorType(NndParser.TensorTypeContext type) {
    Optional<TensorType.Element> element = Optional.empty();
    if (type.FLOAT() != null) {
      element = Optional.of(TensorType.Element.FLOAT);
    } else if (type.INT() != null) {
      element = Optional.of(TensorType.Element.INT);
    }
    List<Expression> sizes = type.expression().stream().map(values::expression).toList();
    return new TensorType(element, sizes, places.of(type));
  }

  private Chain chain(NndParser.ChainContext chain) {
    List<Stage> stages = chain.stage().stream().map(values::stage).toList();
    return new Chain(values.expression(chain.expression()), stages, places.of(chain));
  }

  Entry.Column column(NndParser.ColumnContext column) {
    List<Stage.Call> steps = column.call().stream().map(values::call).toList();
    return new Entry.Column(
        values.key(column.key()), values.expression(column.expression()), steps, places.of(column));
  }

  Entry trainEntry(NndParser.TrainEntryContext entry) {
    if (entry.requirement() != null) {
      return require(entry.requirement());
    }
    NndParser.SettingContext setting = entry.setting();
    return new Entry.Setting(
        values.key(setting.key()), values.value(setting.value()), places.of(setting));
  }

  Entry searchEntry(NndParser.SearchEntryContext entry) {
    if (entry.requirement() != null) {
      return require(entry.requirement());
    }
    Span span = places.of(entry);
    if (entry.value() != null) {
      return new Entry.Setting(values.key(entry.key()), values.value(entry.value()), span);
    }
    NndParser.DrawContext draw = entry.draw();
    Optional<Expression> condition =
        draw.WHEN() == null ? Optional.empty() : Optional.of(values.expression(draw.expression(1)));
    return new Entry.Draw(
        values.key(entry.key()), values.expression(draw.expression(0)), condition, span);
  }
}
