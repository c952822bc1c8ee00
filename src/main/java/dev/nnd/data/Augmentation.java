package dev.nnd.data;

import dev.nnd.program.DataPlan.Augment;
import dev.nnd.runtime.CounterRandom;

/**
 * Moves images: mirrors them left to right (half of them), turns them about their middle by up to
 * so many degrees to either side, then shifts them by whole pixels, all uniformly at random. A
 * pixel that comes from outside is the nearest of the edge, so that it does not matter what steps
 * made of black. Turned pixels are interpolated linearly; otherwise pixels are copied as they are.
 *
 * <p>The numbers are those of a key that depends on seed, epoch and example alone: no thread and no
 * batch size changes a bit. The columns of one example move alike.
 */
final class Augmentation {
  private final Augment step;
  private final int channels;
  private final int height;
  private final int width;
  private final float[] before;

  /** For images of {@code [channels, height, width]}. Not for two threads at a time. */
  Augmentation(Augment step, int channels, int height, int width) {
    this.step = step;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.before = new float[channels * height * width];
  }

  /** The key of all images of an epoch (from 0). */
  static int key(long seed, int epoch) {
    return CounterRandom.key(CounterRandom.key(seed, "augment"), epoch);
  }

  /**
   * Moves one image in place.
   *
   * @param epochKey of {@link #key}
   * @param at where it begins
   */
  void apply(float[] images, int at, int epochKey, int example) {
    int key = CounterRandom.key(epochKey, example);
    boolean mirrored = step.flip() && CounterRandom.uniform(key, 0) < 0.5f;
    int down = shift(key, 1);
    int right = shift(key, 2);
    double degrees = step.rotate() * (2.0 * CounterRandom.uniform(key, 3) - 1);
    if (!mirrored && down == 0 && right == 0 && step.rotate() == 0) return;
    System.arraycopy(images, at, before, 0, before.length);
    if (step.rotate() == 0) {
      copy(images, at, mirrored, down, right);
    } else {
      turn(images, at, mirrored, down, right, Math.toRadians(degrees));
    }
  }

  private int shift(int key, int counter) {
    int choices = 2 * step.shift() + 1;
    return (int) (CounterRandom.uniform(key, counter) * (double) choices) - step.shift();
  }

  private void copy(float[] images, int at, boolean mirrored, int down, int right) {
    int to = at;
    for (int row = 0; row < channels * height; row++) {
      int y = row % height;
      int line = (row - y + inside(y - down, height)) * width;
      for (int x = 0; x < width; x++) {
        int from = inside(x - right, width);
        images[to++] = before[line + (mirrored ? width - 1 - from : from)];
      }
    }
  }

  private void turn(float[] images, int at, boolean mirrored, int down, int right, double angle) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dy = y - down - middleY;
        double dx = x - right - middleX;
        double fromY = middleY + cos * dy - sin * dx;
        double fromX = middleX + sin * dy + cos * dx;
        if (mirrored) fromX = width - 1 - fromX;
        for (int c = 0; c < channels; c++) {
          images[at + c * plane + y * width + x] = between(c * plane, fromY, fromX);
        }
      }
    }
  }

  /** The pixel at a place between pixels. */
  private float between(int plane, double y, double x) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double below = y - top;
    double beside = x - left;
    double upper = between(plane + inside(top, height) * width, left, beside);
    double lower = between(plane + inside(top + 1, height) * width, left, beside);
    return (float) (upper + (lower - upper) * below);
  }

  private double between(int line, int left, double share) {
    double a = before[line + inside(left, width)];
    double b = before[line + inside(left + 1, width)];
    return a + (b - a) * share;
  }

  private static int inside(int position, int extent) {
    return Math.max(0, Math.min(extent - 1, position));
  }
}
