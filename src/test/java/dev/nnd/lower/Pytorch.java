package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Inputs and results that PyTorch gave, from {@code src/test/resources/golden-pytorch}. */
final class Pytorch {
  private Pytorch() {}

  /** A tensor as the files hold it. */
  record Array(List<Integer> shape, double[] data) {
    static Array of(Object json) {
      Map<String, Object> map = object(json);
      List<Integer> shape =
          ((List<?>) map.get("shape")).stream().map(n -> ((Number) n).intValue()).toList();
      double[] data =
          ((List<?>) map.get("data"))
              .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
      return new Array(shape, data);
    }
  }

  /** The cases of a file. */
  static List<Map<String, Object>> cases(String name) {
    String path = "/golden-pytorch/" + name + ".json.gz";
    try (InputStream file = Pytorch.class.getResourceAsStream(path);
        InputStream text = new GZIPInputStream(file)) {
      return JSON.std.listFrom(text).stream().map(Pytorch::object).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  /** The tensors of an object, by key; none if the object is missing. */
  static Map<String, Array> arrays(Object json) {
    Map<String, Array> found = new LinkedHashMap<>();
    if (json != null) object(json).forEach((name, array) -> found.put(name, Array.of(array)));
    return found;
  }

  /** The name in a call such as {@code conv2d(5, kernel: 3)}. */
  static String name(String call) {
    return call.split("\\(", 2)[0];
  }

  /** The settings in a call; one without a name is called {@code first}. */
  static Map<String, Object> settings(String call) {
    int open = call.indexOf('(');
    if (open < 0) return Map.of();
    String text = call.substring(open + 1, call.length() - 1);
    String named = text.matches("(?s)[a-z_0-9]+:.*") ? text : "first: " + text;
    String quoted = named.replaceAll("([a-z_][a-z_0-9]*):", "\"$1\":");
    try {
      return JSON.std.mapFrom("{" + quoted.replaceAll(": (same|valid)", ": \"$1\"") + "}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of tensors, by key. */
  static Map<String, double[]> data(Map<String, Array> arrays) {
    Map<String, double[]> data = new LinkedHashMap<>();
    arrays.forEach((name, array) -> data.put(name, array.data()));
    return data;
  }

  /**
   * Asserts that the largest difference is at most {@code tolerance} times the largest expected
   * element (or 1e-3, for expectations around 0).
   */
  static void assertClose(String what, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what + ": number of elements");
    double largest = 1e-3;
    for (double e : expected) largest = Math.max(largest, Math.abs(e));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * largest, what + "[" + i + "]");
    }
  }
}
