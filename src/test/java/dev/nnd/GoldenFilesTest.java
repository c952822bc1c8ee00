package dev.nnd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Runs after every other test class, as junit-platform.properties asks for the order. */
@Order(Integer.MAX_VALUE)
final class GoldenFilesTest {
  @Test
  @DisabledIfSystemProperty(
      named = "test",
      matches = ".+",
      disabledReason = "only a run of every test reads every file")
  void everyGoldenFileIsReadBySomeTest() {
    assertEquals(Set.of(), Golden.unread(), "golden files that no test reads");
  }
}
