package dev.nnd.bench.kernels;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one core can do at best. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int ROUNDS = 10_000;

  /** As many as the arrays of {@link Kernel#ADAM}. */
  private static final int LENGTH = 784 * 512;

  private final float[] a = new float[LENGTH];
  private final float[] b = new float[LENGTH];
  private final float[] c = new float[LENGTH];

  /** Operations of {@link #multiplyAdd}. */
  static double operations() {
    return 2.0 * CHAINS * ROUNDS * SPECIES.length();
  }

  /** Bytes that {@link #triad} reads and writes. */
  static double bytes() {
    return 3.0 * Float.BYTES * LENGTH;
  }

  /** Fused multiply-adds, in so many chains that none waits for the one before. */
  @Benchmark
  public float multiplyAdd() {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.9999f);
    FloatVector y = FloatVector.broadcast(SPECIES, 1e-4f);
    FloatVector a0 = x;
    FloatVector a1 = x;
    FloatVector a2 = x;
    FloatVector a3 = x;
    FloatVector a4 = x;
    FloatVector a5 = x;
    FloatVector a6 = x;
    FloatVector a7 = x;
    FloatVector a8 = x;
    FloatVector a9 = x;
    FloatVector a10 = x;
    FloatVector a11 = x;
    for (int i = 0; i < ROUNDS; i++) {
      a0 = a0.fma(x, y);
      a1 = a1.fma(x, y);
      a2 = a2.fma(x, y);
      a3 = a3.fma(x, y);
      a4 = a4.fma(x, y);
      a5 = a5.fma(x, y);
      a6 = a6.fma(x, y);
      a7 = a7.fma(x, y);
      a8 = a8.fma(x, y);
      a9 = a9.fma(x, y);
      a10 = a10.fma(x, y);
      a11 = a11.fma(x, y);
    }
    FloatVector low = a0.add(a1).add(a2).add(a3).add(a4).add(a5);
    return low.add(a6).add(a7).add(a8).add(a9).add(a10).add(a11).lane(0);
  }

  /** McCalpin's triad over arrays of the size of a layer: two read, one written. */
  @Benchmark
  public float[] triad() {
    for (int i = 0; i < LENGTH; i++) a[i] = b[i] + 0.5f * c[i];
    return a;
  }
}
