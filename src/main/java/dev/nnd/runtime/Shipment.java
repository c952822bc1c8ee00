package dev.nnd.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a jar holds of a network beside its classes: a description, {@code NAME.json}, and the
 * weights as the code reads them, {@code NAME.weights}, float32 with the least significant byte
 * first. Both lie beside the class that stands for the network.
 *
 * @param description what the network is
 * @param memories the memory that its code works in, by the floats of its vectors; 1 for portable
 *     code
 * @param weights as the code reads them; not copied
 */
public record Shipment(
    Description description, Map<Integer, StepMemory> memories, float[] weights) {
  private static final String TEXT = ".json";

  /** How the name of the file with the weights ends. */
  public static final String WEIGHTS = ".weights";

  private static final int PORTABLE = 1;

  public Shipment {
    memories = Collections.unmodifiableMap(new TreeMap<>(memories));
  }

  /** The files by their names, without the folder they lie in. */
  public Map<String, byte[]> files() {
    ByteBuffer bytes = littleEndian(new byte[Math.multiplyExact(Float.BYTES, weights.length)]);
    bytes.asFloatBuffer().put(weights);
    return Map.of(
        description.name() + TEXT,
        ShipmentText.of(this).getBytes(StandardCharsets.UTF_8),
        description.name() + WEIGHTS,
        bytes.array());
  }

  /**
   * The network that a class stands for.
   *
   * @param shipped an instance of the class
   * @param threads how many threads share the work of a batch, the caller among them; at least 1
   * @throws IllegalStateException if the jar is not whole, or if all of its code is for vectors
   *     that this JVM does not have
   */
  public static Network load(Shipped shipped, int threads) {
    Shipment shipment = read(shipped.getClass());
    return new Network(shipment.description, shipment.code(shipped), shipment.weights, threads);
  }

  private Changeover code(Shipped shipped) {
    if (!memories.containsKey(PORTABLE)) {
      return Changeover.none(vectors(shipped).orElseThrow(this::noVectors));
    }
    SizedStep portable = sized(shipped, PORTABLE);
    boolean alone = memories.size() == 1 || !Vectors.arePossible();
    return alone
        ? Changeover.none(portable)
        : Changeover.of(portable, new ForVectors(this, shipped), description.stepArrays());
  }

  /** Code for the vectors of this JVM, if it has them and the jar has such code. */
  private record ForVectors(Shipment shipment, Shipped shipped)
      implements Supplier<Optional<SizedStep>> {
    @Override
    public Optional<SizedStep> get() {
      return shipment.vectors(shipped);
    }
  }

  private Optional<SizedStep> vectors(Shipped shipped) {
    OptionalInt lanes = Vectors.usableLanes();
    return lanes.isPresent() && memories.containsKey(lanes.getAsInt())
        ? Optional.of(sized(shipped, lanes.getAsInt()))
        : Optional.empty();
  }

  private IllegalStateException noVectors() {
    return new IllegalStateException(
        description.name()
            + " was compiled for vectors alone: start Java with --add-modules"
            + " jdk.incubator.vector, on a machine whose vectors hold 4, 8 or 16 floats");
  }

  private SizedStep sized(Shipped shipped, int lanes) {
    Optional<Step> step = shipped.step(lanes);
    if (step.isEmpty()) throw broken(description.name(), new NoSuchElementException());
    return new SizedStep(step.get(), memories.get(lanes));
  }

  private static Shipment read(Class<?> type) {
    String name = type.getSimpleName();
    try {
      byte[] bytes = bytes(type, name + WEIGHTS);
      float[] weights = new float[bytes.length / Float.BYTES];
      littleEndian(bytes).asFloatBuffer().get(weights);
      return ShipmentText.parse(
          new String(bytes(type, name + TEXT), StandardCharsets.UTF_8), weights);
    } catch (IOException | IllegalArgumentException e) {
      throw broken(name, e);
    }
  }

  private static byte[] bytes(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) throw new FileNotFoundException(name);
      return in.readAllBytes();
    }
  }

  private static IllegalStateException broken(String name, Throwable cause) {
    return new IllegalStateException("the jar of " + name + " is broken: " + cause, cause);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
