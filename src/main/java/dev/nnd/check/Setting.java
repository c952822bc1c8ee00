package dev.nnd.check;

import java.util.Optional;

/**
 * A setting of something: its name, what it can be and what it is when it is not given.
 *
 * @param <T> what it is once it is read
 * @param fallback absent if it must be given
 */
record Setting<T>(String name, Kind<T> kind, Optional<T> fallback) {
  /** Settings are keys; the name tells them apart better than what they can be. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Setting<?> setting
        && name.equals(setting.name)
        && kind.equals(setting.kind)
        && fallback.equals(setting.fallback);
  }

  /** A setting that must be given. */
  static <T> Setting<T> required(String name, Kind<T> kind) {
    return new Setting<>(name, kind, Optional.empty());
  }

  /** A setting with a value of its own when none is given. */
  static <T> Setting<T> of(String name, Kind<T> kind, T fallback) {
    return new Setting<>(name, kind, Optional.of(fallback));
  }

  /** A setting that may be left out. */
  static <T> Setting<Optional<T>> optional(String name, Kind<T> kind) {
    Kind<Optional<T>> maybe = (value, in, what) -> kind.read(value, in, what).map(Optional::of);
    return new Setting<>(name, Kind.worded(kind.words(), maybe), Optional.of(Optional.empty()));
  }
}
