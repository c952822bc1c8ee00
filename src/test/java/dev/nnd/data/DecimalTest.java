package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTest {
  /** The JDK rounds correctly, so it is the judge of both ways. */
  @Test
  void roundsToTheNearest() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      BigDecimal number =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(14));
      for (String text : List.of(number.toString(), number.toPlainString(), "+" + number.abs())) {
        assertEquals(Float.parseFloat(text), Decimal.parse(text), text);
      }
      String any = Float.toString(Float.intBitsToFloat(random.nextInt(0x7f800000)));
      assertEquals(Float.parseFloat(any), Decimal.parse(any), any);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "00.50", ".5", "5.", "1e5", "1E-05", "+7", "16777217"})
  void numbers(String text) {
    assertEquals(Float.parseFloat(text), Decimal.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "1,5",
        "0x1p3",
        "1f",
        "2d",
        "NaN",
        "Infinity",
        "nan",
        "1 2",
        "--1",
        "1-",
        "١"
      })
  void othersAreNone(String text) {
    assertTrue(Float.isNaN(Decimal.parse(text)), text);
  }

  @Test
  void tooLargeIsInfinite() {
    assertEquals(Float.NEGATIVE_INFINITY, Decimal.parse("-1e39"));
    assertEquals(Float.POSITIVE_INFINITY, Decimal.parse("9".repeat(50)));
  }
}
