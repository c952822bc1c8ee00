package dev.nnd.bytecode;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * What vectors this JVM has. The module is an incubator: it is there only if the JVM was started
 * with {@code --add-modules jdk.incubator.vector}.
 */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";
  private static final int FEWEST_LANES = 4;
  private static final int MOST_LANES = 16;

  private VectorModule() {}

  /**
   * The lanes of the widest vectors of floats that this machine computes with: 4, 8 or 16; or 1 if
   * the module is not there or the machine has only narrower ones.
   */
  public static int lanes() {
    Optional<Module> module = ModuleLayer.boot().findModule(NAME);
    if (module.isEmpty()) return 1;
    int preferred = preferredLanes(module.get());
    return preferred < FEWEST_LANES ? 1 : Math.min(preferred, MOST_LANES);
  }

  private static int preferredLanes(Module module) {
    try {
      Class<?> vector = Class.forName(module, NAME + ".FloatVector");
      Object species = vector.getField("SPECIES_PREFERRED").get(null);
      Object lanes =
          Class.forName(module, NAME + ".VectorSpecies").getMethod("length").invoke(species);
      return (Integer) lanes;
    } catch (NoSuchFieldException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("the module " + NAME + " is not as expected", e);
    }
  }
}
