package dev.nnd.cli;

/** The {@code nnd} command. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    eraseIncubatorWarning();
    System.exit(new Commands(Console.ofProcess()).run(args));
  }

  /**
   * Java greets whoever uses the Vector API with a warning that no option turns off. It is the last
   * line on the terminal when this program begins; the launcher says whether stderr is a terminal.
   */
  private static void eraseIncubatorWarning() {
    if (Boolean.getBoolean("nnd.terminal")
        && !"dumb".equals(System.getenv("TERM"))
        && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      System.err.print("\033[A\r\033[2K");
    }
  }
}
