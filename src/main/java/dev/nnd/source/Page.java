package dev.nnd.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is to say about a code beyond its message: what it means, why it is so, and an example
 * before and after it is mended.
 *
 * <p>Pages are resources beside this class, in Markdown: a heading, paragraphs, and below the lines
 * {@code Before:} and {@code After:} fenced files. After the word behind the fence comes the name
 * of the file, {@code net.nnd} if there is none; the word {@code console} fences the command that
 * speaks, which is {@code nnd check net.nnd} if there is none. What stays the same need not stand
 * below {@code After:} again.
 *
 * @param title the message in general words
 * @param paragraphs one line each
 */
public record Page(
    Code code, String title, List<String> paragraphs, Example before, Example after) {
  private static final String COMMAND = "nnd check net.nnd";
  private static final String FENCE = "```";

  public Page {
    paragraphs = List.copyOf(paragraphs);
  }

  /**
   * A program with what else it needs, and the command that is given it.
   *
   * @param command with its arguments, one blank between them
   */
  public record Example(String command, List<Excerpt> files) {
    public Example {
      files = List.copyOf(files);
    }

    /** Whether there is more to say than what most examples do. */
    boolean hasOwnCommand() {
      return !command.equals(COMMAND);
    }
  }

  /**
   * A file of an example.
   *
   * @param language the word behind the fence
   * @param text ends with a line end
   */
  public record Excerpt(String language, String name, String text) {}

  /**
   * The page of a code.
   *
   * @throws IllegalStateException if there is none, or it has another form
   */
  public static Page of(Code code) {
    return new Reader(code, read(code)).page();
  }

  private static String read(Code code) {
    String name = "pages/" + code.id() + ".md";
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("source: there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reader {
    private final Code code;
    private final List<String> lines;
    private int at;

    Reader(Code code, String text) {
      this.code = code;
      this.lines = text.lines().toList();
    }

    Page page() {
      String start = "# " + code.id() + ": ";
      require(lines.get(0).startsWith(start), "starts with " + start);
      at = 1;
      List<String> paragraphs = new ArrayList<>();
      while (!at("Before:")) {
        paragraph(paragraphs);
      }
      at++;
      Example before = example(COMMAND);
      require(at("After:"), "goes on with After:");
      at++;
      Example after = example(before.command());
      require(at == lines.size(), "ends after its examples");
      return new Page(code, lines.get(0).substring(start.length()), paragraphs, before, after);
    }

    private void require(boolean holds, String what) {
      if (!holds) {
        throw new IllegalStateException("source: page " + code.id() + " " + what);
      }
    }

    private boolean at(String line) {
      require(at < lines.size(), "has a line " + line);
      return lines.get(at).equals(line);
    }

    private void paragraph(List<String> paragraphs) {
      StringBuilder text = new StringBuilder();
      while (!at("Before:") && !lines.get(at).isEmpty()) {
        text.append(text.length() == 0 ? "" : " ").append(lines.get(at++));
      }
      if (text.length() > 0) {
        paragraphs.add(text.toString());
      } else {
        at++;
      }
    }

    private Example example(String usual) {
      String command = usual;
      List<Excerpt> files = new ArrayList<>();
      for (; at < lines.size() && !lines.get(at).equals("After:"); at++) {
        if (lines.get(at).startsWith(FENCE)) {
          Excerpt fenced = fenced();
          if (fenced.language().equals("console")) {
            command = fenced.text().strip();
          } else {
            files.add(fenced);
          }
        } else {
          require(lines.get(at).isEmpty(), "has fenced examples: " + lines.get(at));
        }
      }
      return new Example(command, files);
    }

    /** The file whose fence begins at this line; ends at its last line. */
    private Excerpt fenced() {
      String[] info = lines.get(at).substring(FENCE.length()).split(" ", 2);
      StringBuilder text = new StringBuilder();
      at++;
      while (at < lines.size() && !lines.get(at).equals(FENCE)) {
        text.append(lines.get(at++)).append('\n');
      }
      require(at < lines.size(), "closes its fences");
      return new Excerpt(info[0], info.length > 1 ? info[1] : "net.nnd", text.toString());
    }
  }
}
