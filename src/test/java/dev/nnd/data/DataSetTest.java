package dev.nnd.data;

import static dev.nnd.data.Program.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSetTest {
  private static final Program PROGRAM = new Program();
  private static final Span NOWHERE = Span.nowhere();
  private static final Map<Part, Double> SHARES =
      Map.of(Part.TRAIN, 0.8, Part.VALIDATION, 0.1, Part.TEST, 0.1);

  @TempDir private Path folder;

  private static Map<String, ColumnWanted> input(String name, Integer... shape) {
    return Map.of(name, new ColumnWanted(List.of(shape), false));
  }

  @Test
  void digitsAsTheExampleReadsThem() {
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(Path.of("examples", "digits.csv.gz"), false, ',', NOWHERE),
            SHARES,
            PROGRAM.column("image", 0, 63, PROGRAM.scale(1 / 16.0)),
            PROGRAM.column("label", 64, 64, PROGRAM.classes(10)));
    DataSet data = DataSet.load(plan, input("image", 1, 8, 8));
    assertEquals("label", data.target());
    assertEquals(1438, data.part(Part.TRAIN).orElseThrow().count());
    assertEquals(179, data.part(Part.VALIDATION).orElseThrow().count());
    assertEquals(180, data.part(Part.TEST).orElseThrow().count());
    double sum = 0;
    int labels = 0;
    for (Part part : Part.values()) {
      for (float value : values(data, part, "image")) sum += 16 * value;
      for (float value : values(data, part, "label")) labels += (int) value;
    }
    assertEquals(561_718, sum, "what awk finds in the file");
    assertEquals(8_070, labels);
    data.expectClasses(10);
    assertEquals(
        IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        data.preprocessing().classNames());
  }

  @Test
  void textLabelsAreNumberedInSortedOrder() {
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(Path.of("examples", "iris.csv"), true, ',', NOWHERE),
            Map.of(Part.TRAIN, 0.7, Part.TEST, 0.3),
            PROGRAM.column("x", "sepal_length", "petal_width", PROGRAM.standardize()),
            PROGRAM.column("y", "species", "species", PROGRAM.classes()));
    DataSet data = DataSet.load(plan, input("x", 4));
    assertEquals(List.of("setosa", "versicolor", "virginica"), data.preprocessing().classNames());
    float[] x = values(data, Part.TRAIN, "x");
    for (int column = 0; column < 4; column++) {
      double mean = 0;
      double square = 0;
      for (int i = column; i < x.length; i += 4) {
        mean += x[i] / 105.0;
        square += x[i] * x[i] / 105.0;
      }
      assertEquals(0, mean, 1e-6);
      assertEquals(1, square, 1e-6, "the population's variance of the train part");
    }
    int[] counts = new int[3];
    for (Part part : List.of(Part.TRAIN, Part.TEST)) {
      for (float label : values(data, part, "y")) counts[(int) label]++;
    }
    assertArrayEquals(new int[] {50, 50, 50}, counts);
  }

  /** One array of 3 columns for training and one for testing; {@code y} counts. */
  private DataSet load(float[] train, float[] test, Step... steps) throws IOException {
    DataPlan plan =
        PROGRAM.parts(
            Map.of(Part.TRAIN, npy("train", train), Part.TEST, npy("test", test)),
            PROGRAM.column("x", "x", "x", steps),
            PROGRAM.column("y", "y", "y"));
    return DataSet.load(plan, input("x", 3));
  }

  private DataPlan.Source npy(String name, float[] values) throws IOException {
    int rows = values.length / 3;
    Path x = folder.resolve(name + "-x.npy");
    Path y = folder.resolve(name + "-y.npy");
    NpyFile.write(x, new Tensor(List.of(rows, 3), values));
    NpyFile.write(y, new Tensor(List.of(rows), new float[rows]));
    return new DataPlan.Npy(List.of(Map.entry("x", x), Map.entry("y", y)), NOWHERE);
  }

  @Test
  void statisticsAreThoseOfTheTrainPart() throws IOException {
    float[] train = {1, 5, -2, 3, 5, 0};
    float[] test = {2, 6, 100, 5, 5, -1};
    DataSet standardized = load(train, test, PROGRAM.standardize());
    assertArrayEquals(new float[] {-1, 0, -1, 1, 0, 1}, values(standardized, Part.TRAIN, "x"));
    // A constant column has no deviation to divide by.
    assertArrayEquals(new float[] {0, 1, 101, 3, 0, 0}, values(standardized, Part.TEST, "x"));
    DataSet scaled = load(train, test, new DataPlan.MinMax(NOWHERE));
    assertArrayEquals(new float[] {0, 0, 0, 1, 0, 1}, values(scaled, Part.TRAIN, "x"));
    assertArrayEquals(new float[] {0.5f, 1, 51, 2, 0, 0.5f}, values(scaled, Part.TEST, "x"));
  }

  @Test
  void stepsFollowEachOther() throws IOException {
    float[] values = {0, 1, 2};
    DataSet data =
        load(
            values,
            values,
            PROGRAM.scale(3),
            new DataPlan.Offset(1, NOWHERE),
            new DataPlan.Log1p(NOWHERE));
    assertArrayEquals(
        new float[] {(float) Math.log(2), (float) Math.log(5), (float) Math.log(8)},
        values(data, Part.TEST, "x"),
        1e-7f);
  }

  @Test
  void pixelsAreShuffledAlikeEverywhere() throws IOException {
    float[] train = new float[3 * 50];
    for (int i = 0; i < train.length; i++) train[i] = i % 3;
    DataSet data = load(train, new float[] {0, 1, 2}, new DataPlan.ShufflePixels(NOWHERE));
    float[] order = values(data, Part.TEST, "x");
    float[] sorted = order.clone();
    Arrays.sort(sorted);
    assertArrayEquals(new float[] {0, 1, 2}, sorted);
    float[] shuffled = values(data, Part.TRAIN, "x");
    for (int i = 0; i < shuffled.length; i++) assertEquals(order[i % 3], shuffled[i]);
  }

  @Test
  void imagesHaveOneMeanAChannelAndSequencesOneAFeature() throws IOException {
    float[] images = {0, 2, 10, 30, 4, 6, 20, 40};
    Path x = folder.resolve("x.npy");
    Path y = folder.resolve("y.npy");
    NpyFile.write(y, new Tensor(List.of(2), new float[2]));
    DataPlan.Source source =
        new DataPlan.Npy(List.of(Map.entry("x", x), Map.entry("y", y)), NOWHERE);
    DataPlan plan =
        PROGRAM.parts(
            Map.of(Part.TRAIN, source),
            PROGRAM.column("x", "x", "x", new DataPlan.MinMax(NOWHERE)),
            PROGRAM.column("y", "y", "y"));
    NpyFile.write(x, new Tensor(List.of(2, 2, 1, 2), images));
    float[] byChannel = values(DataSet.load(plan, input("x", 2, 1, 2)), Part.TRAIN, "x");
    assertArrayEquals(
        new float[] {0, 2 / 6f, 0, 20 / 30f, 4 / 6f, 1, 10 / 30f, 1}, byChannel, 1e-7f);
    NpyFile.write(x, new Tensor(List.of(2, 2, 2), images));
    float[] byFeature = values(DataSet.load(plan, input("x", 2, 2)), Part.TRAIN, "x");
    assertArrayEquals(
        new float[] {0, 0, 10 / 20f, 28 / 38f, 4 / 20f, 4 / 38f, 1, 1}, byFeature, 1e-7f);
  }

  @Test
  void validationCanBeAShareOfTrain() throws IOException {
    float[] train = new float[3 * 100];
    for (int i = 0; i < train.length; i++) train[i] = Math.floorDiv(i, 3);
    DataPlan.Parts parts =
        new DataPlan.Parts(
            Map.of(Part.TRAIN, npy("a", train), Part.TEST, npy("b", new float[6])),
            Optional.empty(),
            Map.of(Part.VALIDATION, 0.1),
            3);
    DataPlan plan =
        new DataPlan(
            "Data",
            parts,
            List.of(PROGRAM.column("x", "x", "x"), PROGRAM.column("y", "y", "y")),
            NOWHERE);
    DataSet data = DataSet.load(plan, input("x", 3));
    assertEquals(2, data.part(Part.TEST).orElseThrow().count());
    boolean[] seen = new boolean[100];
    for (Part part : List.of(Part.TRAIN, Part.VALIDATION)) {
      for (float value : values(data, part, "x")) seen[(int) value] = true;
    }
    assertEquals(90, data.part(Part.TRAIN).orElseThrow().count());
    assertEquals(10, data.part(Part.VALIDATION).orElseThrow().count());
    for (boolean row : seen) assertTrue(row);
  }

  @Test
  void numericLabelsWithGapsAreNumberedBySize() throws IOException {
    Path file = folder.resolve("wine.csv");
    Files.writeString(file, "1,10\n2,3\n3,9.0\n4,-0\n5,3\n");
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(file, false, ',', NOWHERE),
            Map.of(Part.TRAIN, 1.0),
            PROGRAM.column("x", 0, 0),
            PROGRAM.column("y", 1, 1, PROGRAM.classes(), new DataPlan.OneHot(NOWHERE)));
    DataSet data = DataSet.load(plan, input("x", 1));
    assertEquals(List.of("0", "3", "9", "10"), data.preprocessing().classNames());
    assertArrayEquals(
        new float[] {
          0, 0, 0, 1,
          0, 1, 0, 0,
          0, 0, 1, 0,
          1, 0, 0, 0,
          0, 1, 0, 0
        },
        values(data, Part.TRAIN, "y"));
  }

  @Test
  void anArrayCanFeedTwoColumns() throws IOException {
    DataPlan plan =
        PROGRAM.parts(
            Map.of(Part.TRAIN, npy("train", new float[] {1, 2, 3})),
            PROGRAM.column("x", "x", "x", PROGRAM.scale(2)),
            PROGRAM.column("both", 0, 1),
            PROGRAM.column("raw", "x", "x"));
    Map<String, ColumnWanted> inputs =
        Map.of(
            "x", new ColumnWanted(List.of(3), false), "both", new ColumnWanted(List.of(4), true));
    DataSet data = DataSet.load(plan, inputs);
    assertEquals("raw", data.target());
    assertArrayEquals(new float[] {2, 4, 6}, values(data, Part.TRAIN, "x"));
    assertArrayEquals(new float[] {1, 2, 3, 0}, values(data, Part.TRAIN, "both"));
    assertArrayEquals(new float[] {1, 2, 3}, values(data, Part.TRAIN, "raw"));
  }

  @Test
  void sharesDivideEveryRowOnce() {
    Random random = new Random(8);
    for (int round = 0; round < 300; round++) {
      int rows = 1 + random.nextInt(2000);
      double train = random.nextDouble();
      double validation = (1 - train) * random.nextDouble();
      Map<Part, Double> shares =
          Map.of(
              Part.TRAIN, train,
              Part.VALIDATION, validation,
              Part.TEST, 1 - train - validation);
      Map<Part, int[]> parts = Split.of(rows, shares, round);
      int[] all = parts.values().stream().flatMapToInt(Arrays::stream).sorted().toArray();
      assertArrayEquals(IntStream.range(0, rows).toArray(), all);
      parts.forEach((part, chosen) -> assertEquals(shares.get(part) * rows, chosen.length, 1.0001));
      assertArrayEquals(parts.get(Part.TEST), Split.of(rows, shares, round).get(Part.TEST));
    }
  }

  @Test
  void whatWasLearntBeforeCountsMore() throws IOException {
    Preprocessing learnt =
        load(new float[] {0, 0, 0, 2, 4, 8}, new float[3], new DataPlan.MinMax(NOWHERE))
            .preprocessing();
    DataPlan plan =
        PROGRAM.parts(
            Map.of(Part.TRAIN, npy("other", new float[] {1, 1, 1, 5, 5, 5})),
            PROGRAM.column("x", "x", "x", new DataPlan.MinMax(NOWHERE)),
            PROGRAM.column("y", "y", "y"));
    DataSet data = DataSet.load(plan, input("x", 3), learnt);
    assertArrayEquals(
        new float[] {0.5f, 0.25f, 0.125f, 2.5f, 1.25f, 0.625f}, values(data, Part.TRAIN, "x"));
  }

  @Test
  void classesCanBeAnInput() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "colour,size\nred,1\nblue,2\nred,3\n");
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(file, true, ',', NOWHERE),
            Map.of(Part.TRAIN, 1.0),
            PROGRAM.column(
                "colour", "colour", "colour", new DataPlan.Classes(OptionalInt.of(2), NOWHERE)),
            PROGRAM.column("size", "size", "size"));
    DataSet data = DataSet.load(plan, Map.of("colour", new ColumnWanted(List.of(), true)));
    assertArrayEquals(new float[] {1, 0, 1}, values(data, Part.TRAIN, "colour"));
    assertEquals(List.of(), data.preprocessing().classNames());
  }
}
