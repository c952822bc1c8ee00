package dev.nnd.train;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects of texts and numbers, on one line. A number that is none or infinite becomes {@code
 * null}.
 */
public final class FlatJson {
  private static final JSON WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private FlatJson() {}

  /** The object with these entries, in their order. */
  public static String text(Map<String, ?> entries) {
    Map<String, @Nullable Object> finite = new LinkedHashMap<>();
    entries.forEach(
        (key, value) ->
            finite.put(key, value instanceof Double d && !Double.isFinite(d) ? null : value));
    try {
      return WITH_NULLS.asString(finite);
    } catch (IOException e) {
      throw new IllegalStateException("train: cannot write " + entries, e);
    }
  }

  /**
   * The entries of an object.
   *
   * @throws IOException if the text is none
   */
  public static Map<String, Object> parse(String text) throws IOException {
    Map<String, Object> entries = JSON.std.mapFrom(text);
    if (entries == null) throw new IOException("not a JSON object, but null");
    return entries;
  }
}
