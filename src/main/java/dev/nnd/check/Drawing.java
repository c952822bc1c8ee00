package dev.nnd.check;

import dev.nnd.program.Distribution;
import dev.nnd.program.Drawn;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.ParameterType;
import dev.nnd.syntax.Tree.Parameter;
import java.util.List;

/**
 * A line of a search, settled.
 *
 * @param entry the line
 * @param parameter of the train
 * @param values of a choice, in order; none for other distributions
 */
record Drawing(
    Entry.Draw entry, Parameter parameter, Distribution distribution, List<Constant> values) {
  Drawing {
    values = List.copyOf(values);
  }

  String name() {
    return parameter.name().text();
  }

  /** A drawn value as a constant of the parameter's type. */
  Constant constant(Drawn drawn) {
    if (drawn instanceof Drawn.Choice choice) {
      return values.get(choice.index());
    }
    if (drawn instanceof Drawn.Int whole && parameter.type() == ParameterType.INT) {
      return new Constant.Int(whole.value());
    }
    return new Constant.Float(
        drawn instanceof Drawn.Int whole ? whole.value() : ((Drawn.Real) drawn).value());
  }
}
