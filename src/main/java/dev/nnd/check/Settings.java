package dev.nnd.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings of one use of something, as far as they could be read. */
final class Settings {
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final Map<Setting<?>, Deps> deps = new HashMap<>();
  private boolean complete = true;

  /** Says that something is wrong with the settings, so that some may be missing here. */
  void incomplete() {
    complete = false;
  }

  /** Whether every setting is settled and nothing else was given. */
  boolean complete() {
    return complete;
  }

  /** Settles a setting. */
  <T> void put(Setting<T> setting, T value) {
    values.put(setting, value);
  }

  /** Says on which drawn parameters a setting depends. */
  void dependsOn(Setting<?> setting, Deps on) {
    deps.put(setting, on);
  }

  /** The drawn parameters on which a setting depends, where that was traced. */
  Deps deps(Setting<?> setting) {
    return deps.getOrDefault(setting, Deps.NONE);
  }

  /** What a setting was settled to, if it was. */
  <T> Optional<T> find(Setting<T> setting) {
    // Only put fills the map, and it pairs a setting with its own type.
    @SuppressWarnings("unchecked")
    T typed = (T) values.get(setting);
    return Optional.ofNullable(typed);
  }

  /** What the setting of this name was settled to, if there is one. */
  Optional<Object> named(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** All settings by their names. */
  Map<String, Object> byName() {
    Map<String, Object> byName = new TreeMap<>();
    values.forEach((setting, value) -> byName.put(setting.name(), value));
    return byName;
  }

  /**
   * What a setting was settled to, where all were.
   *
   * @throws IllegalStateException if it was not
   */
  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException("check: nothing read " + setting.name()));
  }
}
