package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.Golden;
import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about each mistake in data, as the user reads it. */
final class MessagesTest {
  private static final Program PROGRAM =
      new Program(
          """
          data Data {
              source: csv("flowers.csv")
              x: columns("length" .. "width") -> log1p
              y: column("kind") -> classes(3)
          }
          """);

  private static final Map<Part, Double> ALL = Map.of(Part.TRAIN, 1.0);

  @TempDir private Path folder;

  private final StringBuilder all = new StringBuilder();

  private void message(String title, Runnable mistake) {
    DataException thrown = assertThrows(DataException.class, mistake::run, title);
    String text = DiagnosticText.render(thrown.diagnostic()).replace(folder.toString(), "DATA");
    all.append("# ").append(title).append('\n').append(text).append('\n');
  }

  private void csv(String title, String content, Column... columns) throws IOException {
    Path file = Files.writeString(folder.resolve("flowers.csv"), content);
    message(title, () -> load(source(file, true), columns));
  }

  private DataPlan.Csv source(Path file, boolean header) {
    return new DataPlan.Csv(file, header, ',', PROGRAM.at("csv(\"flowers.csv\")"));
  }

  private static DataSet load(DataPlan.Source source, Column... columns) {
    Column[] used = columns.length > 0 ? columns : new Column[] {x(), y(3)};
    return load(PROGRAM.whole(source, ALL, used));
  }

  private static DataSet load(DataPlan plan) {
    return DataSet.load(plan, Map.of("x", new ColumnWanted(List.of(2), false)));
  }

  private static Column x(Step... steps) {
    return PROGRAM.column("x", "length", "width", steps);
  }

  private static Column y(int classes) {
    return PROGRAM.column(
        "y",
        "kind",
        "kind",
        new DataPlan.Classes(OptionalInt.of(classes), PROGRAM.at("classes(3)")));
  }

  @Test
  void csvFiles() throws IOException {
    String head = "length,width,kind\n";
    message("missing file", () -> load(source(folder.resolve("flowers.csv"), true)));
    Files.writeString(folder.resolve("flower.csv"), "");
    message("a similar file", () -> load(source(folder.resolve("flowers.csv"), true)));
    message("a file that is not packed", () -> load(source(folder.resolve("flower.csv.gz"), true)));
    message(
        "missing folder", () -> load(source(folder.resolve("far").resolve("flowers.csv"), true)));
    message("a folder", () -> load(source(folder, true)));
    csv("no rows", head);
    csv("nothing at all", "");
    csv("a cell that is no number", head + "1,2,a\n3,4 cm,b\n");
    csv("a cell that is missing", head + "1,2,a\n\n3,,b\n");
    csv("a label that is missing", head + "1,2,a\n3,4, \n");
    csv("a number that is too large", head + "1,2e50,a\n");
    csv("a row that is too short", head + "1,2,a\n3,4\n");
    csv("a row that is too long", head + "1,2,a\n3,4,5,b\n");
    csv("a wrong header", "length,widht,kind\n1,2,a\n");
    csv("no such columns at all", "a,b\n1,2\n");
    csv("columns in another order", "width,length,kind\n1,2,a\n");
    csv("a name that is there twice", "length,width,kind,kind\n1,2,a,b\n");
    csv("too few columns", "length\n1\n", PROGRAM.column("x", 0, 1), y(3));
    csv("an open quote", head + "1,2,\"a\n3,4,b\n");
    csv("text after a quote", head + "1,2,\"a\"b\n");
    csv("a value that the step cannot take", head + "1,2,a\n3,-1,b\n", logarithm(), y(3));
    csv("classes of two columns", head + "1,2,a\n", x(), twoLabels());
    csv("one_hot of no classes", head + "1,2,3\n", oneHot(), y(3));
    Path file = Files.writeString(folder.resolve("flowers.csv"), head + "1,2,a\n");
    message(
        "a header that was not announced",
        () -> load(source(file, false), PROGRAM.column("x", 0, 1), PROGRAM.column("y", 2, 2)));
    message("names without a header", () -> load(source(file, false)));
    Files.write(file, "length,width,kind\n1,2,\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    message("not UTF-8", () -> load(source(file, true)));
    check("data/csv-messages.txt");
  }

  private static Column logarithm() {
    return x(new DataPlan.Log1p(PROGRAM.at("log1p")));
  }

  private static Column twoLabels() {
    return PROGRAM.column("y", "width", "kind", PROGRAM.classes(3));
  }

  private static Column oneHot() {
    return x(new DataPlan.OneHot(Span.nowhere()));
  }

  @Test
  void labelsAndColumns() throws IOException {
    String head = "length,width,kind\n";
    csv("a label out of range", head + "1,2,0\n3,4,3\n", x(), y(3));
    csv("a negative label", head + "1,2,-1\n");
    csv("a label that is no whole number", head + "1,2,1\n1,2,1.5\n");
    csv("a word among numbers", head + "1,2,1\n1,2,2\n1,2,cat\n1,2,0\n");
    csv("too many texts", head + "1,2,a\n1,2,b\n1,2,c\n1,2,b\n1,2,d\n");
    csv("too few texts", head + "1,2,a\n1,2,b\n");
    csv(
        "an input without a column",
        head + "1,2,a\n",
        PROGRAM.column("X", "length", "length"),
        y(3));
    csv("no target", head + "1,2,a\n", x());
    csv("two targets", head + "1,2,a\n", x(), y(3), PROGRAM.column("z", "width", "width"));
    csv("an input of another size", head + "1,2,1\n", PROGRAM.column("x", 0, 0), y(3));
    Path file = Files.writeString(folder.resolve("flowers.csv"), head + "1,2.5,1\n");
    message(
        "an int input that gets no whole number",
        () ->
            DataSet.load(
                PROGRAM.whole(source(file, true), ALL, x(), y(3)),
                Map.of("x", new ColumnWanted(List.of(2), true))));
    Path codes = Files.writeString(folder.resolve("codes.csv"), head + "1,2,1\n1,7,1\n");
    message(
        "a code that an embedding does not have",
        () ->
            DataSet.load(
                PROGRAM.whole(source(codes, true), ALL, x(), y(3)),
                Map.of("x", new ColumnWanted(List.of(2), true).below(7))));
    message(
        "a model of another number of classes", () -> load(source(file, true)).expectClasses(10));
    Map<Part, Double> shares = Map.of(Part.TRAIN, 0.9, Part.TEST, 0.1);
    message(
        "a share that is too small",
        () -> load(PROGRAM.whole(source(file, true), shares, x(), y(3))));
    message(
        "no train part",
        () -> load(PROGRAM.parts(Map.of(Part.TEST, source(file, true)), x(), y(3))));
    Path other = Files.writeString(folder.resolve("test.csv"), head + "1,2,0\n1,2,z\n");
    Files.writeString(file, head + "1,2,a\n1,2,b\n1,2,0\n");
    message(
        "a label that training never saw",
        () ->
            load(
                PROGRAM.parts(
                    Map.of(Part.TRAIN, source(file, true), Part.TEST, source(other, true)),
                    x(),
                    y(3))));
    check("data/label-messages.txt");
  }

  @Test
  void arrayFiles() throws IOException {
    Path images = folder.resolve("images.gz");
    Path labels = folder.resolve("labels");
    Files.write(labels, ArrayFilesTest.idx(8, 1, new int[] {3}, new float[] {0, 1, 2}));
    byte[] good = ArrayFilesTest.idx(8, 1, new int[] {3, 1, 2}, new float[6]);
    idx("not packed", images, labels, good);
    idx("cut short", images, labels, CsvFileTest.gzip(Arrays.copyOf(good, good.length - 1)));
    idx("a header that promises more than there can be", images, labels, huge());
    idx("a header that promises more than fits", images, labels, tooHuge());
    idx("bytes too many", images, labels, CsvFileTest.gzip(Arrays.copyOf(good, 50)));
    idx("a wrong header", images, labels, CsvFileTest.gzip(new byte[] {1, 2, 3, 4, 5}));
    byte[] four = ArrayFilesTest.idx(8, 1, new int[] {4, 1, 2}, new float[8]);
    idx("more images than labels", images, labels, CsvFileTest.gzip(four));
    byte[] packed = CsvFileTest.gzip(good);
    idx("packed data cut short", images, labels, Arrays.copyOf(packed, packed.length - 9));
    byte[] nan = ArrayFilesTest.idx(0x0d, 4, new int[] {3, 2}, new float[] {1, 2, 3, 0f / 0, 5, 6});
    idx("not a number", images, labels, CsvFileTest.gzip(nan));
    for (String name : List.of("text.npy", "pairs.npy", "complex.npy")) {
      message(
          "NumPy's " + name,
          () -> NpyFile.read(Path.of("src", "test", "resources", "numpy", name)));
    }
    Path npz = folder.resolve("a.npz");
    NpzFile.write(npz, Map.of("length", Tensor.zeros(List.of(2))));
    message("no such array", () -> load(new DataPlan.Npz(npz, Span.nowhere())));
    Tensor number = Tensor.zeros(List.of());
    NpzFile.write(npz, new TreeMap<>(Map.of("length", number, "width", number)));
    message("an array without rows", () -> load(new DataPlan.Npz(npz, Span.nowhere())));
    Files.writeString(npz, "no zip");
    message("not an archive", () -> load(new DataPlan.Npz(npz, Span.nowhere())));
    check("data/array-messages.txt");
  }

  private void idx(String title, Path images, Path labels, byte[] content) throws IOException {
    Files.write(images, content);
    DataPlan.Source source = new DataPlan.Idx(images, labels, Span.nowhere());
    message(
        title,
        () ->
            load(
                source,
                PROGRAM.column("x", "images", "images"),
                PROGRAM.column("y", "labels", "labels", PROGRAM.classes(3))));
  }

  private static byte[] huge() throws IOException {
    return CsvFileTest.gzip(new byte[] {0, 0, 8, 2, 0x7f, 0, 0, 0, 0, 0, 0, 1});
  }

  private static byte[] tooHuge() throws IOException {
    return CsvFileTest.gzip(new byte[] {0, 0, 8, 2, -1, 0, 0, 0, 0, 0, 0, 9});
  }

  @Test
  void predictionFiles() throws IOException {
    Map<String, ColumnWanted> one = Map.of("x", new ColumnWanted(List.of(1, 2, 2), false));
    Map<String, ColumnWanted> two = new LinkedHashMap<>(one);
    two.put("x2", new ColumnWanted(List.of(), false));
    Preprocessing none = Preprocessing.none();
    Path npy = folder.resolve("a.npy");
    NpyFile.write(npy, Tensor.zeros(List.of(2, 3)));
    message("examples of another size", () -> none.read(npy, one));
    Path text = Files.writeString(folder.resolve("a.txt"), "1");
    message("an unknown kind of file", () -> none.read(text, one));
    Path png = Files.writeString(folder.resolve("a.png"), "1");
    message("not an image", () -> none.read(png, one));
    message("one array for two inputs", () -> none.read(npy, two));
    message(
        "no model of ours",
        () -> Preprocessing.fromMetadata(Path.of("w.safetensors"), Map.of("data.columns", "x")));
    check("data/prediction-messages.txt");
  }

  private void check(String golden) {
    Golden.assertMatches(golden, all.toString());
  }
}
