package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
  @TempDir private Path folder;

  private static Map<String, Object> epoch(int epoch, double loss) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("train.loss", loss);
    return line;
  }

  @Test
  void aRunFromStartToEnd() throws IOException {
    Path runs = folder.resolve("runs");
    RunFolder run = RunFolder.create(runs, "Baseline");
    assertEquals(runs.resolve("Baseline-1"), run.path());
    assertFalse(RunFolder.isRun(run.path()));
    run.start("model \u00e9 \"\r\n", Map.of("seed", 7, "rate", "1e-3"));
    run.addEpoch(epoch(1, 0.5));
    run.addEpoch(epoch(2, Double.NaN));
    Safetensors weights =
        new Safetensors(Map.of("a", new Tensor(List.of(1), new float[] {3})), Map.of("k", "v"));
    run.writeBest(weights);
    run.writeFinal(weights);
    run.writeResult(Map.of("test.loss", 0.25));
    assertEquals(
        "{\"epoch\":1,\"train.loss\":0.5}\n{\"epoch\":2,\"train.loss\":null}\n",
        Files.readString(run.path().resolve("metrics.jsonl")));
    assertEquals("{\"test.loss\":0.25}\n", Files.readString(run.path().resolve("result.json")));
    RunFolder opened = RunFolder.open(run.path());
    assertTrue(RunFolder.isRun(run.path()));
    assertEquals("model \u00e9 \"\r\n", Files.readString(opened.program()));
    assertEquals(Map.of("seed", 7, "rate", "1e-3"), opened.settings());
    assertEquals(Map.of("test.loss", 0.25), opened.result());
    assertEquals(weights, Safetensors.read(opened.bestWeights()));
    assertEquals(weights, Safetensors.read(opened.finalWeights()));
    try (Stream<Path> files = Files.list(run.path())) {
      assertEquals(
          Set.of(
              "program.nnd",
              "settings.json",
              "metrics.jsonl",
              "best.safetensors",
              "final.safetensors",
              "result.json"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.createDirectories(folder.resolve("Net-1"));
    Files.writeString(folder.resolve("Net-2"), "a file");
    assertEquals(folder.resolve("Net-3"), RunFolder.create(folder, "Net").path());
    Path named = folder.resolve("deep").resolve("run");
    RunFolder.create(named);
    assertThrows(FileAlreadyExistsException.class, () -> RunFolder.create(named));
  }

  @Test
  void runsAtTheSameTimeGetFoldersOfTheirOwn() {
    Set<String> made = new ConcurrentSkipListSet<>();
    IntStream.range(0, 50)
        .parallel()
        .forEach(
            i -> {
              try {
                made.add(RunFolder.create(folder, "Net").path().getFileName().toString());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(
        IntStream.rangeClosed(1, 50)
            .mapToObj(n -> "Net-" + n)
            .collect(Collectors.toCollection(TreeSet::new)),
        made);
  }

  @Test
  void aTornLineIsLeftOut() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    run.start("", Map.of());
    assertEquals(List.of(), run.epochs());
    run.addEpoch(epoch(1, 0.5));
    Files.writeString(
        run.path().resolve("metrics.jsonl"), "{\"epoch\":2,\"tr", StandardOpenOption.APPEND);
    assertEquals(List.of(epoch(1, 0.5)), run.epochs());
  }
}
