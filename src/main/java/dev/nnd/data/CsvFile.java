package dev.nnd.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.nnd.program.DataPlan;
import dev.nnd.runtime.AtomicFile;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Comma-separated values (RFC 4180) in UTF-8, with or without a byte order mark. Lines end in any
 * of the usual ways; empty ones are no rows; white space around a cell is no part of it.
 */
public final class CsvFile {
  private static final int MOST_CELLS = 1 << 20;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final DataPlan.Csv source;
  private final ByteReader in;

  private CsvFile(DataPlan.Csv source, ByteReader in) {
    this.source = source;
    this.in = in;
  }

  /** One block a pick. Columns that nobody picks may hold anything. */
  static List<Block> read(DataPlan.Csv source, List<Pick> picks) {
    try (ByteReader in = ByteReader.open(source.path(), source.origin())) {
      CsvFile file = new CsvFile(source, in);
      return file.read(rows -> file.blocks(rows, picks));
    }
  }

  /** Whether the first row of a comma-separated file holds anything but numbers. */
  static boolean seemsToHaveHeader(Path path) {
    DataPlan.Csv source = new DataPlan.Csv(path, false, ',', Span.nowhere());
    try (ByteReader in = ByteReader.open(path, Span.nowhere())) {
      return new CsvFile(source, in)
          .read(
              rows ->
                  rows.hasNext()
                      && rows.next().getFields().stream()
                          .anyMatch(cell -> Float.isNaN(Decimal.parse(cell.strip()))));
    }
  }

  /**
   * Whether a first row that is read as names looks like an example: numbers alone, other than the
   * positions that some programs write for want of names.
   */
  static boolean headerLooksLikeAnExample(DataPlan.Csv source) {
    try (ByteReader in = ByteReader.open(source.path(), source.origin())) {
      return new CsvFile(source, in)
          .read(
              rows -> {
                List<String> cells = rows.hasNext() ? rows.next().getFields() : List.of();
                boolean positions = true;
                for (int i = 0; i < cells.size(); i++) {
                  String cell = cells.get(i).strip();
                  if (Float.isNaN(Decimal.parse(cell))) return false;
                  positions &= cell.equals(Integer.toString(i));
                }
                return !cells.isEmpty() && !positions;
              });
    }
  }

  private <R> R read(Function<Iterator<CsvRecord>, R> use) {
    try (CsvReader<CsvRecord> records = records()) {
      return use.apply(records.iterator());
    } catch (UncheckedIOException e) {
      throw in.failure(e.getCause());
    } catch (IOException e) {
      throw in.failure(e);
    } catch (CsvParseException e) {
      Throwable cause = e.getCause();
      if (cause instanceof DataException known) {
        throw known;
      }
      String problem = cause == null ? e.getMessage() : e.getMessage() + ": " + cause.getMessage();
      throw in.malformed("a csv file", problem)
          .withHelp(
              "a quoted cell ends with its quote; a quote inside of it is written twice: `\"\"`");
    }
  }

  private CsvReader<CsvRecord> records() throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in.stream(), BYTE_ORDER_MARK.length);
    byte[] start = bytes.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      bytes.unread(start);
    }
    Reader text =
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return CsvReader.builder()
        .fieldSeparator(source.delimiter())
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(CsvRecordHandler.of(handler -> handler.maxFields(MOST_CELLS)), text);
  }

  private List<Block> blocks(Iterator<CsvRecord> records, List<Pick> picks) {
    Optional<List<String>> header = Optional.empty();
    if (source.header() && records.hasNext()) {
      header = Optional.of(records.next().getFields().stream().map(String::strip).toList());
    }
    if (!records.hasNext()) {
      throw DataException.of(Code.NO_EXAMPLES, in.origin(), in.name());
    }
    CsvRecord record = records.next();
    int cells = header.map(List::size).orElse(record.getFieldCount());
    List<CsvColumn> columns = new ArrayList<>();
    for (Pick pick : picks) {
      columns.add(new CsvColumn(in, header, pick, Range.of(pick, in.name(), header, cells)));
    }
    int[] lines = new int[1024];
    int rows = 0;
    while (true) {
      if (rows == lines.length) {
        lines = Arrays.copyOf(lines, 2 * rows);
      }
      lines[rows++] = Math.toIntExact(record.getStartingLineNumber());
      checkLength(record, cells, header.isPresent());
      for (CsvColumn column : columns) {
        column.take(record);
      }
      if (!records.hasNext()) {
        break;
      }
      record = records.next();
    }
    Place place = Place.lines(in.name(), Arrays.copyOf(lines, rows));
    return columns.stream().map(column -> column.block(place)).toList();
  }

  private void checkLength(CsvRecord record, int cells, boolean header) {
    int found = record.getFieldCount();
    if (found != cells) {
      throw DataException.of(
          Code.BAD_ROW,
          in.origin(),
          CsvColumn.place(in.name(), record),
          cells,
          header ? "the header" : "the first row",
          found);
    }
  }

  /**
   * Writes a table, whole or not at all.
   *
   * @param header one name a column
   * @param rows of as many cells each
   */
  public static void write(Path path, List<String> header, Iterable<List<String>> rows)
      throws IOException {
    AtomicFile.write(
        path,
        out -> {
          // Not closed: the channel is the caller's.
          CsvWriter csv =
              CsvWriter.builder()
                  .lineDelimiter(LineDelimiter.LF)
                  .build(Channels.newOutputStream(out), StandardCharsets.UTF_8);
          csv.writeRecord(header);
          rows.forEach(csv::writeRecord);
          csv.flush();
        });
  }
}
