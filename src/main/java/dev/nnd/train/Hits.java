package dev.nnd.train;

/**
 * The share of hits. A position hits if fewer than {@code among} classes come before that of the
 * target: classes with a larger score, or an equal one and a smaller number. A label hits if output
 * and target say the same. What is not a number does not hit.
 */
final class Hits implements Measure {
  private final Answer answer;
  private final int among;
  private long hits;
  private long all;

  Hits(Answer answer, int among) {
    this.answer = answer;
    this.among = among;
  }

  @Override
  public void add(float[] outputs, float[] targets, int size) {
    if (answer.form() == Answer.Form.LABELS) {
      for (int i = 0; i < size; i++) {
        boolean same = answer.holds(outputs[i]) == targets[i] > 0.5f;
        hits += same && !Float.isNaN(outputs[i]) ? 1 : 0;
      }
      all += size;
      return;
    }
    int positions = size / answer.width();
    for (int position = 0; position < positions; position++) {
      hits += hits(outputs, position * answer.width(), answer.wanted(targets, position)) ? 1 : 0;
    }
    all += positions;
  }

  private boolean hits(float[] scores, int at, int wanted) {
    int before = 0;
    for (int i = 0; i < answer.width(); i++) {
      float score = scores[at + i];
      if (Float.isNaN(score)) return false;
      float own = scores[at + wanted];
      before += score > own || score == own && i < wanted ? 1 : 0;
    }
    return before < among;
  }

  @Override
  public double value() {
    return (double) hits / all;
  }
}
