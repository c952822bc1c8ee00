package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreprocessingTest {
  private static final Program PROGRAM = new Program();
  private static final Span NOWHERE = Span.nowhere();

  @TempDir private Path folder;

  private static float[] values(Examples examples, String column) {
    float[] values = new float[examples.count() * examples.width(column)];
    for (int i = 0; i < examples.count(); i++) {
      examples.copy(column, i, values, i * examples.width(column));
    }
    return values;
  }

  private static Preprocessing saved(Preprocessing preprocessing) {
    return Preprocessing.fromMetadata(Path.of("w.safetensors"), preprocessing.toMetadata());
  }

  /** Any file of the raw values, read with what the metadata says, gives what the training saw. */
  @Test
  void predictionSeesWhatTrainingSaw() throws IOException {
    Random random = new Random(31);
    for (int round = 0; round < 50; round++) {
      int rows = 2 + random.nextInt(20);
      int width = 1 + random.nextInt(5);
      boolean header = random.nextBoolean();
      char delimiter = random.nextBoolean() ? ',' : ';';
      float[] raw = new float[rows * width];
      StringBuilder csv = new StringBuilder(header ? "id" : "");
      for (int column = 0; header && column < width; column++) {
        csv.append(delimiter).append("name ").append(column);
      }
      csv.append(header ? delimiter + "kind\n" : "");
      for (int row = 0; row < rows; row++) {
        csv.append("row ").append(row).append(delimiter);
        for (int column = 0; column < width; column++) {
          raw[row * width + column] = random.nextInt(1000) / 8f;
          csv.append(raw[row * width + column]).append(delimiter);
        }
        String label = (random.nextBoolean() ? "odd \"=\n" : "even, \u00e9") + row;
        csv.append('"').append(label.replace("\"", "\"\"")).append("\"\n");
      }
      Path file = Files.writeString(folder.resolve(round + ".csv"), csv);
      DataPlan.Csv source = new DataPlan.Csv(file, header, delimiter, NOWHERE);
      Step[] steps = randomSteps(random);
      DataPlan plan =
          PROGRAM.whole(
              source,
              Map.of(Part.TRAIN, 1.0),
              header
                  ? PROGRAM.column("x", "name 0", "name " + (width - 1), steps)
                  : PROGRAM.column("x", 1, width, steps),
              PROGRAM.column("y", width + 1, width + 1, PROGRAM.classes()));
      Map<String, ColumnWanted> inputs = Map.of("x", new ColumnWanted(List.of(1, width), false));
      DataSet data = DataSet.load(plan, inputs);
      float[] expected = Program.values(data, Part.TRAIN, "x");
      Preprocessing preprocessing = saved(data.preprocessing());
      assertEquals(data.preprocessing().classNames(), preprocessing.classNames());
      assertEquals(rows, preprocessing.classNames().size());
      assertArrayEquals(expected, values(preprocessing.read(file, inputs), "x"));
      Tensor array = new Tensor(List.of(rows, width), raw);
      Path npy = folder.resolve("a.npy");
      NpyFile.write(npy, array);
      assertArrayEquals(expected, values(preprocessing.read(npy, inputs), "x"));
      Path npz = folder.resolve("a.npz");
      NpzFile.write(npz, Map.of("x", array, "other", Tensor.zeros(List.of(1))));
      assertArrayEquals(expected, values(preprocessing.read(npz, inputs), "x"));
      assertArrayEquals(expected, values(preprocessing.apply(Map.of("x", array), inputs), "x"));
    }
  }

  private static Step[] randomSteps(Random random) {
    List<Step> all =
        List.of(
            PROGRAM.scale(0.1),
            new DataPlan.Offset(random.nextInt(5), NOWHERE),
            new DataPlan.Log1p(NOWHERE),
            new DataPlan.ShufflePixels(NOWHERE),
            new DataPlan.MinMax(NOWHERE),
            PROGRAM.standardize());
    // In this order no logarithm meets a number below 0.
    return all.stream().filter(step -> random.nextBoolean()).toArray(Step[]::new);
  }

  /** Whatever was done to a target is undone, from the metadata alone. */
  @Test
  void restoredTargetsAreWhatTheFileHolds() {
    DataPlan.Csv iris = new DataPlan.Csv(Path.of("examples", "iris.csv"), true, ',', NOWHERE);
    Map<String, ColumnWanted> inputs = Map.of("x", new ColumnWanted(List.of(1), false));
    DataPlan.Column x = PROGRAM.column("x", 0, 0);
    DataSet raw =
        DataSet.load(
            PROGRAM.whole(iris, Map.of(Part.TRAIN, 1.0), x, PROGRAM.column("y", 1, 3)), inputs);
    float[] expected = values(raw.part(Part.TRAIN).orElseThrow(), "y");
    for (int seed = 0; seed < 30; seed++) {
      Step[] steps = randomSteps(new Random(seed));
      DataSet data =
          DataSet.load(
              PROGRAM.whole(iris, Map.of(Part.TRAIN, 1.0), x, PROGRAM.column("y", 1, 3, steps)),
              inputs);
      float[] restored = values(data.part(Part.TRAIN).orElseThrow(), "y");
      read(data.preprocessing().toMetadata()).restoreTarget(restored, 3);
      assertArrayEquals(expected, restored, 1e-4f, "seed " + seed);
    }
  }

  @Test
  void theMetadataIsReadable() {
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(Path.of("examples", "iris.csv"), true, ',', NOWHERE),
            Map.of(Part.TRAIN, 1.0),
            PROGRAM.column("x", "sepal_length", "petal_width", PROGRAM.scale(0.5)),
            PROGRAM.column("y", "species", "species", PROGRAM.classes()));
    DataSet data = DataSet.load(plan, Map.of("x", new ColumnWanted(List.of(4), false)));
    StringBuilder text = new StringBuilder();
    data.preprocessing()
        .toMetadata()
        .forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    assertEquals(
        """
        data.csv = header ,
        data.columns = x y
        data.target = y
        data.x.from = names
        data.x.from.first = sepal_length
        data.x.from.last = petal_width
        data.x.shape = 4
        data.x.steps = 1
        data.x.step.0 = scale 0.5
        data.y.from = names
        data.y.from.first = species
        data.y.from.last = species
        data.y.shape =\s
        data.y.steps = 1
        data.y.step.0 = texts 3
        data.y.step.0.0 = setosa
        data.y.step.0.1 = versicolor
        data.y.step.0.2 = virginica
        """,
        text.toString());
  }

  /** Metadata with anything missing or replaced is refused, or means something. */
  @Test
  void damagedMetadataIsRefused() {
    DataPlan plan =
        PROGRAM.whole(
            new DataPlan.Csv(Path.of("examples", "digits.csv.gz"), false, ',', NOWHERE),
            Map.of(Part.TRAIN, 1.0),
            PROGRAM.column("x", 0, 63, PROGRAM.standardize(), PROGRAM.scale(2)),
            PROGRAM.column("y", 64, 64, PROGRAM.classes(10), new DataPlan.OneHot(NOWHERE)));
    Map<String, ColumnWanted> inputs = Map.of("x", new ColumnWanted(List.of(64), false));
    Map<String, String> good =
        new LinkedHashMap<>(DataSet.load(plan, inputs).preprocessing().toMetadata());
    for (String key : good.keySet()) {
      Map<String, String> bad = new LinkedHashMap<>(good);
      bad.remove(key);
      if (!key.equals("data.columns") && !key.equals("data.csv")) {
        assertThrows(DataException.class, () -> read(bad), key);
      }
      for (String value : List.of("", "-1", "x", "99999999999", "NaN", "1 2", "no_header")) {
        bad.put(key, value);
        try {
          read(bad);
        } catch (DataException expected) {
          assertEquals("E0553", expected.diagnostic().code().id());
        }
      }
    }
  }

  private static Preprocessing read(Map<String, String> metadata) {
    return Preprocessing.fromMetadata(Path.of("w.safetensors"), metadata);
  }

  @Test
  void withoutStepsValuesAreTakenAsTheyAre() throws IOException {
    Map<String, ColumnWanted> inputs = Map.of("x", new ColumnWanted(List.of(2), false));
    Preprocessing none = read(Map.of("format", "pt"));
    Path file = Files.writeString(folder.resolve("a.csv"), "1,2\n3,4\n");
    assertArrayEquals(new float[] {1, 2, 3, 4}, values(none.read(file, inputs), "x"));
    Files.writeString(file, "a,b\n3,4\n");
    assertArrayEquals(new float[] {3, 4}, values(none.read(file, inputs), "x"));
  }

  @Test
  void imagesAreChannelsOfBytes() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    float[] colours = new float[3 * 2 * 3];
    float[] greys = new float[2 * 3];
    Random random = new Random(4);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        int rgb = random.nextInt(1 << 24);
        image.setRGB(x, y, rgb);
        for (int c = 0; c < 3; c++) {
          colours[c * 6 + y * 3 + x] = rgb >> 8 * (2 - c) & 0xff;
        }
        grey.getRaster().setSample(x, y, 0, rgb & 0xff);
        greys[y * 3 + x] = rgb & 0xff;
      }
    }
    Path file = folder.resolve("a.png");
    ImageIO.write(image, "png", file.toFile());
    assertArrayEquals(colours, predicted(file, 3, 2, 3));
    float[] luma = new float[6];
    for (int i = 0; i < 6; i++) {
      luma[i] = 0.299f * colours[i] + 0.587f * colours[6 + i] + 0.114f * colours[12 + i];
    }
    assertArrayEquals(luma, predicted(file, 2, 3), 1e-4f);
    ImageIO.write(grey, "png", file.toFile());
    assertArrayEquals(greys, predicted(file, 1, 2, 3));
  }

  private static float[] predicted(Path file, Integer... shape) {
    Map<String, ColumnWanted> inputs = Map.of("x", new ColumnWanted(List.of(shape), false));
    return values(Preprocessing.none().read(file, inputs), "x");
  }
}
