package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.LoopProgram.Action;
import dev.nnd.loop.LoopProgram.Call;
import dev.nnd.loop.LoopProgram.Phase;
import dev.nnd.loop.LoopProgram.Walk;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which methods C2 must not make parts of their callers.
 *
 * <p>It does so with small ones, and then a phase of a few small routines is one compilation with
 * all their vectors, which may be more than {@link Tally#MOST_VECTORS}. Where they are not, calls
 * are saved: in the smallest networks those are most of the time.
 */
final class Apart {
  private final Map<String, Routine> routines = new HashMap<>();

  /** Vectors in a method and in those that may become parts of it. */
  private final Map<String, Integer> vectors = new HashMap<>();

  private final Set<String> apart = new HashSet<>();

  private Apart(LoopProgram program) {
    for (Routine routine : program.routines()) routines.put(routine.name(), routine);
  }

  /** The names of these methods. */
  static Set<String> of(LoopProgram program) {
    if (program.lanes() == 1) return Set.of();
    Apart apart = new Apart(program);
    List<String> phases = new ArrayList<>();
    for (Phase phase : program.phases()) {
      String name = PhaseCode.name(phases.size());
      apart.vectors.put(name, apart.caller(0, apart.called(phase)));
      phases.add(name);
    }
    apart.caller(0, phases);
    return apart.apart;
  }

  private List<String> called(Phase phase) {
    List<String> called = new ArrayList<>();
    for (Walk walk : phase.walks()) {
      for (Action action : walk.actions()) {
        for (Call call : action.calls()) {
          routine(call.routine());
          called.add(call.routine());
        }
      }
    }
    return called;
  }

  /** Looks at a routine, after those that it calls. */
  private void routine(String name) {
    if (vectors.containsKey(name)) return;
    Tally tally = Tally.of(routines.get(name).body());
    tally.calls().forEach(this::routine);
    vectors.put(name, caller(tally.vectors(), tally.calls()));
  }

  /**
   * How many vectors a method comes to have, with those that it calls. Those that bring most are
   * apart, until the rest are few enough: small ones gain more from being a part.
   */
  private int caller(int own, List<String> called) {
    Map<String, Integer> brought = new LinkedHashMap<>();
    for (String name : called)
      if (!apart.contains(name)) brought.merge(name, vectors.get(name), Integer::sum);
    brought.values().removeIf(number -> number == 0);
    List<String> most = new ArrayList<>(brought.keySet());
    most.sort(Comparator.comparing(brought::get, Comparator.reverseOrder()));
    int all = own + brought.values().stream().mapToInt(number -> number).sum();
    for (String name : most) {
      if (all <= Tally.MOST_VECTORS) break;
      apart.add(name);
      all -= brought.get(name);
    }
    return all;
  }
}
