package dev.nnd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The way of the data is the way of the dependencies: a package may use what stands in its row and
 * nothing else.
 */
final class ArchitectureTest {
  private static final String ROOT = "dev.nnd";

  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          entry("source", List.of()),
          entry("syntax", List.of("source")),
          entry("program", List.of("source")),
          entry("graph", List.of("source")),
          entry("check", List.of("source", "syntax", "program", "graph")),
          entry("pass", List.of("source", "graph")),
          entry("lower", List.of("source", "program", "graph")),
          entry("interpret", List.of("source", "graph", "runtime")),
          entry("loop", List.of("source")),
          entry("kernel", List.of("source", "graph", "loop")),
          entry("bytecode", List.of("source", "loop", "runtime")),
          entry("runtime", List.of()),
          entry("data", List.of("source", "program", "runtime")),
          entry(
              "api",
              List.of(
                  "source",
                  "syntax",
                  "program",
                  "graph",
                  "check",
                  "pass",
                  "lower",
                  "interpret",
                  "loop",
                  "kernel",
                  "bytecode",
                  "runtime",
                  "data")),
          entry("picture", List.of("api")),
          entry("search", List.of("source", "program", "runtime")),
          entry("train", List.of("source", "program", "runtime", "data", "api")),
          entry("tune", List.of("source", "program", "runtime", "data", "api", "train", "search")),
          entry("cluster", List.of("source", "program", "api", "train", "search", "tune")),
          entry(
              "report",
              List.of("source", "syntax", "program", "runtime", "picture", "search", "tune")),
          entry(
              "cli",
              List.of(
                  "source", "syntax", "program", "graph", "pass", "kernel", "runtime", "data",
                  "api", "picture", "train", "search", "tune", "report", "cluster")));

  /** A library and the one package that knows it. */
  private static final Map<String, String> ONLY_USER =
      Map.of(
          "org.antlr", "syntax",
          "org.objectweb.asm", "bytecode",
          "org.apache.spark", "cluster",
          "picocli", "cli",
          "de.siegmar.fastcsv", "data",
          "com.fasterxml.jackson", "train");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageIsInTheTable() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (!MAY_USE.containsKey(packageOf(type))) {
        unknown.add(type.getName());
      }
    }
    assertEquals(Set.of(), unknown, "classes outside of the packages of the table");
  }

  @TestFactory
  Stream<DynamicTest> packagesUseOnlyWhatTheyMay() {
    return MAY_USE.keySet().stream()
        .sorted()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + name + "..")
                            .should()
                            .dependOnClassesThat(areOursButForbiddenTo(name))
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  @TestFactory
  Stream<DynamicTest> librariesAreKnownToOnePackage() {
    return ONLY_USER.entrySet().stream()
        .map(
            library ->
                DynamicTest.dynamicTest(
                    library.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideOutsideOfPackage(ROOT + "." + library.getValue() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(library.getKey() + "..")
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  @Test
  void theTableHasNoCycle() {
    Set<String> settled = new TreeSet<>();
    boolean grew = true;
    while (grew) {
      grew =
          settled.addAll(
              MAY_USE.entrySet().stream()
                  .filter(row -> settled.containsAll(row.getValue()))
                  .map(Map.Entry::getKey)
                  .collect(Collectors.toSet()));
    }
    assertEquals(new TreeSet<>(MAY_USE.keySet()), settled);
  }

  private static DescribedPredicate<JavaClass> areOursButForbiddenTo(String name) {
    return DescribedPredicate.describe(
        "are not in the row of " + name,
        type ->
            type.getPackageName().startsWith(ROOT)
                && !packageOf(type).equals(name)
                && !MAY_USE.get(name).contains(packageOf(type)));
  }

  /**
   * The first name after the root, so that {@code dev.nnd.syntax.antlr} belongs to {@code syntax}.
   */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.")[0];
  }
}
