package dev.nnd.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Listings of loop programs, for tests and for people.
 *
 * <p>{@code x[i]} is one element, {@code x[i..]} as many as a vector has lanes; {@code a[]} is a
 * variable that holds a vector. In a vector, one element or a scalar variable stands in all lanes.
 * A routine that is given arrays says how many: {@code routine add given 2(x, y)}.
 *
 * <pre>
 * routine scale(x, y)
 *   # net.nnd:3:5
 *   for i = from to to step 16
 *     arena[(y + i)..] = (arena[(x + i)..] * settings[0])
 * </pre>
 */
public final class LoopText {
  private LoopText() {}

  /** Prints a program: its target, its routines and what a step calls. */
  public static String print(LoopProgram program) {
    StringBuilder text = new StringBuilder();
    text.append("program ").append(program.name()).append(" of ").append(program.sourceFile());
    text.append(", lanes ").append(program.lanes());
    text.append(", scratch ").append(program.scratch()).append('\n');
    for (Routine routine : program.routines()) text.append('\n').append(print(routine));
    for (int i = 0; i < program.phases().size(); i++) {
      LoopProgram.Phase phase = program.phases().get(i);
      text.append("\nphase ").append(i).append(": ").append(phase.tasks()).append(" tasks over ");
      text.append(phase.units() == 0 ? "the batch" : phase.units() + " units").append('\n');
      int units = 0;
      for (LoopProgram.Walk walk : phase.walks()) {
        String header = header(walk, units, phase.walks().size() > 1);
        print(walk, header, text);
        units += walk.units();
      }
    }
    return text.toString();
  }

  /** What is said about a walk; nothing if it does all at once. */
  private static String header(LoopProgram.Walk walk, int before, boolean others) {
    boolean batched = walk.units() == 0;
    String block =
        walk.block() == 0 ? "" : "by " + count(walk.block(), batched ? "sample" : "unit");
    if (batched) return block.isEmpty() && others ? "once" : block;
    List<String> parts = new ArrayList<>();
    if (others && walk.units() == 1) parts.add("unit " + before);
    if (others && walk.units() > 1)
      parts.add("units " + before + " to " + (before + walk.units() - 1));
    if (others && walk.cost() > 1) parts.add("of " + walk.cost());
    if (!block.isEmpty()) parts.add(block);
    return String.join(" ", parts);
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static void print(LoopProgram.Walk walk, String header, StringBuilder text) {
    if (!header.isEmpty()) text.append("  ").append(header).append('\n');
    String indent = header.isEmpty() ? "  " : "    ";
    for (LoopProgram.Action action : walk.actions()) {
      boolean repeated = action instanceof LoopProgram.Repeat;
      if (action instanceof LoopProgram.Repeat repeat)
        text.append(indent).append("repeat ").append(repeat.rounds()).append('\n');
      for (LoopProgram.Call call : action.calls()) {
        text.append(repeated ? indent + "  " : indent).append(call.routine());
        text.append(list(call.arguments())).append('\n');
      }
    }
  }

  /** Prints a routine. */
  public static String print(Routine routine) {
    StringBuilder text = new StringBuilder("routine ");
    text.append(routine.name());
    if (routine.given() > 0) text.append(" given ").append(routine.given());
    text.append(list(routine.parameters())).append('\n');
    print(routine.body(), "  ", text);
    return text.toString();
  }

  /** The first line of a statement: of a loop, its header. */
  static String line(Statement statement) {
    return statement.accept(new Line());
  }

  private static void print(List<Statement> body, String indent, StringBuilder text) {
    for (Statement statement : body) {
      text.append(indent).append(line(statement)).append('\n');
      if (statement instanceof Statement.For loop) print(loop.body(), indent + "  ", text);
      if (statement instanceof Statement.If choice) {
        print(choice.then(), indent + "  ", text);
        text.append(indent).append("else\n");
        print(choice.otherwise(), indent + "  ", text);
      }
    }
  }

  private static String list(List<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
  }

  static String name(Array array) {
    String space = word(array.space());
    return switch (array.space()) {
      case WEIGHTS, ARENA, SETTINGS -> space;
      case SCRATCH, CALLER, GIVEN -> space + array.index();
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static final class Line implements Statement.Visitor<String> {
    @Override
    public String loop(Statement.For s) {
      return "for %s = %s to %s step %d".formatted(s.counter(), s.from(), s.to(), s.step());
    }

    @Override
    public String setInt(Statement.SetInt s) {
      return s.variable() + " = " + s.value();
    }

    @Override
    public String set(Statement.Set s) {
      return s.variable() + " = " + s.value().accept(new Value(s.variable().vector()));
    }

    @Override
    public String store(Statement.Store s) {
      String place = name(s.array()) + "[" + s.index() + (s.vector() ? "..]" : "]");
      return place + " = " + s.value().accept(new Value(s.vector()));
    }

    @Override
    public String copy(Statement.Copy s) {
      return "copy %s[%s..] to %s[%s..], %s long"
          .formatted(name(s.from()), s.fromIndex(), name(s.to()), s.toIndex(), s.length());
    }

    @Override
    public String fill(Statement.Fill s) {
      return "fill %s[%s to %s] with %s".formatted(name(s.array()), s.from(), s.to(), s.value());
    }

    @Override
    public String choice(Statement.If s) {
      return "if " + s.value() + " != 0";
    }

    @Override
    public String call(Statement.Call s) {
      String arrays = s.arrays().stream().map(LoopText::name).collect(Collectors.joining(", "));
      return s.routine() + (arrays.isEmpty() ? "" : "[" + arrays + "]") + list(s.arguments());
    }

    @Override
    public String mark(Statement.Mark s) {
      return "# " + s.origin();
    }
  }

  private record Value(boolean vector) implements Expr.Visitor<String> {
    @Override
    public String constant(Expr.Const e) {
      return Float.toString(e.value());
    }

    @Override
    public String local(Expr.Local e) {
      return e.variable().toString();
    }

    @Override
    public String load(Expr.Load e) {
      return name(e.array()) + "[" + e.index() + (vector && !e.repeat() ? "..]" : "]");
    }

    @Override
    public String unary(Expr.Unary e) {
      return call(word(e.operator()), e.argument());
    }

    @Override
    public String binary(Expr.Binary e) {
      return switch (e.operator()) {
        case ADD -> infix(e, "+");
        case SUBTRACT -> infix(e, "-");
        case MULTIPLY -> infix(e, "*");
        case DIVIDE -> infix(e, "/");
        case MAX, MIN, TIMES_POWER_OF_TWO -> call(word(e.operator()), e.left(), e.right());
      };
    }

    @Override
    public String fma(Expr.Fma e) {
      return call("fma", e.left(), e.right(), e.addend());
    }

    @Override
    public String select(Expr.Select e) {
      String sign =
          switch (e.comparison()) {
            case LESS -> "<";
            case EQUAL -> "==";
          };
      return "(%s %s %s ? %s : %s)"
          .formatted(text(e.left()), sign, text(e.right()), text(e.then()), text(e.otherwise()));
    }

    @Override
    public String fromInt(Expr.FromInt e) {
      return "float(" + lanes(e.value(), e.lane()) + ")";
    }

    @Override
    public String uniform(Expr.Uniform e) {
      return "uniform(" + e.key() + ", " + lanes(e.counter(), e.lane()) + ")";
    }

    private String lanes(Int first, int step) {
      return vector && step != 0 ? first + ".. by " + step : first.toString();
    }

    private String infix(Expr.Binary e, String sign) {
      return "(" + text(e.left()) + " " + sign + " " + text(e.right()) + ")";
    }

    private String call(String name, Expr... arguments) {
      return name + list(List.of(arguments).stream().map(this::text).toList());
    }

    private String text(Expr expr) {
      return expr.accept(this);
    }
  }
}
