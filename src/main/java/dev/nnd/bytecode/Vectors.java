package dev.nnd.bytecode;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalInt;

/** What the vector module of this JVM offers, found without needing the module to be there. */
public final class Vectors {
  private static final String MODULE = "jdk.incubator.vector";

  private Vectors() {}

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
      throw new IllegalStateException("bytecode: the vector module has another shape", e);
    }
  }
}
