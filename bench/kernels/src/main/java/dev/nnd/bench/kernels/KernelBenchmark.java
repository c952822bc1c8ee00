package dev.nnd.bench.kernels;

import dev.nnd.kernel.Target;
import dev.nnd.runtime.Vectors;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Times the loops of a kernel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {
  static final String SOURCE = "source";

  /** Which loops. */
  @Param public Kernel kernel;

  /** {@code vector} or {@code portable}. */
  @Param("vector")
  public String target;

  /** The path of the file that declares the layers. */
  @Param("")
  public String source;

  private Loops loops;

  /** Compiles the kernel. */
  @Setup
  public void compile() throws IOException {
    Path file = Path.of(source);
    Target made =
        target.equals("vector")
            ? new Target(Vectors.usableLanes().orElseThrow())
            : Target.portable();
    loops = Loops.of(kernel, made, new SourceFile("kernels.nnd", Files.readString(file)));
  }

  /** One run of the loops, for a whole batch. */
  @Benchmark
  public void run() {
    loops.run();
  }
}
