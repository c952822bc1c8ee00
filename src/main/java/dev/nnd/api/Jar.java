package dev.nnd.api;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.bytecode.Mentions;
import dev.nnd.bytecode.ShippedClass;
import dev.nnd.kernel.Blueprint;
import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.Shipment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A network as a jar that needs nothing but a JVM: the code for each kind of machine, the weights,
 * and the classes of {@code dev.nnd.runtime} that they use.
 *
 * <p>The class {@link #mainClass} stands for the network: its static method {@code load()} returns
 * a {@link dev.nnd.runtime.Network}, and {@code java -jar} describes the network or predicts. Data
 * enters as the model takes it: the steps of a {@code data} declaration, such as scaling, are those
 * of the caller.
 */
public final class Jar {
  private static final String RUNTIME = "dev/nnd/runtime";

  /** The earliest time that a zip file can tell: a jar's bytes must not depend on the clock. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final String mainClass;
  private final Map<String, byte[]> files;

  private Jar(String mainClass, Map<String, byte[]> files) {
    this.mainClass = mainClass;
    this.files = files;
  }

  /**
   * Packs a network.
   *
   * @param type the name of the class that stands for it
   * @param code the plans of its code, by the floats of their vectors; each names another class
   */
  static Jar of(String type, Map<Integer, Blueprint> code, Shipment shipment) {
    Map<Integer, String> names = new TreeMap<>();
    Map<String, byte[]> files = new TreeMap<>();
    code.forEach(
        (lanes, blueprint) -> {
          String name = blueprint.program().name();
          names.put(lanes, name);
          files.put(path(name), ClassFile.emit(blueprint.program()));
        });
    files.put(path(type), ShippedClass.emit(type, names));
    addRuntime(files);
    String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
    shipment.files().forEach((name, bytes) -> files.put(folder + name, bytes));
    return new Jar(type, files);
  }

  private static String path(String type) {
    return type.replace('.', '/') + ".class";
  }

  /** Adds the classes of the runtime that those there use, and those that these use. */
  private static void addRuntime(Map<String, byte[]> files) {
    Deque<byte[]> open = new ArrayDeque<>(files.values());
    while (!open.isEmpty()) {
      for (String type : Mentions.of(open.pop(), RUNTIME)) {
        if (files.containsKey(type + ".class")) continue;
        byte[] bytes = ownClass(type);
        files.put(type + ".class", bytes);
        open.push(bytes);
      }
    }
  }

  private static byte[] ownClass(String type) {
    try (InputStream in = Jar.class.getResourceAsStream("/" + type + ".class")) {
      if (in == null) throw new IllegalStateException("api: there is no class " + type);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the class that stands for the network. */
  public String mainClass() {
    return mainClass;
  }

  /** What is in the jar beside its manifest, by name. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Writes the jar, replacing a file that exists. The same network gives the same bytes.
   *
   * @throws IOException if it cannot be written; a file that was there before is then untouched
   */
  public void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes());
    AtomicFile.write(
        file,
        out -> {
          while (bytes.hasRemaining()) out.write(bytes);
        });
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      // Tools look for the manifest at the start.
      write(out, JarFile.MANIFEST_NAME, manifest());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        write(out, file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, mainClass);
    attributes.put(new Attributes.Name("Created-By"), "nnd");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    if (name.endsWith(Shipment.WEIGHTS)) {
      // Weights hardly get smaller, and are read faster as they are.
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(checksum.getValue());
    }
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
