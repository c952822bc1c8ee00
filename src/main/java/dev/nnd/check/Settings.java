package dev.nnd.check;

import java.util.HashMap;
import java.util.Map;

/** The settings of one use of something, read. */
final class Settings {
  private final Map<Setting<?>, Object> values = new HashMap<>();

  /** Settles a setting. */
  <T> void put(Setting<T> setting, T value) {
    values.put(setting, value);
  }

  /**
   * What a setting was settled to.
   *
   * @throws IllegalStateException if it is none of the thing's settings
   */
  <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("check: nothing read the setting " + setting.name());
    }
    // Only put fills the map, and it pairs a setting with its own type.
    @SuppressWarnings("unchecked")
    T typed = (T) value;
    return typed;
  }
}
