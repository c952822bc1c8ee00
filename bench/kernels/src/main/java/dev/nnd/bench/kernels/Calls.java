package dev.nnd.bench.kernels;

import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.LoopProgram.Call;
import dev.nnd.loop.LoopProgram.Phase;
import dev.nnd.loop.LoopProgram.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A step with some of its calls only. */
final class Calls {
  private static final String CONTRACTION = "contract";

  /** What brings images to where contractions want them, and back. */
  private static final List<String> MOVES = List.of("map", "border");

  private Calls() {}

  /** The calls that a kernel is about; none, if they were fused with others. */
  static LoopProgram of(LoopProgram program, Kernel.Loops loops) {
    List<String> names = new ArrayList<>();
    for (Phase phase : program.phases()) {
      for (Call call : phase.calls()) names.add(call.routine());
    }
    List<Integer> contractions = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).startsWith(CONTRACTION)) contractions.add(i);
    }
    int count = contractions.size();
    return switch (loops) {
      case ALL -> program;
      case CONTRACTION ->
          with(program, i -> MOVES.stream().noneMatch(move -> names.get(i).startsWith(move)));
      case LAST_CONTRACTION -> {
        int last = contractions.get(count - 1);
        yield with(
            program,
            i -> i == last || names.get(i).startsWith("start") || isSum(names.get(i)) && i > last);
      }
      case AFTER -> with(program, i -> i > contractions.get(count - 1));
      case BETWEEN -> between(program, contractions.get(0), contractions.get(count - 1));
      case BETWEEN_BACKWARD ->
          between(program, contractions.get(count - 2), contractions.get(count - 1));
    };
  }

  private static boolean isSum(String name) {
    return name.startsWith("sum");
  }

  private static LoopProgram between(LoopProgram program, int first, int last) {
    return with(program, i -> i > first && i < last);
  }

  private static LoopProgram with(LoopProgram program, IntPredicate wanted) {
    List<Phase> phases = new ArrayList<>();
    int index = 0;
    for (Phase phase : program.phases()) {
      List<Walk> walks = new ArrayList<>();
      for (Walk walk : phase.walks()) {
        List<Call> calls = new ArrayList<>();
        for (Call call : walk.calls()) if (wanted.test(index++)) calls.add(call);
        if (!calls.isEmpty()) walks.add(new Walk(walk.units(), walk.block(), calls));
      }
      if (!walks.isEmpty()) phases.add(new Phase(phase.tasks(), walks));
    }
    return new LoopProgram(
        program.name() + "Part",
        program.sourceFile(),
        program.lanes(),
        program.routines(),
        phases,
        program.scratch());
  }
}
