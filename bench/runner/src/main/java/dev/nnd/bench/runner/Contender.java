package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * One column of the tables.
 *
 * @param id its name on the command line
 * @param title its name in tables
 * @param module the folder of its program
 * @param main the class of its program
 * @param jdk what it runs on
 * @param options of Java, for a number of threads
 * @param environment for a number of threads
 * @param jars beside those of its module
 * @param can which workloads it can do
 * @param archived whether it starts with an archive of its classes, which it made before
 */
record Contender(
    String id,
    String title,
    String module,
    String main,
    Jdk jdk,
    IntFunction<List<String>> options,
    IntFunction<Map<String, String>> environment,
    List<Path> jars,
    Predicate<Workload> can,
    boolean archived) {
  Contender(
      String id,
      String title,
      String module,
      String main,
      Jdk jdk,
      IntFunction<List<String>> options,
      IntFunction<Map<String, String>> environment,
      List<Path> jars,
      Predicate<Workload> can) {
    this(id, title, module, main, jdk, options, environment, jars, can, false);
  }

  /** The same with an archive of its classes; it only takes part in starts. */
  Contender withArchive() {
    return new Contender(
        id + "-archive",
        title + ", archive",
        module,
        main,
        jdk,
        options,
        environment,
        jars,
        workload -> workload.kind().isStart() && can.test(workload),
        true);
  }

  /** The target that code is made for, if it is nnd with its compiler. */
  String target() {
    return id.split("-")[1];
  }

  /** Whether it is nnd with its compiler. */
  boolean compiles() {
    return module.equals("nnd") && !archived;
  }

  /** Whether it is ours. */
  boolean isOurs() {
    return id.startsWith("nnd");
  }
}
