package dev.nnd.pass;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a contraction over 3x3 windows costs as it is and in tiles, in vector operations a sample.
 *
 * @param windows the contraction
 * @param winograd the tiles
 */
record WinogradCost(Windows3x3 windows, Winograd winograd) {
  private static final int VECTOR = 16;

  /**
   * What it costs to move one vector of a tile through a transform, in multiply-adds: fitted to one
   * core of Zen 4, where 16 channels of 32x32 became 2.2 times as fast and 64 of 8x8 3.1 times.
   */
  private static final double TRANSFORM = 8;

  /**
   * The same for sums over the batch of fewer than {@value #FEWEST_NEAR} tiles a sample: those of
   * all samples go through memory.
   */
  private static final double FAR_TRANSFORM = 20;

  /** So many tiles a sample are added up as soon as they are made, while a cache has them. */
  private static final int FEWEST_NEAR = 16;

  /** Fewer channels than a vector has lanes leave most of a transform idle. */
  private static final int FEWEST_CHANNELS = 16;

  /** Less than this is not worth the rounding and the memory. */
  private static final double LEAST_GAIN = 1.2;

  /** The tiles that make a contraction fastest, if any do. */
  static Optional<Winograd> best(Windows3x3 windows) {
    if (Math.min(windows.result(), windows.summed()) < FEWEST_CHANNELS) return Optional.empty();
    return List.of(Winograd.two(), Winograd.four()).stream()
        .map(winograd -> new WinogradCost(windows, winograd))
        .filter(cost -> cost.faster() >= LEAST_GAIN)
        .max(Comparator.comparingDouble(WinogradCost::faster))
        .map(WinogradCost::winograd);
  }

  /** How many times fewer products there are. */
  double fewer() {
    return plainProducts() / tiledProducts();
  }

  /** How many times as fast it should be. */
  double faster() {
    double transforms =
        (vectors(windows.result()) + vectors(windows.summed())) * tiles() * transform();
    return plainProducts() / (tiledProducts() + transforms);
  }

  private double plainProducts() {
    double pairs = (double) vectors(windows.result()) * windows.summed();
    return pairs * 9 * windows.height() * windows.width();
  }

  private double tiledProducts() {
    double pairs = (double) vectors(windows.result()) * windows.summed();
    return pairs * tiles() * winograd.products();
  }

  private double transform() {
    boolean far = windows.ofWeights() && tiles() < FEWEST_NEAR;
    return (far ? FAR_TRANSFORM : TRANSFORM) * winograd.products();
  }

  private int tiles() {
    return winograd.tiles(windows.height()) * winograd.tiles(windows.width());
  }

  private static int vectors(int channels) {
    return (channels + VECTOR - 1) / VECTOR;
  }
}
