package dev.nnd.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of the language with the names of their settings, for tests of other packages. */
public final class LayerSettings {
  private LayerSettings() {}

  /** The settings of each layer, in the order in which they are given by place. */
  public static Map<String, List<String>> all() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String name : LayerTable.names()) {
      List<Setting<?>> settings = LayerTable.find(name).orElseThrow().signature().settings();
      all.put(name, settings.stream().map(Setting::name).toList());
    }
    return all;
  }
}
