package dev.nnd.kernel;

import dev.nnd.Golden;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.loop.LoopText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small graphs under {@code src/test/resources/kernel} as kernels and as loops, as text. */
final class KernelTextTest {
  private static final Path GRAPHS = Path.of("src", "test", "resources", "kernel");
  private static final int CAPACITY = 4;
  private static final int SHARDS = 2;

  static List<String> graphs() throws IOException {
    try (Stream<Path> files = Files.list(GRAPHS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void loops(String name) throws IOException {
    Graph graph = GraphText.parse(Files.readString(GRAPHS.resolve(name)));
    Blueprint vector = plan(graph, new Target(16));
    Blueprint portable = plan(graph, Target.portable());
    Golden.assertMatches(
        "kernel/" + name,
        "%s=== kernels\n%s=== vector\n%s=== portable\n%s"
            .formatted(
                graph,
                kernels(vector),
                LoopText.print(vector.program()),
                LoopText.print(portable.program())));
  }

  private static Blueprint plan(Graph graph, Target target) {
    return Kernels.plan(graph, new Options(target, CAPACITY, SHARDS, "Net", "net.nnd"));
  }

  private static String kernels(Blueprint blueprint) {
    return blueprint.kernels().stream().map(KernelTextTest::line).collect(Collectors.joining());
  }

  private static String line(KernelSummary kernel) {
    return "%s: %d operations, %d bytes%s\n"
        .formatted(
            kernel.text(),
            kernel.operations(),
            kernel.bytes(),
            kernel.perSample() ? " a sample" : "");
  }
}
