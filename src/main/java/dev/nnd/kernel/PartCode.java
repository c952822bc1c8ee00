package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/** A part being written, which takes the integers it needs from the routine that calls it. */
final class PartCode {
  final Code code = new Code();
  private final List<IntVar> parameters = new ArrayList<>();
  private final List<Int> arguments = new ArrayList<>();

  /** What the caller's expression is in the part: a parameter, unless it is a number. */
  Int take(Int value) {
    if (value instanceof Int.Const) return value;
    int known = arguments.indexOf(value);
    return known < 0 ? parameter(value) : Int.of(parameters.get(known));
  }

  /** A parameter of its own for the caller's expression, so that other callers' may be another. */
  Int parameter(Int value) {
    IntVar parameter = new IntVar("given_" + parameters.size());
    arguments.add(value);
    parameters.add(parameter);
    return Int.of(parameter);
  }

  /** The part. */
  Part part(String name, int given) {
    return new Part(name, given, parameters, code.statements());
  }

  /**
   * Its call from another part, with a number in the place of the first argument.
   *
   * @param caller takes what the other arguments need
   */
  Statement call(String name, List<Array> arrays, int first, PartCode caller) {
    List<Int> handed = new ArrayList<>(List.of(Int.of(first)));
    for (Int argument : arguments.subList(1, arguments.size())) handed.add(caller.take(argument));
    return new Statement.Call(name, arrays, handed);
  }

  /** Its call. */
  Statement call(String name, List<Array> arrays) {
    return new Statement.Call(name, arrays, arguments);
  }
}
