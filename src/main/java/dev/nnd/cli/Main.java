package dev.nnd.cli;

/** The {@code nnd} command. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.err.println("nnd: no command exists yet");
    System.exit(2);
  }
}
