package dev.nnd.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which elements a contraction multiplies and where it adds the products: for every combination of
 * the indices, {@code out[out(i)] += left[left(i)] * right[right(i)]}. An operand's axis is an
 * affine sum of indices; positions outside an operand read as zero, which is how convolutions pad.
 *
 * <p>The text form of a 3x3 convolution with padding 1 and stride 2 is {@code n=N o=16 p=4 q=4 c=3
 * r=3 s=3: n, c, 2*p+r-1, 2*q+s-1; o, c, r, s; n, o, p, q}.
 *
 * <p>On the output every axis is a mixed-radix number of indices (most often just one) without
 * offset, so that each element is named by exactly one combination of the indices that occur there;
 * the others are summed over.
 *
 * @param indices all indices, the batch first if it takes part
 * @param left the axes of the first operand
 * @param right the axes of the second
 * @param out the axes of the result
 */
public record IndexMap(List<Index> indices, List<Axis> left, List<Axis> right, List<Axis> out) {
  /** Copies the lists and checks that the output names each element once. */
  public IndexMap {
    indices = List.copyOf(indices);
    left = List.copyOf(left);
    right = List.copyOf(right);
    out = List.copyOf(out);
    for (Axis axis : out) outExtent(indices, axis);
  }

  /**
   * An index and how many values it takes.
   *
   * @param name a lower-case word, unique in the map
   * @param extent at least 1, or {@link Shape#BATCH}
   */
  public record Index(String name, int extent) {}

  /**
   * One axis of a tensor: {@code offset + sum of coefficient * index}.
   *
   * @param terms in falling order of coefficients on the output; any order on operands
   * @param offset may be negative on operands; 0 on the output
   */
  public record Axis(List<Term> terms, int offset) {
    public Axis {
      terms = List.copyOf(terms);
    }

    /** The axis that is one index. */
    public static Axis of(int index) {
      return new Axis(List.of(new Term(1, index)), 0);
    }

    /** Whether this axis is one index and nothing else. */
    public boolean isIndex() {
      return offset == 0 && terms.size() == 1 && terms.get(0).coefficient() == 1;
    }

    /** The coefficient of an index, 0 if it does not occur. */
    public int coefficient(int index) {
      return terms.stream().filter(t -> t.index() == index).mapToInt(Term::coefficient).sum();
    }
  }

  /** A coefficient (not 0) times the index at a position in {@link IndexMap#indices()}. */
  public record Term(int coefficient, int index) {}

  /** The shape of the result. */
  public Shape outShape() {
    return new Shape(out.stream().map(axis -> outExtent(indices, axis)).toList());
  }

  /** The positions of the indices that are summed over, in order. */
  public List<Integer> summed() {
    return IntStream.range(0, indices.size())
        .filter(i -> out.stream().allMatch(axis -> axis.coefficient(i) == 0))
        .boxed()
        .toList();
  }

  private static int outExtent(List<Index> indices, Axis axis) {
    int extent = 1;
    for (int t = axis.terms().size() - 1; t >= 0; t--) {
      Term term = axis.terms().get(t);
      int range = indices.get(term.index()).extent();
      if (range == Shape.BATCH && axis.terms().size() == 1 && term.coefficient() == 1)
        return Shape.BATCH;
      if (term.coefficient() != extent || axis.offset() != 0) {
        throw new IllegalArgumentException("output axis is not a mixed-radix number: " + axis);
      }
      extent *= range;
    }
    return extent;
  }

  @Override
  public String toString() {
    String head =
        indices.stream()
            .map(i -> i.name() + "=" + (i.extent() == Shape.BATCH ? "N" : i.extent()))
            .collect(Collectors.joining(" "));
    return head + ": " + text(left) + "; " + text(right) + "; " + text(out);
  }

  private String text(List<Axis> axes) {
    return axes.stream().map(this::text).collect(Collectors.joining(", "));
  }

  private String text(Axis axis) {
    StringBuilder text = new StringBuilder();
    for (Term term : axis.terms()) {
      int c = term.coefficient();
      text.append(c < 0 ? "-" : text.length() > 0 ? "+" : "");
      if (Math.abs(c) != 1) text.append(Math.abs(c)).append('*');
      text.append(indices.get(term.index()).name());
    }
    if (axis.offset() > 0 && text.length() > 0) text.append('+');
    if (axis.offset() != 0 || text.length() == 0) text.append(axis.offset());
    return text.toString();
  }

  /**
   * Reads what {@link #toString} prints.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static IndexMap parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) throw new IllegalArgumentException("index map without ':': " + text);
    List<Index> indices = new ArrayList<>();
    for (String part : text.substring(0, colon).trim().split("\\s+")) {
      String[] sides = part.split("=");
      if (sides.length != 2) throw new IllegalArgumentException("index without extent: " + part);
      indices.add(
          new Index(sides[0], sides[1].equals("N") ? Shape.BATCH : Integer.parseInt(sides[1])));
    }
    String[] tensors = text.substring(colon + 1).split(";", -1);
    if (tensors.length != 3)
      throw new IllegalArgumentException("index map needs three tensors: " + text);
    return new IndexMap(
        indices,
        parseAxes(indices, tensors[0]),
        parseAxes(indices, tensors[1]),
        parseAxes(indices, tensors[2]));
  }

  private static List<Axis> parseAxes(List<Index> indices, String text) {
    List<Axis> axes = new ArrayList<>();
    if (text.isBlank()) return axes;
    for (String part : text.split(",")) axes.add(parseAxis(indices, part.trim()));
    return axes;
  }

  private static Axis parseAxis(List<Index> indices, String text) {
    List<Term> terms = new ArrayList<>();
    int offset = 0;
    for (String part : text.replace("-", "+-").split("\\+")) {
      if (part.isEmpty()) continue;
      boolean negative = part.startsWith("-");
      String body = negative ? part.substring(1) : part;
      int star = body.indexOf('*');
      int sign = negative ? -1 : 1;
      if (star < 0 && Character.isDigit(body.charAt(0))) {
        offset += sign * Integer.parseInt(body);
      } else {
        int coefficient = star < 0 ? 1 : Integer.parseInt(body.substring(0, star));
        terms.add(new Term(sign * coefficient, position(indices, body.substring(star + 1))));
      }
    }
    return new Axis(terms, offset);
  }

  private static int position(List<Index> indices, String name) {
    for (int i = 0; i < indices.size(); i++) if (indices.get(i).name().equals(name)) return i;
    throw new IllegalArgumentException("no index named " + name);
  }
}
