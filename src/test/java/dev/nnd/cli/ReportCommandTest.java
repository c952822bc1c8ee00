package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nnd report} of a search that was run; what reports say is tested where they are made. */
final class ReportCommandTest {
  @TempDir private Path folder;

  private String search() throws IOException {
    Files.copy(Path.of("examples/iris.csv"), folder.resolve("iris.csv"));
    String program =
        Files.readString(Path.of("src/test/resources/tune/iris.nnd"))
            .replace("trials: 10", "trials: 3")
            .replace("epochs:     6", "epochs:     2");
    Path file = Files.writeString(folder.resolve("iris.nnd"), program);
    Path run = folder.resolve("run");
    Called called = Called.with("search", file.toString(), "--out", run.toString());
    assertEquals(0, called.exitCode(), called::toString);
    return run.toString();
  }

  @Test
  void aSearchAsPageAndForOtherPrograms() throws IOException {
    String run = search();
    Path page = Path.of(run, "report.html");
    assertEquals(new Called(0, "", "wrote " + page + "\n"), Called.with("report", run));
    assertTrue(Files.readString(page).contains("<h1>Tune</h1>"));
    Path other = folder.resolve("other.html");
    assertEquals(0, Called.with("report", run, "-o", other.toString()).exitCode());
    Called again = Called.with("report", run, "-o", other.toString());
    assertEquals(
        new Called(1, "", "nnd: " + other + " exists already; --force overwrites it\n"), again);
    assertEquals(0, Called.with("report", run, "-o", other.toString(), "--force").exitCode());
    Files.delete(page);
    Called csv = Called.with("report", run, "--csv");
    assertEquals(4, csv.out().lines().count(), csv::toString);
    String header = "trial,end,rate,beta,width,activation,batch,validation.loss,epochs,";
    assertTrue(csv.out().startsWith(header), csv::toString);
    Called json = Called.with("report", run, "--json");
    assertTrue(json.out().startsWith("{\"search\":\"Tune\",\"train\":\"Baseline\","), json::out);
    assertTrue(Files.notExists(page), "what prints does not write");
  }

  @Test
  void mistakes() throws IOException {
    Called none = Called.with("report", folder.toString());
    assertEquals(new Called(1, "", "nnd: " + folder + ": not the folder of a search\n"), none);
    assertEquals(2, Called.with("report", folder.toString(), "--json", "--csv").exitCode());
  }
}
