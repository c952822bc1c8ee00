package dev.nnd.check;

import dev.nnd.check.Trace.Arithmetic;
import dev.nnd.check.Trace.Visit;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.source.Diagnostics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Proves that every configuration of a search is right, or finds one that is not, by checking few
 * of them.
 *
 * <p>Whether a {@link Site} is in order, and what it makes, depends on those parameters alone that
 * it reads, that decide that it is reached, and that the types of its inputs depend on. So all
 * configurations are right if, for each site, those are that have all combinations of these, with
 * anything for the rest. The types that a site makes are compared over them, and what they do not
 * vary with is forgotten: a chain of ten layers with four widths each takes nine times sixteen
 * configurations.
 *
 * <p>Of a long range, some values stand for the others: see {@link Axis}. Between two of them every
 * size is a polynomial, and conditions do not change; {@link Rounding} and {@link Smoothness} say
 * where that may not be so, and then all values are tried, or it is not proved.
 */
final class SpaceChecker {
  /** Configurations that are checked at most. */
  private static final int MOST_RUNS = 5_000;

  /** Sites that are visited at most, in all configurations together. */
  private static final int MOST_VISITS = 100_000;

  /** Distances of points on a line agree up to this. */
  private static final double EXACT = 1e-9;

  private final Session session;
  private final DrawChecker.Settled settled;
  private final Configurations space;
  private final Site root = new Site();
  private final Map<Map<String, Drawn>, Run> runs = new HashMap<>();
  private final Set<Site> sites = new LinkedHashSet<>();
  private final Map<Long, List<Point>> points = new HashMap<>();
  private long unproved;
  private int visits;

  SpaceChecker(Session session, DrawChecker.Settled settled) {
    this.session = session;
    this.settled = settled;
    this.space = new Configurations(settled);
  }

  /** A configuration that was checked. */
  private record Run(Trace trace) {}

  /** Indices, and the configuration that has some of them; none if no configuration has. */
  private record Point(int[] indices, Optional<Run> run) {
    boolean reaches(Site site) {
      return visit(site).isPresent() || !arithmetic(site).equals(Arithmetic.NONE);
    }

    Optional<Visit> visit(Site site) {
      return run.map(r -> r.trace.visits().get(site));
    }

    Arithmetic arithmetic(Site site) {
      return run.map(r -> r.trace.arithmetic(site)).orElse(Arithmetic.NONE);
    }
  }

  /**
   * What was found.
   *
   * @param wrong what is wrong with a configuration, if one is found
   * @param drawn that configuration
   * @param read the parameters that it depends on; if none is found, those of which not all values
   *     that matter were tried
   * @param tried how many configurations were checked
   * @param proved whether all others are right, if none is found
   * @param impossible whether there are none
   */
  record Found(
      Optional<Diagnostics> wrong,
      Map<String, Drawn> drawn,
      long read,
      int tried,
      boolean proved,
      boolean impossible) {}

  /** Ends the proof. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Diagnostics diagnostics;
    private final transient Map<String, Drawn> drawn;

    Wrong(Diagnostics diagnostics, Map<String, Drawn> drawn) {
      super("a configuration is wrong", null, false, false);
      this.diagnostics = diagnostics;
      this.drawn = drawn;
    }
  }

  /** Looks for a configuration that is wrong. */
  Found look() {
    long read = 0;
    try {
      space.conditions().forEach(this::condition);
      int[] base = new int[space.size()];
      Optional<int[]> first = space.allowed(base, 0);
      if (first.isEmpty()) {
        return found(0, false, space.isCertain());
      }
      run(first.get());
      boolean whole = true;
      for (Optional<Site> next = next(); next.isPresent() && whole; next = next()) {
        read = mask(next.get()).getAsLong();
        whole = settle(next.get(), first.get());
      }
      // No configuration has more stages than there are sites.
      whole &= sites.stream().allMatch(s -> s.settled().isPresent());
      boolean proved = whole && space.isCertain() && sites.size() < Assembly.MOST_STAGES;
      return found(whole ? unproved : unproved | read, proved && unproved == 0, false);
    } catch (Wrong wrong) {
      return new Found(
          Optional.of(wrong.diagnostics), wrong.drawn, read, runs.size(), false, false);
    }
  }

  private Found found(long read, boolean proved, boolean impossible) {
    return new Found(Optional.empty(), Map.of(), read, runs.size(), proved, impossible);
  }

  private Run run(int[] indices) {
    Map<String, Drawn> drawn = space.drawn(indices);
    Run known = runs.get(drawn);
    if (known != null) {
      return known;
    }
    Diagnostics out = new Diagnostics();
    Trace trace = new Trace(root);
    Session traced = session.traced(out, trace);
    new TrainChecker(traced, settled.train()).examine(space.scope(traced, drawn));
    if (out.hasErrors()) {
      throw new Wrong(out, drawn);
    }
    Run run = new Run(trace);
    runs.put(drawn, run);
    sites.addAll(trace.visits().keySet());
    visits += trace.visits().size();
    return run;
  }

  /** The first site of which is known what it depends on, but not what comes of it. */
  private Optional<Site> next() {
    return sites.stream().filter(s -> s.settled().isEmpty() && mask(s).isPresent()).findFirst();
  }

  /** What a site depends on, in all configurations so far; empty if that is not known yet. */
  private OptionalLong mask(Site site) {
    long mask = 0;
    for (Run run : runs.values()) {
      Visit visit = run.trace.visits().get(site);
      OptionalLong more = visit == null ? OptionalLong.of(0) : mask(visit.deps());
      if (more.isEmpty()) {
        return more;
      }
      mask |= more.getAsLong();
    }
    return OptionalLong.of(mask);
  }

  private static OptionalLong mask(Deps deps) {
    long mask = deps.mask();
    for (Site site : deps.sites()) {
      if (site.settled().isEmpty()) {
        return OptionalLong.empty();
      }
      mask |= site.settled().getAsLong();
    }
    return OptionalLong.of(mask);
  }

  /** Checks all combinations of what a site depends on. False if there are too many. */
  private boolean settle(Site site, int[] base) {
    while (true) {
      OptionalLong mask = mask(site);
      if (mask.isEmpty()) {
        return true; // Something before it, in another configuration, comes first.
      }
      Optional<List<Point>> all = points(mask.getAsLong(), base);
      if (all.isEmpty()) {
        return false;
      }
      boolean grown = refine(mask.getAsLong(), all.get(), site);
      if (!grown && mask.equals(mask(site))) {
        site.settle(varying(mask.getAsLong(), all.get(), site));
        return true;
      }
    }
  }

  /** All combinations of some parameters; empty if they are too many. */
  private Optional<List<Point>> points(long mask, int[] base) {
    double combinations = space.combinations(mask);
    List<Point> known = points.get(mask);
    if (known != null && known.size() == combinations) {
      return Optional.of(known);
    }
    List<Integer> among = space.indices(mask);
    int[] indices = base.clone();
    among.forEach(i -> indices[i] = 0);
    List<Point> all = new ArrayList<>();
    do {
      if (all.size() + runs.size() > 2 * MOST_RUNS
          || runs.size() > MOST_RUNS
          || visits > MOST_VISITS) {
        return Optional.empty();
      }
      Optional<int[]> allowed = space.allowed(indices.clone(), mask);
      all.add(new Point(indices.clone(), allowed.map(this::run)));
    } while (space.advance(indices, among));
    points.put(mask, all);
    return Optional.of(all);
  }

  /** The parameters that what a site makes varies with. */
  private long varying(long mask, List<Point> all, Site site) {
    long varying = mask;
    for (int parameter : space.indices(mask)) {
      long rest = varying & ~(1L << parameter);
      Map<List<Integer>, Optional<String>> made = new HashMap<>();
      boolean same = true;
      for (Point point : all) {
        if (point.run.isPresent()) {
          Optional<String> here = point.visit(site).map(Visit::made);
          Optional<String> other = made.putIfAbsent(key(point.indices, rest), here);
          same &= other == null || other.equals(here);
        }
      }
      varying = same ? rest : varying;
    }
    return varying;
  }

  private List<Integer> key(int[] indices, long mask) {
    return space.indices(mask).stream().map(i -> indices[i]).toList();
  }

  /** Looks where a condition changes. */
  private void condition(Condition condition) {
    long mask = space.mask(condition);
    boolean grown = true;
    while (grown && space.combinations(mask) < MOST_RUNS) {
      List<Point> all = new ArrayList<>();
      int[] indices = new int[space.size()];
      Site site = new Site();
      do {
        Trace trace = new Trace(site);
        Session traced = session.traced(new Diagnostics(), trace);
        Scope scope = space.scope(traced, space.drawn(indices));
        traced.evaluator(scope).condition(((DrawnCondition) condition).expression());
        all.add(new Point(indices.clone(), Optional.of(new Run(trace))));
      } while (space.advance(indices, space.indices(mask)));
      grown = refine(mask, all, site);
    }
    unproved |= grown ? mask : 0;
  }

  /** Adds values to the axes of long ranges, for what a site does. Whether there are new ones. */
  private boolean refine(long mask, List<Point> all, Site site) {
    boolean grown = false;
    for (int parameter : space.indices(mask)) {
      Axis axis = space.axis(parameter);
      if (!axis.isComplete()) {
        int before = axis.size();
        if (!isKnownBetween(parameter, mask, all, site) && !axis.enumerate()) {
          unproved |= 1L << parameter;
        }
        grown |= axis.size() > before;
      }
    }
    return grown;
  }

  /** Whether a site is in order between two values of a parameter, if it is for both. */
  private boolean isKnownBetween(int parameter, long mask, List<Point> all, Site site) {
    boolean known = true;
    Map<List<Integer>, List<Point>> lines = new HashMap<>();
    for (Point point : all) {
      Arithmetic arithmetic = point.arithmetic(site);
      known &= arithmetic.rough().stream().noneMatch(d -> speaksOf(d, parameter));
      for (Map.Entry<Deps, Long> divided : arithmetic.moduli().entrySet()) {
        if (speaksOf(divided.getKey(), parameter)) {
          known &= space.axis(parameter).remainders(divided.getValue());
        }
      }
      if (point.reaches(site)) {
        lines
            .computeIfAbsent(key(point.indices, mask & ~(1L << parameter)), k -> new ArrayList<>())
            .add(point);
      }
    }
    for (List<Point> line : lines.values()) {
      known &= isSteady(line, site) && isStraight(parameter, line, site);
    }
    return known;
  }

  private static boolean speaksOf(Deps deps, int parameter) {
    OptionalLong mask = mask(deps);
    return mask.isEmpty() || (mask.getAsLong() >> parameter & 1) == 1;
  }

  private static boolean isSteady(List<Point> line, Site site) {
    return line.stream().map(p -> p.arithmetic(site).steady()).distinct().count() <= 1;
  }

  /** Whether all measured numbers lie on lines; the axis then gets the points where they are 0. */
  private boolean isStraight(int parameter, List<Point> line, Site site) {
    Axis axis = space.axis(parameter);
    Set<Trace.Measure> measures = new HashSet<>();
    line.forEach(p -> measures.addAll(p.arithmetic(site).measures().keySet()));
    boolean straight = true;
    for (Trace.Measure measure : measures) {
      List<double[]> graph = new ArrayList<>();
      for (Point point : line) {
        Double value = point.arithmetic(site).measures().get(measure);
        if (value != null) {
          graph.add(new double[] {axis.number(point.indices[parameter]), value});
        }
      }
      straight &= isStraight(axis, graph);
    }
    return straight;
  }

  private static boolean isStraight(Axis axis, List<double[]> graph) {
    graph.sort((a, b) -> Double.compare(a[0], b[0]));
    double[] first = graph.get(0);
    double[] last = graph.get(graph.size() - 1);
    if (graph.size() < 3) {
      return graph.size() == 1 || Arrays.equals(first, last);
    }
    double slope = (last[1] - first[1]) / (last[0] - first[0]);
    double scale = Math.max(Math.abs(first[1]), Math.abs(last[1]));
    for (double[] at : graph) {
      double expected = first[1] + slope * (at[0] - first[0]);
      if (Math.abs(at[1] - expected) > EXACT * scale) {
        return false;
      }
    }
    if (slope != 0) {
      axis.around(first[0] - first[1] / slope);
    }
    return true;
  }
}
