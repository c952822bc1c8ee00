package dev.nnd.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.nnd.source.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the cells of one pick, row after row. */
final class CsvColumn {
  private final ByteReader in;
  private final Optional<List<String>> header;
  private final Pick pick;
  private final Range range;

  /** Whether the cells may be texts; those of several columns are numbers, such as codes. */
  private final boolean ofTexts;

  private float[] values = {};
  private int[] codes = {};
  private final Map<String, Integer> codeOf = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private int rows;

  CsvColumn(ByteReader in, Optional<List<String>> header, Pick pick, Range range) {
    this.in = in;
    this.header = header;
    this.pick = pick;
    this.range = range;
    this.ofTexts = pick.texts() && range.size() == 1;
  }

  /** The place of a row. */
  static String place(String file, CsvRecord record) {
    return "`" + file + "`, row " + record.getStartingLineNumber();
  }

  /** Takes the cells of the next row, which has enough of them. */
  void take(CsvRecord record) {
    if (ofTexts) {
      takeText(record);
    } else {
      takeNumbers(record);
    }
    rows++;
  }

  private void takeText(CsvRecord record) {
    String text = record.getField(range.first()).strip();
    if (text.isEmpty()) {
      throw badCell(record, range.first(), "a label", "nothing");
    }
    Integer code = codeOf.get(text);
    if (code == null) {
      code = texts.size();
      codeOf.put(text, code);
      texts.add(text);
    }
    if (rows == codes.length) {
      codes = Arrays.copyOf(codes, Math.max(1024, 2 * rows));
    }
    codes[rows] = code;
  }

  private void takeNumbers(CsvRecord record) {
    int at = rows * range.size();
    if (values.length - at < range.size()) {
      if (at > FloatReader.MOST - range.size()) {
        throw DataException.of(
            Code.FILE_TOO_LARGE, in.origin(), in.name(), "it has more than " + at + " values");
      }
      values = FloatReader.grown(in, values, at + range.size(), FloatReader.MOST);
    }
    for (int cell = range.first(); cell <= range.last(); cell++) {
      String text = record.getField(cell).strip();
      float value = Decimal.parse(text);
      if (!Float.isFinite(value)) {
        throw notANumber(record, cell, text, value);
      }
      values[at++] = value;
    }
  }

  private DataException notANumber(CsvRecord record, int cell, String text, float value) {
    if (text.isEmpty()) {
      return badCell(record, cell, "a number", "nothing");
    }
    String expected = Float.isNaN(value) ? "a number" : "a number that float32 can hold";
    DataException bad = badCell(record, cell, expected, quoted(text));
    if (pick.texts()) {
      return bad.withHelp("texts are classes one column at a time; of several, write numbers");
    }
    return rows == 0 && header.isEmpty() && Float.isNaN(value)
        ? bad.withHelp("if this row names the columns, leave `header: false` out")
        : bad;
  }

  private DataException badCell(CsvRecord record, int cell, String expected, String found) {
    String column = header.map(names -> quoted(names.get(cell))).orElse(Integer.toString(cell));
    return DataException.of(
        Code.BAD_CELL, pick.origin(), place(in.name(), record), column, expected, found);
  }

  /** The text between backticks, without what would spoil a line of a message. */
  static String quoted(String text) {
    int most = 40;
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return "`" + (clean.length() > most ? clean.substring(0, most) + "…" : clean) + "`";
  }

  /** All that was taken. */
  Block block(Place place) {
    if (ofTexts) {
      return new Block.Texts(Arrays.copyOf(codes, rows), texts, place);
    }
    int width = range.size();
    List<Integer> shape = width == 1 ? List.of() : List.of(width);
    return new Block.Numbers(FloatReader.trimmed(values, rows * width), shape, rows, place);
  }
}
