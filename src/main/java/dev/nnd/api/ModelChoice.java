package dev.nnd.api;

import dev.nnd.check.Model;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which model weights belong to, and with which settings, as their file remembers it.
 *
 * @param model its name
 * @param settings its parameters by name, as a program would write them
 */
record ModelChoice(String model, Map<String, String> settings) {
  private static final String MODEL = "model";
  private static final String SETTING = MODEL + ".";

  ModelChoice {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  static ModelChoice of(Model model) {
    return new ModelChoice(model.name(), model.settings());
  }

  /** What {@link #toMetadata} wrote, if it is there. */
  static Optional<ModelChoice> of(Map<String, String> metadata) {
    Map<String, String> settings = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(SETTING)) settings.put(key.substring(SETTING.length()), value);
        });
    return Optional.ofNullable(metadata.get(MODEL)).map(name -> new ModelChoice(name, settings));
  }

  /** The text form, for the metadata of a weight file. */
  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(MODEL, model);
    settings.forEach((name, value) -> metadata.put(SETTING + name, value));
    return metadata;
  }
}
