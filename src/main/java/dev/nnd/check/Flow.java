package dev.nnd.check;

import dev.nnd.graph.Value;
import java.util.List;

/** What flows from stage to stage. */
sealed interface Flow extends Meaning {
  /** How a single tensor is described. */
  String A_TENSOR = "a tensor";

  /** The tensors, in order; none if they are unknown. */
  List<Value> values();

  /** A single tensor. */
  record Tensor(Value value) implements Flow {
    @Override
    public List<Value> values() {
      return List.of(value);
    }

    @Override
    public String describe() {
      return A_TENSOR;
    }
  }

  /** Two or more tensors. */
  record Tuple(List<Value> values) implements Flow {
    public Tuple {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      return "a tuple of " + values.size() + " tensors";
    }
  }

  /**
   * What a mistake that was reported, or a parameter without value, makes unknowable. It suits
   * everything.
   */
  record Unknown() implements Flow {
    @Override
    public List<Value> values() {
      return List.of();
    }

    @Override
    public String describe() {
      return "unknown";
    }
  }

  /** The flow of these tensors; at least one. */
  static Flow of(List<Value> values) {
    return values.size() == 1 ? new Tensor(values.get(0)) : new Tuple(values);
  }

  /** What is not known. */
  static Flow unknown() {
    return new Unknown();
  }
}
