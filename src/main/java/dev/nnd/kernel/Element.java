package dev.nnd.kernel;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one element of a kernel's result is, in terms of elements in memory. A directed graph: equal
 * parts are the same object.
 */
sealed interface Element {
  <R> R accept(Visitor<R> visitor);

  /** An element of a buffer. */
  record Read(Buffer buffer, List<Affine> index) implements Element {
    public Read {
      index = List.copyOf(index);
    }

    // As for Buffer, not what a record brings by itself.

    @Override
    public boolean equals(Object other) {
      return this == other
          || other instanceof Read read && buffer.equals(read.buffer) && index.equals(read.index);
    }

    @Override
    public int hashCode() {
      return 31 * buffer.hashCode() + index.hashCode();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.read(this);
    }
  }

  /** A number. */
  record Number(float value) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.number(this);
    }
  }

  /** The setting at this position. */
  record SettingValue(int position) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setting(this);
    }
  }

  /** The number of samples in this step. */
  record BatchCount() implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchCount(this);
    }
  }

  /** A position as a number. */
  record Position(Affine position) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.position(this);
    }
  }

  /** A random number in [0, 1) of a stream. */
  record Uniform(int stream, Affine counter) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uniform(this);
    }
  }

  /** A function of one element. */
  record Apply(UnaryFunction function, Element argument) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.apply(this);
    }
  }

  /** A function of two elements. */
  record Combine(BinaryFunction function, Element left, Element right) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.combine(this);
    }
  }

  /** {@code condition != 0 ? then : otherwise}. */
  record Choose(Element condition, Element then, Element otherwise) implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.choose(this);
    }
  }

  /** The sum of products that the contraction at hand has just made. */
  record Product() implements Element {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.product(this);
    }
  }

  /** One case per kind and no defaults. */
  interface Visitor<R> {
    R read(Read element);

    R number(Number element);

    R setting(SettingValue element);

    R batchCount(BatchCount element);

    R position(Position element);

    R uniform(Uniform element);

    R apply(Apply element);

    R combine(Combine element);

    R choose(Choose element);

    R product(Product element);
  }

  /**
   * A copy with some leaves replaced; shared parts stay shared.
   *
   * @param done what has been copied so far, by identity
   */
  default Element replace(LeafRule rule, Map<Element, Element> done) {
    Element known = done.get(this);
    if (known != null) return known;
    Element copy;
    if (this instanceof Apply a) {
      copy = new Apply(a.function, a.argument.replace(rule, done));
    } else if (this instanceof Combine c) {
      copy = new Combine(c.function, c.left.replace(rule, done), c.right.replace(rule, done));
    } else if (this instanceof Choose c) {
      copy =
          new Choose(
              c.condition.replace(rule, done),
              c.then.replace(rule, done),
              c.otherwise.replace(rule, done));
    } else {
      copy = rule.apply(this);
    }
    done.put(this, copy);
    return copy;
  }

  /** This leaf at other positions. */
  default Element moved(UnaryOperator<Affine> positions) {
    if (this instanceof Read r) return new Read(r.buffer, r.index.stream().map(positions).toList());
    if (this instanceof Position p) return new Position(positions.apply(p.position));
    if (this instanceof Uniform u) return new Uniform(u.stream, positions.apply(u.counter));
    return this;
  }

  /**
   * What takes the place of a leaf: a read, a number, a setting, a position, a random number, a
   * product.
   */
  @FunctionalInterface
  interface LeafRule {
    Element apply(Element leaf);
  }
}
