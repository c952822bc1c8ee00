package dev.nnd.cli;

import dev.nnd.api.Machine;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nnd doctor}: what this machine can do, and whether it works. */
@Command(
    name = "doctor",
    description = "Says what this machine offers to networks, and tries it out.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print the findings as one JSON object.")
  private boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SelfTest.Result test = SelfTest.run();
    Map<String, Object> findings = new LinkedHashMap<>();
    findings.put("java", System.getProperty("java.runtime.version"));
    findings.put("java.vendor", System.getProperty("java.vendor"));
    findings.put("java.home", System.getProperty("java.home"));
    findings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    findings.put("processors", Runtime.getRuntime().availableProcessors());
    findings.put("memory.java", Runtime.getRuntime().maxMemory());
    findings.put("memory.machine", machineMemory());
    findings.put("vector.floats", Machine.vectorLanes().orElse(0));
    findings.put("target", Machine.choice());
    findings.put("self-test", test.text());
    if (json) console.json(findings);
    else print(findings);
    return test.passed() ? Failure.DONE : Failure.FAILED;
  }

  private void print(Map<String, Object> findings) {
    findings.forEach(
        (name, value) -> {
          boolean bytes = name.startsWith("memory");
          Object shown = bytes ? Counts.bytes((Long) value) : value;
          console.out().printf(Locale.ROOT, "%-15s %s%n", name, shown);
        });
  }

  private static long machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getTotalMemorySize()
        : 0;
  }
}
