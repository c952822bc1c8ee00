package dev.nnd.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches on a real cluster: a master and two workers of Spark's own, as processes here. */
final class ClusterTest {
  private static final String PROGRAM =
      """
      data Numbers {
          source: csv("data/numbers.csv")
          x:      columns("a" .. "b") -> standardize
          y:      column("kind") -> classes(2)
          split:  parts(train: 0.8, validation: 0.2, seed: 3)
      }
      model Net(width: int = 8) {
          input x: float[2]
          output y = x -> dense(width) -> relu -> dense(2) -> softmax
      }
      train Fit(rate: float = 1e-2, width: int = 8) {
          model:     Net(width: width)
          data:      Numbers
          loss:      cross_entropy
          optimizer: adam(rate)
          batch:     4
          epochs:    120
          seed:      1
      }
      search Tune {
          train:     Fit
          rate       ~ log_uniform(1e-4, 1e-1)
          width      ~ choice(4, 8, 16)
          strategy:  random(trials: 6)
          objective: minimize(validation.loss)
          prune:     median(warmup: 2)
          parallel:  2
          seed:      1
      }
      """;

  private static final Pattern BEGIN =
      Pattern.compile(
          "\"event\":\"begin\",\"trial\":(\\d+),\"attempt\":1,\"worker\":\"[^\"]*/(\\d+)\"");

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void aSearchThatLosesAWorkerHasTheTableOfALocalOne() throws Exception {
    Path program = program();
    Path local = folder.resolve("local");
    Path remote = folder.resolve("remote");
    try (StandaloneCluster cluster = new StandaloneCluster(folder)) {
      cluster.start(2);
      Process here = cluster.java("local.log", nnd(program, local));
      assertEquals(0, here.waitFor(), () -> log("local.log"));
      Process search =
          cluster.java("search.log", nnd(program, remote, "--cluster", cluster.master()));
      int victim = cluster.await(() -> executorAtWork(remote, search));
      cluster.kill(victim);
      assertEquals(0, search.waitFor(), () -> log("search.log") + cluster.logs());
    }
    String journal = Files.readString(remote.resolve("journal.jsonl"));
    assertTrue(journal.contains("\"attempt\":2"), journal);
    assertArrayEquals(
        Files.readAllBytes(local.resolve("trials.csv")),
        Files.readAllBytes(remote.resolve("trials.csv")));
    try (Stream<Path> kept = Files.list(remote.resolve("trials"))) {
      List<Path> trials = kept.toList();
      assertEquals(1, trials.size(), trials::toString);
      Path best = remote.relativize(trials.get(0)).resolve("best.safetensors");
      assertArrayEquals(
          Files.readAllBytes(local.resolve(best)), Files.readAllBytes(remote.resolve(best)));
    }
    String log = log("search.log");
    assertTrue(!log.contains(" INFO ") && !log.contains("Exception"), log);
  }

  /** 40 examples whose kind depends on both numbers, in a folder of their own. */
  private Path program() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 40; i++) {
      int a = i * 7 % 40;
      csv.append(a).append(',').append(i).append(',').append(a > i ? "over" : "under").append('\n');
    }
    Path data = Files.createDirectories(folder.resolve("project/data"));
    Files.writeString(data.resolve("numbers.csv"), csv);
    return Files.writeString(folder.resolve("project/net.nnd"), PROGRAM);
  }

  private List<String> nnd(Path program, Path out, String... more) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Stream<String> ours = OurJars.find(jars).stream().map(Path::toString);
    Stream<String> all =
        Stream.concat(ours, Stream.of(StandaloneCluster.place("picocli/CommandLine.class")));
    String classes = String.join(File.pathSeparator, all.toList());
    List<String> options =
        List.of("-Xmx600m", "--add-modules=jdk.incubator.vector", "-Dspark.executor.memory=512m");
    List<String> call =
        List.of("dev.nnd.cli.Main", "search", program.toString(), "--out", out.toString());
    return Stream.of(
            options,
            List.of("-cp", classes + File.pathSeparator + StandaloneCluster.SPARK_JARS),
            call,
            List.of(more))
        .flatMap(List::stream)
        .toList();
  }

  /** The number of an executor that has done a few of the many epochs of a trial; else -1. */
  private int executorAtWork(Path search, Process process) throws IOException {
    assertTrue(process.isAlive(), () -> log("search.log"));
    Path journal = search.resolve("journal.jsonl");
    if (!Files.exists(journal)) return -1;
    String text = Files.readString(journal);
    Matcher begin = BEGIN.matcher(text);
    while (begin.find()) {
      String trial = "\"trial\":" + begin.group(1) + ",";
      boolean early =
          text.contains(trial + "\"epoch\":3,") && !text.contains(trial + "\"epoch\":60,");
      if (early && !text.contains(trial + "\"end\"")) return Integer.parseInt(begin.group(2));
    }
    return -1;
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
