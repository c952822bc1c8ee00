package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Warns of what is allowed and yet not as others would write it: odd names, and unused ones. */
final class Lint {
  private static final Pattern UPPER_CAMEL = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern LOWER_SNAKE = Pattern.compile("[a-z_][a-z0-9_]*");

  private final Session session;

  Lint(Session session) {
    this.session = session;
  }

  /** Looks at every declaration, after all were checked. */
  void all() {
    for (Named named : session.declarations().all()) {
      Declaration declaration = named.declaration();
      if (!(declaration instanceof Declaration.Const)) {
        camel(named.name());
      }
      if (declaration instanceof Declaration.Block block) {
        parameters(block.parameters());
        body(block.body());
      } else if (declaration instanceof Declaration.Model model) {
        parameters(model.parameters());
        body(model.body());
      } else if (declaration instanceof Declaration.Train train) {
        parameters(train.parameters());
      }
    }
  }

  private void parameters(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      snake(parameter.name());
      used(parameter.name(), "parameter");
    }
  }

  private void body(List<Statement> body) {
    for (Statement statement : body) {
      if (statement instanceof Statement.Input input) {
        snake(input.name());
        used(input.name(), "input");
      } else if (statement instanceof Statement.Let let) {
        snake(let.name());
        used(let.name(), "value");
      } else if (statement instanceof Statement.Layer layer) {
        snake(layer.name());
        used(layer.name(), "layer");
      } else if (statement instanceof Statement.Output output) {
        snake(output.name());
      }
    }
  }

  private void used(Name name, String what) {
    if (!session.isUsed(name)) {
      session.out().report(Code.UNUSED, name.span(), what, name);
    }
  }

  private void camel(Name name) {
    if (!UPPER_CAMEL.matcher(name.text()).matches()) {
      StringBuilder camel = new StringBuilder();
      for (String part : name.text().split("_+")) {
        if (!part.isEmpty()) {
          camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
      }
      odd(name, camel.toString());
    }
  }

  private void snake(Name name) {
    if (!LOWER_SNAKE.matcher(name.text()).matches()) {
      String parted = name.text().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
      odd(name, parted.toLowerCase(Locale.ROOT));
    }
  }

  private void odd(Name name, String usual) {
    Diagnostic odd = Diagnostic.of(Code.ODD_NAME, name.span(), name);
    boolean better = !usual.isEmpty() && !usual.equals(name.text());
    session.out().report(better ? odd.withHelp("write `" + usual + "`") : odd);
  }
}
