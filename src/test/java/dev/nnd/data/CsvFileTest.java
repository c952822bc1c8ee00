package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.source.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
  @TempDir private Path folder;

  private static Pick numbers(int first, int last) {
    return new Pick("x", new ByPosition(first, last), false, Span.nowhere());
  }

  private static Pick texts(int position) {
    return new Pick("y", new ByPosition(position, position), true, Span.nowhere());
  }

  private static List<Block> read(Path file, boolean header, char delimiter, Pick... picks) {
    return SourceReader.read(
        new DataPlan.Csv(file, header, delimiter, Span.nowhere()), List.of(picks));
  }

  private List<Block> readText(String text, boolean header, Pick... picks) throws IOException {
    return read(Files.writeString(folder.resolve("a.csv"), text), header, ',', picks);
  }

  /** Every way in which the same table may be written. */
  @Test
  void randomTablesAreReadAsWritten() throws IOException {
    Random random = new Random(20);
    for (int round = 0; round < 200; round++) {
      int rows = 1 + random.nextInt(40);
      int columns = 1 + random.nextInt(6);
      boolean header = random.nextBoolean();
      char delimiter = ",;\t|".charAt(random.nextInt(4));
      String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      float[] expected = new float[rows * columns];
      List<String> labels = new ArrayList<>();
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
      text.append(header ? ("name" + delimiter).repeat(columns) + "label" + lineEnd : "");
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
          expected[row * columns + column] = value;
          text.append(cell(Float.toString(value), random)).append(delimiter);
        }
        String label = "a\"b" + delimiter + lineEnd + "\u6c34\ud83d\ude00" + random.nextInt(3);
        labels.add(label);
        text.append('"').append(label.replace("\"", "\"\"")).append('"');
        boolean last = row == rows - 1;
        text.append(last && random.nextBoolean() ? "" : lineEnd);
        text.append(random.nextInt(5) == 0 ? lineEnd : "");
      }
      Path file = write("t" + round + ".csv", text.toString(), random.nextBoolean());
      List<Block> blocks = read(file, header, delimiter, numbers(0, columns - 1), texts(columns));
      assertArrayEquals(expected, ((Block.Numbers) blocks.get(0)).values(), "round " + round);
      Block.Texts found = (Block.Texts) blocks.get(1);
      List<String> foundLabels = new ArrayList<>();
      for (int code : found.codes()) {
        foundLabels.add(found.texts().get(code));
      }
      assertEquals(labels, foundLabels, "round " + round);
    }
  }

  private static String cell(String text, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> '"' + text + '"';
      case 1 -> " " + text + "  ";
      default -> text;
    };
  }

  private Path write(String name, String text, boolean packed) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve(packed ? name + ".gz" : name);
    return Files.write(file, packed ? gzip(bytes) : bytes);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void rowsAreCalledByTheLineOnWhichTheyStart() throws IOException {
    List<Block> blocks = readText("x,y\n1,\"a\nb\"\n\n2,c\n", true, numbers(0, 0));
    assertEquals("`" + folder.resolve("a.csv") + "`, row 5", blocks.get(0).place().row(1));
    assertArrayEquals(new int[] {2, 5}, blocks.get(0).place().lines().orElseThrow());
  }

  @Test
  void columnsThatNobodyPicksMayHoldAnything() throws IOException {
    List<Block> blocks = readText("1,,x\n2,?,\n", false, numbers(0, 0));
    assertArrayEquals(new float[] {1, 2}, ((Block.Numbers) blocks.get(0)).values());
  }

  @Test
  void manyRowsGrowTheArrays() throws IOException {
    int rows = 30_000;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(row).append(",5,").append(-row).append('\n');
    }
    Block.Numbers block = (Block.Numbers) readText(text.toString(), false, numbers(0, 2)).get(0);
    assertEquals(3 * rows, block.values().length);
    for (int row = 0; row < rows; row++) {
      assertEquals(row, block.values()[3 * row]);
      assertEquals(-row, block.values()[3 * row + 2]);
    }
  }

  @Test
  void tablesAreWrittenForOthersToRead() throws IOException {
    Path file = folder.resolve("out.csv");
    CsvFile.write(file, List.of("a", "b,c"), List.of(List.of("1", "x\ny"), List.of("", "\"")));
    assertEquals("a,\"b,c\"\n1,\"x\ny\"\n,\"\"\"\"\n", Files.readString(file));
  }
}
