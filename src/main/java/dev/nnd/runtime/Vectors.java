package dev.nnd.runtime;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalInt;

/** What the vector module of this JVM offers, found without needing the module to be there. */
public final class Vectors {
  /** Vectors of fewer floats gain nothing over loops that the JVM vectorises itself. */
  private static final int FEWEST_LANES = 4;

  /** No code is made for longer vectors. */
  private static final int MOST_LANES = 16;

  private static final String MODULE = "jdk.incubator.vector";

  private Vectors() {}

  /** Whether the JVM was told to load the module. Unlike the other questions, this one is cheap. */
  public static boolean arePossible() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** For how many floats the code should be that runs here; empty if vectors are of no use. */
  public static OptionalInt usableLanes() {
    OptionalInt preferred = preferredLanes();
    return preferred.orElse(0) < FEWEST_LANES
        ? OptionalInt.empty()
        : OptionalInt.of(Math.min(MOST_LANES, preferred.getAsInt()));
  }

  /** How many floats the vectors hold that suit this machine best; empty without the module. */
  public static OptionalInt preferredLanes() {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      Object species =
          Class.forName(module.get(), MODULE + ".FloatVector")
              .getField("SPECIES_PREFERRED")
              .get(null);
      Method length = Class.forName(module.get(), MODULE + ".VectorSpecies").getMethod("length");
      return OptionalInt.of((int) length.invoke(species));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("runtime: the vector module has another shape", e);
    }
  }
}
