package dev.nnd.tune;

import dev.nnd.runtime.BadFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file to which entries are added, by one process at a time.
 *
 * <p>A line is in the file when {@link #append} returns, whatever becomes of this process then. It
 * is on the disk, whatever becomes of the machine, a tenth of a second later, or when {@link
 * #force} returns: lines that come in quick succession share the way to the disk.
 */
final class Journal implements AutoCloseable {
  private static final long MILLIS_TO_DISK = 100;

  /** Takes what a line says. */
  interface Line {
    /**
     * @throws IllegalArgumentException if it makes no sense; the message is a clause
     */
    void read(String text);
  }

  private final FileChannel out;
  private final FileChannel lock;
  private final ScheduledThreadPoolExecutor flusher =
      new ScheduledThreadPoolExecutor(1, Journal::daemon);
  private boolean dirty;
  private boolean broken;
  private boolean scheduled;

  private Journal(FileChannel out, FileChannel lock) {
    this.out = out;
    this.lock = lock;
    flusher.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "nnd-journal");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins a journal in a folder that has none.
   *
   * @throws IOException if it cannot be written
   */
  static Journal create(SearchFolder folder, Header header) throws IOException {
    FileChannel lock = lock(folder);
    try {
      Files.createFile(folder.journal());
      Journal journal = new Journal(append(folder.journal()), lock);
      journal.append(EntryText.of(header));
      journal.force();
      return journal;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Goes on with a journal. A torn last line is taken away.
   *
   * @param first takes the header, and {@code others} the lines after it, in order
   * @throws BadFileException if another process writes it, or a line makes no sense
   */
  static Journal open(SearchFolder folder, Line first, Line others) throws IOException {
    FileChannel lock = lock(folder);
    @Nullable FileChannel out = null;
    try {
      long whole = read(folder.journal(), first, others);
      out = append(folder.journal());
      if (out.size() > whole) out.truncate(whole);
      return new Journal(out, lock);
    } catch (IOException e) {
      if (out != null) out.close();
      lock.close();
      throw e;
    }
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** A file of its own, as some systems give a lock back when any reader of the file closes it. */
  private static FileChannel lock(SearchFolder folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw new BadFileException(folder.path(), "this process runs the search already", e);
    } finally {
      if (!locked) channel.close();
    }
    if (!locked) {
      throw new BadFileException(
          folder.path(), "another process runs this search; wait for its end");
    }
    return channel;
  }

  /**
   * Reads a journal, which another process may be writing. A torn last line is left out.
   *
   * @return the bytes of the lines that are whole
   * @throws BadFileException with the number of the first line that makes no sense
   */
  static long read(Path file, Line first, Line others) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int begin = 0;
    int number = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != '\n') continue;
      String text = new String(bytes, begin, at - begin, StandardCharsets.UTF_8);
      begin = at + 1;
      number++;
      try {
        (number == 1 ? first : others).read(text);
      } catch (IllegalArgumentException e) {
        throw new BadFileException(file, "line " + number + ": " + e.getMessage(), e);
      }
    }
    if (number == 0) throw new BadFileException(file, "line 1: the journal has no header");
    return begin;
  }

  /** Adds an entry. */
  void append(Entry entry) throws IOException {
    append(EntryText.of(entry));
  }

  private synchronized void append(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    // After a line that is torn, another one would make the journal unreadable.
    if (broken) throw new IOException("the journal could not be written before");
    broken = true;
    while (bytes.hasRemaining()) out.write(bytes);
    broken = false;
    dirty = true;
    if (!scheduled) {
      scheduled = true;
      Object unused = flusher.schedule(this::flush, MILLIS_TO_DISK, TimeUnit.MILLISECONDS);
    }
  }

  private void flush() {
    synchronized (this) {
      scheduled = false;
    }
    try {
      force();
    } catch (IOException e) {
      // The lines are still dirty: whoever needs them on disk meets the same failure.
      return;
    }
  }

  /** Returns when all that was added is on the disk. */
  synchronized void force() throws IOException {
    if (!dirty || !out.isOpen()) return;
    out.force(false);
    dirty = false;
  }

  @Override
  public void close() throws IOException {
    flusher.shutdown(); // Without an interrupt, which would close the file in the midst of a write.
    try {
      force();
    } finally {
      out.close();
      lock.close(); // Gives it back.
    }
  }
}
