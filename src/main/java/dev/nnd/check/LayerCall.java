package dev.nnd.check;

import dev.nnd.graph.Init;
import dev.nnd.graph.Op;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One use of a layer while it is built: its settings, its input, and the node in the making. A rule
 * adds the parameters in the order that the op wants them, and then emits the op.
 */
final class LayerCall {
  private final Assembly assembly;
  private final String name;
  private final String path;
  private final Span span;
  private final Settings settings;
  private final List<Value> inputs;
  private final List<Value> operands;
  private boolean broken;

  /**
   * A use of a layer.
   *
   * @param path the path of its parameters
   * @param span the stage
   */
  LayerCall(
      Assembly assembly,
      String name,
      String path,
      Span span,
      Settings settings,
      List<Value> inputs) {
    this.assembly = assembly;
    this.name = name;
    this.path = path;
    this.span = span;
    this.settings = settings;
    this.inputs = List.copyOf(inputs);
    this.operands = new ArrayList<>(inputs);
  }

  <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  Settings settings() {
    return settings;
  }

  Assembly assembly() {
    return assembly;
  }

  String name() {
    return name;
  }

  Span span() {
    return span;
  }

  /** The only input, or the first of a tuple. */
  Value input() {
    return inputs.get(0);
  }

  List<Value> inputs() {
    return inputs;
  }

  /** The shape of {@link #input}, with the batch. */
  Shape shape() {
    return assembly.builder().shape(input());
  }

  /** The number of axes of {@link #input} that users write. */
  int writtenRank() {
    return shape().rank() - 1;
  }

  /** Adds a weight. Its shape is outputs, inputs a group, taps. */
  void weight(Shape shape, Start start) {
    weight(shape, start, Start.Fan.of(shape));
  }

  /** Adds a weight with axes of its own. */
  void weight(Shape shape, Start start, Start.Fan fan) {
    keep(assembly.weight(Paths.join(path, "weight"), shape, start, fan, span));
  }

  /** Adds a parameter of one number a channel or output. */
  void vector(String last, Role role, int size, double start) {
    String whole = Paths.join(path, last);
    keep(assembly.parameter(whole, role, Shape.of(size), Init.constant(start), span));
  }

  /** Adds a matrix of a name of its own, for what is made of it by hand. */
  Optional<Value> matrix(String last, Shape shape, Start start) {
    return checked(
        assembly.weight(Paths.join(path, last), shape, start, Start.Fan.of(shape), span));
  }

  /** Adds a bias of a name of its own, for what is made of it by hand. */
  Optional<Value> bias(String last, int size) {
    String whole = Paths.join(path, last);
    return checked(assembly.parameter(whole, Role.BIAS, Shape.of(size), Init.constant(0), span));
  }

  private Optional<Value> checked(Optional<Value> value) {
    broken |= value.isEmpty();
    return value;
  }

  /** Adds a node between input and result; empty if anything was wrong so far. */
  Optional<Value> add(Op op, List<Optional<Value>> of) {
    return of.stream().allMatch(Optional::isPresent)
        ? checked(assembly.add(op, of.stream().map(Optional::get).toList(), span))
        : Optional.empty();
  }

  private void keep(Optional<Value> parameter) {
    parameter.ifPresent(operands::add);
    broken |= parameter.isEmpty();
  }

  /** A name of its own for the random numbers of this use. */
  String stream() {
    return assembly.stream(path);
  }

  /** The result of {@code op} on the input and the parameters added so far. */
  Optional<Value> emit(Op op) {
    return broken ? Optional.empty() : assembly.add(op, operands, span);
  }

  /** Reports that the input does not suit the layer. */
  Optional<Value> needs(String what) {
    assembly.report(mismatch(what));
    return Optional.empty();
  }

  /**
   * Reports that the input has other axes than channels and one or two more, and how it may get
   * them.
   */
  void needsChannels(int axes) {
    Diagnostic mismatch = mismatch(axes == 1 ? "[channels, time]" : "[channels, height, width]");
    List<Integer> sizes = new ArrayList<>(shape().written());
    if (sizes.size() == axes) {
      sizes.add(0, 1);
      mismatch = mismatch.withHelp("`reshape(" + Types.text(sizes) + ")` makes one channel of it");
    } else if (axes == 2 && sizes.size() == 1) {
      mismatch = mismatch.withHelp(asImage(sizes.get(0)));
    } else if (sizes.size() == 3) {
      mismatch = mismatch.withHelp("`" + name.replace("1d", "2d") + "` works on images");
    }
    assembly.report(mismatch);
  }

  /** What may make an image of a tensor of one axis. */
  private static String asImage(int size) {
    int side = (int) Math.round(Math.sqrt(size));
    return side > 1 && side * side == size
        ? "`reshape(" + Types.text(List.of(1, side, side)) + ")` makes a square image of it"
        : "layers that work on images stand before `flatten` and `dense`";
  }

  /** Reports that the input is no sequence, and how it may become one. */
  Optional<Value> needsSequence() {
    Diagnostic mismatch = mismatch("[time, features]");
    List<Integer> sizes = shape().written();
    if (sizes.size() == 1) {
      String steps = Types.text(List.of(sizes.get(0), 1));
      mismatch = mismatch.withHelp("`reshape(" + steps + ")` makes each number a step");
    } else if (sizes.size() > 2) {
      String steps = "reshape([" + sizes.get(0) + ", -1])";
      mismatch = mismatch.withHelp("`" + steps + "` makes steps of the first axis");
    }
    assembly.report(mismatch);
    return Optional.empty();
  }

  /** Reports that one of a tuple does not suit the layer. */
  Optional<Value> needs(Value tensor, String what) {
    assembly.report(mismatch(tensor, what));
    return Optional.empty();
  }

  /** A diagnostic that also shows where the input comes from. */
  Diagnostic withInput(Diagnostic diagnostic) {
    String gives = "gives " + Types.text(assembly.builder().type(input()));
    return diagnostic.withLabel(assembly.builder().node(input()).origin(), gives);
  }

  /** Reports that the input is a single number, and how it may get an axis. */
  Optional<Value> needsAxisOf(String what) {
    Diagnostic mismatch = mismatch("a tensor with an axis of " + what);
    assembly.report(mismatch.withHelp("`flatten` makes an axis of one element"));
    return Optional.empty();
  }

  /**
   * The axis of a setting, counted with the batch. Empty if the input does not have it, which is
   * then reported.
   */
  Optional<Integer> axis(Setting<Integer> setting) {
    int rank = writtenRank();
    int given = get(setting);
    int axis = given < 0 ? given + rank : given;
    if (axis >= 0 && axis < rank) {
      return Optional.of(axis + 1);
    }
    String only = "its only axis is 0";
    String all = "its axes are 0 to " + (rank - 1) + ", or from the end -1 to -" + rank;
    Diagnostic mismatch = mismatch("a tensor with axis " + given);
    assembly.report(rank == 0 ? mismatch : mismatch.withHelp(rank == 1 ? only : all));
    return Optional.empty();
  }

  /** A diagnostic that says what the layer needs, what it gets and where that comes from. */
  Diagnostic mismatch(String what) {
    return mismatch(input(), what);
  }

  private Diagnostic mismatch(Value tensor, String what) {
    Type type = assembly.builder().type(tensor);
    Span maker = assembly.builder().node(tensor).origin();
    Diagnostic diagnostic =
        Diagnostic.of(Code.WRONG_INPUT, span, name, what, Types.text(type))
            .withLabel(span, "needs " + what);
    return maker.equals(span)
        ? diagnostic
        : diagnostic.withLabel(maker, "gives " + Types.text(type));
  }
}
