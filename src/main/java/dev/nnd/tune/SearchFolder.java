package dev.nnd.tune;

import dev.nnd.runtime.AtomicFile;
import dev.nnd.runtime.BadFileException;
import dev.nnd.train.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a search:
 *
 * <pre>
 * program.nnd     the program's text, as it was
 * journal.jsonl   all that happened
 * trials.csv      what every trial was and achieved
 * trials/0007     the folder of a trial's run, while it is needed
 * </pre>
 *
 * @param path where it is
 */
public record SearchFolder(Path path) {
  /**
   * Makes {@code runs/name-n}, with the first {@code n} from 1 that is free.
   *
   * @throws IOException if the folder cannot be made
   */
  public static SearchFolder create(Path runs, String name) throws IOException {
    return new SearchFolder(RunFolder.create(runs, name).path());
  }

  /**
   * Makes the folder that the user names.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of this name
   * @throws IOException if the folder cannot be made
   */
  public static SearchFolder create(Path path) throws IOException {
    return new SearchFolder(RunFolder.create(path).path());
  }

  /**
   * The folder of an earlier search.
   *
   * @throws BadFileException if it is none
   */
  public static SearchFolder open(Path path) throws IOException {
    SearchFolder folder = new SearchFolder(path);
    if (!Files.isRegularFile(folder.program()) || !Files.isRegularFile(folder.journal())) {
      throw new BadFileException(path, "not the folder of a search");
    }
    return folder;
  }

  /** The file with the program's text. */
  public Path program() {
    return path.resolve("program.nnd");
  }

  /** The file with all that happened. */
  public Path journal() {
    return path.resolve("journal.jsonl");
  }

  /** The table of all trials. */
  public Path table() {
    return path.resolve("trials.csv");
  }

  /** What the process that runs the search holds. */
  Path lock() {
    return path.resolve("journal.lock");
  }

  /** The folder of a trial's run, which may not exist. */
  public Path trial(int number) {
    return trials().resolve(String.format(Locale.ROOT, "%04d", number));
  }

  private Path trials() {
    return path.resolve("trials");
  }

  /** The numbers of the trials whose folders exist. */
  List<Integer> keptTrials() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    if (!Files.isDirectory(trials())) return numbers;
    try (Stream<Path> folders = Files.list(trials())) {
      folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("[0-9]{4,9}"))
          .forEach(name -> numbers.add(Integer.parseInt(name)));
    }
    return numbers;
  }

  /** Writes the program's text, which is the first that the folder is given. */
  public void start(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        program(),
        out -> {
          while (bytes.hasRemaining()) out.write(bytes);
        });
  }

  /** Removes the folder of a trial, if it exists. */
  public void removeTrial(int number) throws IOException {
    try {
      Files.walkFileTree(trial(number), new Removal());
    } catch (NoSuchFileException e) {
      return; // It never was, or somebody removed it.
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      if (problem != null) throw problem;
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
