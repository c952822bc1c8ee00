package dev.nnd.check;

import dev.nnd.graph.Init;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.Optional;

/** The layers for texts and other sequences. */
final class SequenceLayers {
  static final Setting<Integer> VOCABULARY = Setting.required("vocabulary", Kinds.COUNT);
  static final Setting<Integer> SIZE = Setting.required("size", Kinds.COUNT);

  /** The rows of a table start as PyTorch's do. */
  private static final Start STANDARD_NORMAL = Start.exactly(Init.normal(0, 1));

  private SequenceLayers() {}

  static Optional<Value> embedding(LayerCall call) {
    call.weight(Shape.of(call.get(VOCABULARY), call.get(SIZE)), STANDARD_NORMAL);
    return call.emit(new Primitive.Gather());
  }
}
