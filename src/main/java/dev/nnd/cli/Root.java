package dev.nnd.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nnd} without a command. */
@Command(
    name = "nnd",
    description = "A language for neural networks and its compiler.",
    mixinStandardHelpOptions = true,
    versionProvider = Root.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the work failed", "2:wrong use"})
final class Root implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec = CommandSpec.create();

  Root(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.err());
    return Failure.WRONG_USE;
  }

  /** The version that the jar's manifest names. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Root.class.getPackage().getImplementationVersion())
              .orElse("(not from a jar)");
      return new String[] {"nnd " + version};
    }
  }
}
