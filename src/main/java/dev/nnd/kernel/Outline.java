package dev.nnd.kernel;

import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import dev.nnd.loop.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes loops of a long routine parts of their own, until each has so few vectors that C2 takes
 * everything in at once.
 *
 * <p>See {@link Tally#MOST_VECTORS}. That the parts are not taken in by C2 themselves is up to the
 * emitter.
 */
final class Outline {
  private static final int MOST = Tally.MOST_VECTORS;

  /** What every routine knows. */
  private static final Set<IntVar> KNOWN =
      Set.of(IntVar.BATCH, IntVar.FIRST, IntVar.FROM, IntVar.TO);

  private final String name;
  private final List<Part> parts;

  /** The mark that stands last before the statement at hand. */
  private final List<Statement> mark = new ArrayList<>();

  private Outline(Work work) {
    this.name = work.name();
    this.parts = new ArrayList<>(work.parts());
  }

  /** The work with as many of its loops in parts as it takes. */
  static Work of(Work work) {
    Outline outline = new Outline(work);
    List<Statement> body = work.body();
    Tally whole = Tally.of(body);
    while (whole.vectors() > MOST) {
      Optional<Statement.For> longest = longest(body, whole);
      if (longest.isEmpty()) break;
      body = outline.without(longest.get(), body);
      whole = Tally.of(body);
    }
    return new Work(
        work.name(),
        work.places(),
        work.parameters(),
        body,
        work.units(),
        outline.parts,
        work.scratch());
  }

  /** The outermost loop with the most vectors that a part may have. */
  private static Optional<Statement.For> longest(List<Statement> body, Tally whole) {
    List<Statement.For> found = new ArrayList<>();
    collect(body, whole, found);
    return found.stream().max(Comparator.comparingInt(Outline::vectors));
  }

  private static int vectors(Statement.For loop) {
    return Tally.of(List.of(loop)).vectors();
  }

  private static void collect(List<Statement> body, Tally whole, List<Statement.For> found) {
    for (Statement s : body) {
      if (s instanceof Statement.For f) {
        if (fits(Tally.of(List.of(f)), whole)) found.add(f);
        else collect(f.body(), whole, found);
      } else if (s instanceof Statement.If c) {
        collect(c.then(), whole, found);
        collect(c.otherwise(), whole, found);
      }
    }
  }

  /** Nothing but integers may come from outside, and nothing may go out but through memory. */
  private static boolean fits(Tally loop, Tally whole) {
    return loop.vectors() > 0
        && loop.vectors() <= MOST
        && loop.calls().isEmpty()
        && loop.floats().entrySet().stream()
            .allMatch(e -> e.getValue().equals(whole.floats().get(e.getKey())))
        && loop.set().stream().allMatch(v -> loop.ints().get(v).equals(whole.ints().get(v)));
  }

  /** The body with a call in place of a loop, which becomes a part. */
  private List<Statement> without(Statement.For loop, List<Statement> body) {
    List<Statement> result = new ArrayList<>();
    for (Statement s : body) {
      if (s == loop) {
        result.add(call(loop));
      } else if (s instanceof Statement.For f) {
        List<Statement> inner = without(loop, f.body());
        result.add(new Statement.For(f.counter(), f.from(), f.to(), f.step(), inner));
      } else if (s instanceof Statement.If c) {
        List<Statement> then = without(loop, c.then());
        result.add(new Statement.If(c.value(), then, without(loop, c.otherwise())));
      } else {
        if (s instanceof Statement.Mark) mark.clear();
        if (s instanceof Statement.Mark) mark.add(s);
        result.add(s);
      }
    }
    return result;
  }

  private Statement call(Statement.For loop) {
    Tally tally = Tally.of(List.of(loop));
    List<IntVar> free = new ArrayList<>(tally.ints().keySet());
    free.removeAll(tally.set());
    free.removeAll(KNOWN);
    List<Statement> body = new ArrayList<>(mark);
    body.add(loop);
    Part part = new Part(name + "Part" + parts.size(), 0, free, body);
    parts.add(part);
    return new Statement.Call(part.name(), List.of(), free.stream().map(Int::of).toList());
  }
}
