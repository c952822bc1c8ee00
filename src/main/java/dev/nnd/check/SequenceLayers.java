package dev.nnd.check;

import dev.nnd.graph.Cell;
import dev.nnd.graph.Init;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Optional;

/** The layers for texts and other sequences. */
final class SequenceLayers {
  static final Setting<Integer> VOCABULARY = Setting.required("vocabulary", Kinds.COUNT);
  static final Setting<Integer> SIZE = Setting.required("size", Kinds.COUNT);

  static final Setting<Boolean> SEQUENCE = Setting.of("sequence", Kinds.FLAG, true);
  static final Setting<Boolean> REVERSE = Setting.of("reverse", Kinds.FLAG, false);

  /** The rows of a table start as PyTorch's do. */
  private static final Start STANDARD_NORMAL = Start.exactly(Init.normal(0, 1));

  private SequenceLayers() {}

  static Optional<Value> embedding(LayerCall call) {
    call.weight(Shape.of(call.get(VOCABULARY), call.get(SIZE)), STANDARD_NORMAL);
    return call.emit(new Primitive.Gather());
  }

  /** All steps are projected at once, before the recurrence. */
  static Optional<Value> recurrence(LayerCall call, Cell cell) {
    if (call.writtenRank() != 2) {
      return call.needsSequence();
    }
    int steps = call.shape().dim(1);
    int units = call.get(WeightLayers.UNITS);
    long gates = (long) cell.gates() * units;
    if (gates > Assembly.MOST_ELEMENTS) {
      return call.needs("fewer units");
    }
    int outs = (int) gates;
    Start start = Start.GLOROT_UNIFORM;
    Optional<Value> projected =
        call.add(
            new Layer.Dense(true),
            List.of(
                Optional.of(call.input()),
                call.matrix("weight_input", Shape.of(outs, call.shape().dim(2)), start),
                call.bias("bias_input", outs)));
    boolean reverse = call.get(REVERSE);
    Optional<Value> all =
        call.add(
            new Layer.Recurrence(cell, reverse),
            List.of(
                projected,
                call.matrix("weight_hidden", Shape.of(outs, units), start),
                call.bias("bias_hidden", outs)));
    if (call.get(SEQUENCE)) {
      return all;
    }
    Primitive last = new Primitive.Slice(1, reverse ? 0 : steps - 1, 1);
    Shape one = Shape.of(Shape.BATCH, units);
    return call.add(new Primitive.Reshape(one), List.of(call.add(last, List.of(all))));
  }
}
