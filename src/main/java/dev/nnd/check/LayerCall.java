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
    keep(assembly.weight(Paths.join(path, "weight"), shape, start, span));
  }

  /** Adds a parameter of one number a channel or output. */
  void vector(String last, Role role, int size, double start) {
    String whole = Paths.join(path, last);
    keep(assembly.parameter(whole, role, Shape.of(size), Init.constant(start), span));
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

  /** Reports that the input is not an image, and how it may become one. */
  Optional<Value> needsImage() {
    Diagnostic mismatch = mismatch("[channels, height, width]");
    List<Integer> sizes = shape().written();
    if (sizes.size() == 2) {
      String image = Types.text(List.of(1, sizes.get(0), sizes.get(1)));
      mismatch = mismatch.withHelp("`reshape(" + image + ")` makes one channel of it");
    }
    assembly.report(mismatch);
    return Optional.empty();
  }

  /** A diagnostic that says what the layer needs, what it gets and where that comes from. */
  Diagnostic mismatch(String what) {
    Type type = assembly.builder().type(input());
    Span maker = assembly.builder().node(input()).origin();
    Diagnostic diagnostic =
        Diagnostic.of(Code.WRONG_INPUT, span, name, what, Types.text(type))
            .withLabel(span, "needs " + what);
    return maker.equals(span)
        ? diagnostic
        : diagnostic.withLabel(maker, "gives " + Types.text(type));
  }
}
