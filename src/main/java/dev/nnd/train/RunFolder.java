package dev.nnd.train;

import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.BadFileException;
import dev.nnd.runtime.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of one training run:
 *
 * <pre>
 * program.nnd        the program's text, as it was
 * settings.json      what the program left open: its file, the declaration, parameters, seed, machine
 * metrics.jsonl      one line an epoch
 * best.safetensors   the weights of the epoch that the checkpoint asks for
 * final.safetensors  the weights of the last epoch
 * result.json        what the weights that count achieve
 * state.safetensors  what the run goes on from when it was killed
 * </pre>
 *
 * <p>Made once and never overwritten. Whatever ends the process, a file is there whole or not at
 * all, and of {@code metrics.jsonl} at most the last line is torn.
 */
public final class RunFolder {
  private static final String PROGRAM = "program.nnd";
  private static final String SETTINGS = "settings.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String RESULT = "result.json";
  private static final String STATE = "state.safetensors";

  private static final String TAKEN = "another process is training this run; wait for its end";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes {@code runs/name-n}, with the first {@code n} from 1 that is free. Runs that start at the
   * same time get different ones.
   *
   * @throws IOException if the folder cannot be made
   */
  public static RunFolder create(Path runs, String name) throws IOException {
    Files.createDirectories(runs);
    for (int n = 1; ; n++) {
      Path path = runs.resolve(name + "-" + n);
      try {
        return new RunFolder(Files.createDirectory(path));
      } catch (FileAlreadyExistsException e) {
        continue; // Taken, perhaps a moment ago.
      }
    }
  }

  /**
   * Makes the folder that the user names.
   *
   * @throws FileAlreadyExistsException if there is something of this name
   * @throws IOException if the folder cannot be made
   */
  public static RunFolder create(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return new RunFolder(Files.createDirectory(path));
  }

  /** Whether {@code path} is the folder of a run. */
  public static boolean isRun(Path path) {
    return Files.isRegularFile(path.resolve(PROGRAM))
        && Files.isRegularFile(path.resolve(SETTINGS));
  }

  /** The folder of an earlier run. */
  public static RunFolder open(Path path) {
    return new RunFolder(path);
  }

  /** Keeps other processes from writing into the folder, until it is closed. */
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      channel.close(); // Gives the lock back.
    }
  }

  /**
   * Takes the folder for this process, after {@link #start}. A process that ends in any way gives
   * it back.
   *
   * @throws BadFileException if another process has it
   */
  public Lock lock() throws IOException {
    // A byte far behind the settings, which never change: others may still read them.
    FileChannel channel = FileChannel.open(path.resolve(SETTINGS), StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      throw new BadFileException(path, TAKEN, e);
    } finally {
      if (!locked) channel.close();
    }
    if (!locked) throw new BadFileException(path, TAKEN);
    return new Lock(channel);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The file with the program's text. */
  public Path program() {
    return path.resolve(PROGRAM);
  }

  /** The file with the weights of the last epoch. */
  public Path finalWeights() {
    return path.resolve("final.safetensors");
  }

  /** The file with the weights of the best epoch. */
  public Path bestWeights() {
    return path.resolve("best.safetensors");
  }

  /**
   * Writes what the run starts from.
   *
   * @param program the text, exactly
   * @param settings texts and numbers by name
   */
  public void start(String program, Map<String, ?> settings) throws IOException {
    write(PROGRAM, program);
    write(SETTINGS, FlatJson.text(settings) + "\n");
    Files.createFile(path.resolve(METRICS));
  }

  /** What {@link #start} was told, as texts and numbers. */
  public Map<String, Object> settings() throws IOException {
    return FlatJson.parse(Files.readString(path.resolve(SETTINGS)));
  }

  /** Adds the line of an epoch, which is on disk when this returns. */
  public void addEpoch(Map<String, ?> metrics) throws IOException {
    byte[] line = (FlatJson.text(metrics) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            path.resolve(METRICS), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      writeAll(out, line);
      out.force(true);
    }
  }

  /** The lines of all epochs so far; a torn last line is left out. */
  public List<Map<String, Object>> epochs() throws IOException {
    String text = Files.readString(path.resolve(METRICS));
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      if (!line.isEmpty()) {
        epochs.add(FlatJson.parse(line));
      }
    }
    return epochs;
  }

  /** Writes the weights of the last epoch. */
  public void writeFinal(Safetensors weights) throws IOException {
    weights.write(finalWeights());
  }

  /** Writes the weights of the best epoch so far. */
  public void writeBest(Safetensors weights) throws IOException {
    weights.write(bestWeights());
  }

  /** Writes what the run goes on from. */
  public void writeState(Safetensors state) throws IOException {
    state.write(path.resolve(STATE));
  }

  /** What the run goes on from, if it came so far. */
  public Optional<Safetensors> state() throws IOException {
    Path file = path.resolve(STATE);
    return Files.exists(file) ? Optional.of(Safetensors.read(file)) : Optional.empty();
  }

  /**
   * Takes back all lines of epochs but the first {@code count}, and returns these.
   *
   * @throws BadFileException if there are not so many
   */
  public List<Map<String, Object>> keepEpochs(int count) throws IOException {
    List<Map<String, Object>> lines = epochs();
    if (lines.size() < count) {
      throw new BadFileException(
          path.resolve(METRICS), lines.size() + " epochs, but the run's state counts " + count);
    }
    List<Map<String, Object>> kept = lines.subList(0, count);
    StringBuilder text = new StringBuilder();
    kept.forEach(line -> text.append(FlatJson.text(line)).append('\n'));
    write(METRICS, text.toString());
    return kept;
  }

  /** Whether the run has come to its end. */
  public boolean isFinished() {
    return Files.exists(path.resolve(RESULT));
  }

  /** Writes what the weights that count achieve. */
  public void writeResult(Map<String, ?> result) throws IOException {
    write(RESULT, FlatJson.text(result) + "\n");
  }

  /** What {@link #writeResult} was told. */
  public Map<String, Object> result() throws IOException {
    return FlatJson.parse(Files.readString(path.resolve(RESULT)));
  }

  private void write(String name, String text) throws IOException {
    AtomicFile.write(
        path.resolve(name), out -> writeAll(out, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void writeAll(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
