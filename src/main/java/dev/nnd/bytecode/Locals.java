package dev.nnd.bytecode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The slots of a method's local variables. What a loop body declares is free again after it. */
final class Locals {
  private final Map<Object, Integer> slots = new HashMap<>();
  private final Deque<Object> declared = new ArrayDeque<>();
  private int next;

  /** The slot of a variable, a new one at its first use. */
  int slot(Object variable) {
    Integer slot = slots.get(variable);
    return slot == null ? declare(variable) : slot;
  }

  private int declare(Object variable) {
    declared.push(variable);
    slots.put(variable, next);
    return next++;
  }

  /** What to hand to {@link #release} at the end of a loop body that begins here. */
  int mark() {
    return next;
  }

  /** Frees the slots that were taken since {@code mark}. */
  void release(int mark) {
    while (next > mark) {
      slots.remove(declared.pop());
      next--;
    }
  }
}
