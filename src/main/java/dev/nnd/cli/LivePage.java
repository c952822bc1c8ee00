package dev.nnd.cli;

import dev.nnd.program.SearchPlan;
import dev.nnd.report.Live;
import dev.nnd.report.Study;
import dev.nnd.tune.Coordinator;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a search shows itself in a browser, and where. */
final class LivePage {
  private static final int HIGHEST_PORT = 65535;

  @Option(
      names = "--serve",
      description = "Show the search while it runs, to browsers of this machine.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where --serve listens; without it, where it is free.")
  private Optional<Integer> port = Optional.empty();

  /** What is shown until it is closed. */
  interface Shown extends AutoCloseable {
    @Override
    void close();
  }

  /** Wrong use that can be told before there is a search. */
  void check() {
    if (port.isPresent() && !serve) throw Failure.use("--port goes with --serve");
    if (port.orElse(0) < 0 || port.orElse(0) > HIGHEST_PORT) {
      throw Failure.use("--port must be at most " + HIGHEST_PORT);
    }
  }

  /** Shows a search, if the user wishes it. */
  Shown open(Console console, SearchPlan plan, Coordinator coordinator, String program)
      throws IOException {
    if (!serve) return () -> {};
    String file = ReportCommand.shown(coordinator.header().file());
    try {
      Live live =
          Live.of(
              port.orElse(0),
              () -> Study.of(plan, coordinator.record(), file, program),
              coordinator::stop);
      console.say("the search is shown at " + live.address());
      return live::close;
    } catch (BindException e) {
      throw Failure.of("port " + port.orElse(0) + " is taken; choose another, or leave out --port");
    }
  }
}
