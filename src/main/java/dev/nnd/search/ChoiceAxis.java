package dev.nnd.search;

import dev.nnd.program.Drawn;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Values without order, each equally likely. */
record ChoiceAxis(List<String> texts) implements Axis {
  @Override
  public Drawn at(double unit) {
    return value((int) index(unit));
  }

  private Drawn value(int index) {
    return new Drawn.Choice(index, texts.get(index));
  }

  @Override
  public double unit(Drawn value) {
    return (((Drawn.Choice) value).index() + 0.5) / texts.size();
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(texts.size());
  }

  @Override
  public double edge(long index) {
    return (double) index / texts.size();
  }

  @Override
  public long index(double unit) {
    return Math.min((long) (unit * texts.size()), texts.size() - 1);
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public List<Drawn> spread(int points) {
    return IntStream.range(0, texts.size()).mapToObj(this::value).toList();
  }
}
