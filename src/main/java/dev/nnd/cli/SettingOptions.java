package dev.nnd.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for the parameters of a declaration. */
final class SettingOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "The value of a parameter, as a program would write it; may be repeated.")
  private Map<String, String> values = new LinkedHashMap<>();

  Map<String, String> values() {
    return values;
  }
}
