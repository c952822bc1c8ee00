package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.Golden;
import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Step;
import dev.nnd.source.DiagnosticText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
  private static final Program PROGRAM =
      new Program(
          """
          data Pets {
              train: image_folder("pets", size: [2, 3])
              image: images
              kind: labels -> classes
          }
          """);

  @TempDir private Path folder;

  private DataPlan.ImageFolder source(int channels) {
    return new DataPlan.ImageFolder(
        folder.resolve("pets"), 2, 3, channels, PROGRAM.at("image_folder(\"pets\", size: [2, 3])"));
  }

  private DataSet load(int channels, Step... steps) {
    DataPlan plan =
        PROGRAM.parts(
            Map.of(Part.TRAIN, source(channels)),
            PROGRAM.column("image", "images", "images"),
            PROGRAM.column("kind", "labels", "labels", steps));
    return DataSet.load(plan, inputs(channels));
  }

  private static Map<String, ColumnWanted> inputs(int channels) {
    return Map.of("image", new ColumnWanted(List.of(channels, 2, 3), false));
  }

  private Path picture(String name, int width, int height, int rgb) throws IOException {
    Path file = folder.resolve("pets").resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) image.setRGB(x, y, rgb);
    }
    String format = name.substring(name.lastIndexOf('.') + 1);
    ImageIO.write(image, format, file.toFile());
    return file;
  }

  /** One of each format, in two classes whose names sort otherwise than they were made. */
  private void pets() throws IOException {
    picture("dog/b.png", 3, 2, 0x0000ff);
    picture("dog/a.BMP", 9, 8, 0x00ff00);
    picture("cat/x.gif", 1, 1, 0xff0000);
    picture("cat/y.jpg", 30, 20, 0xffffff);
    Files.writeString(folder.resolve("pets/.DS_Store"), "");
    Files.writeString(folder.resolve("pets/readme.txt"), "");
    Files.writeString(folder.resolve("pets/dog/.DS_Store"), "");
    Files.writeString(folder.resolve("pets/dog/notes.txt"), "");
    Files.createDirectories(folder.resolve("pets/.hidden"));
  }

  @Test
  void classesAreFoldersInTheOrderOfTheirNames() throws IOException {
    pets();
    DataSet data = load(3, PROGRAM.classes());
    assertEquals(List.of("cat", "dog"), data.preprocessing().classNames());
    assertArrayEquals(new float[] {0, 0, 1, 1}, Program.values(data, Part.TRAIN, "kind"));
    float[] images = Program.values(data, Part.TRAIN, "image");
    float[] red = Arrays.copyOfRange(images, 0, 18);
    float[] expected = new float[18];
    Arrays.fill(expected, 0, 6, 255);
    assertArrayEquals(expected, red, "the gif is red");
    assertEquals(255, images[18], 2, "the jpg is white");
    assertEquals(255, images[36 + 6], "the bmp is green");
    assertEquals(255, images[54 + 12], "the png is blue");
  }

  @Test
  void greyIsTheLumaOfColours() throws IOException {
    picture("a/x.png", 3, 2, 0x00ff00);
    picture("b/x.png", 3, 2, 0xffffff);
    float[] images = Program.values(load(1, PROGRAM.classes()), Part.TRAIN, "image");
    assertEquals(0.587f * 255, images[0], 1e-3);
    assertEquals(255, images[6], 1e-3);
  }

  /** What the model learnt travels with it: names of classes, and that pictures are resized. */
  @Test
  void predictionsResizeTheirPicture() throws IOException {
    pets();
    Map<String, String> metadata = load(3, PROGRAM.classes()).preprocessing().toMetadata();
    Preprocessing learnt = Preprocessing.fromMetadata(Path.of("w"), metadata);
    assertEquals(List.of("cat", "dog"), learnt.classNames());
    Path wide = picture("../wide.png", 70, 30, 0x0000ff);
    Examples examples = learnt.read(wide, inputs(3));
    float[] image = new float[18];
    examples.copy("image", 0, image, 0);
    assertEquals(255, image[17], 1e-3);
    assertThrows(
        DataException.class,
        () -> Preprocessing.none().read(wide, inputs(3)),
        "no folder, no size");
  }

  @Test
  void resizingIsLinearBetweenPixelsAndAMeanOfMany() {
    assertArrayEquals(new float[] {3, 5, 8}, resized(3, 3, 5, 8));
    assertArrayEquals(new float[] {0, 1, 3, 4}, resized(4, 0, 4));
    assertArrayEquals(new float[] {3}, resized(1, 2, 4));
    assertArrayEquals(new float[] {7, 7, 7}, resized(3, 7, 7, 7, 7, 7, 7, 7), 1e-5f);
    // Triangles of width 4 about 1 and 3.
    float[] halves = resized(2, 0, 0, 14, 14);
    assertArrayEquals(new float[] {2, 12}, halves, 1e-5f);
  }

  private static float[] resized(int to, float... from) {
    float[] into = new float[to];
    new Resampling(from.length, to).apply(from, 0, 1, into, 0);
    return into;
  }

  private final StringBuilder messages = new StringBuilder();

  private void message(String title, Step... steps) {
    DataException thrown = assertThrows(DataException.class, () -> load(3, steps), title);
    String text = DiagnosticText.render(thrown.diagnostic()).replace(folder.toString(), "DATA");
    messages.append("# ").append(title).append('\n').append(text).append('\n');
  }

  @Test
  void messages() throws IOException {
    Step classes = PROGRAM.classes();
    message("no folder", classes);
    Files.writeString(folder.resolve("pets"), "");
    message("a file", classes);
    Files.delete(folder.resolve("pets"));
    Files.createDirectories(folder.resolve("pets"));
    message("an empty folder", classes);
    picture("cat/a.png", 3, 2, 0);
    message("labels without classes");
    Files.createDirectories(folder.resolve("pets/dog"));
    message("a class without pictures", classes);
    Path dog = Files.writeString(folder.resolve("pets/dog/a.jpg"), "not a picture");
    message("a picture that is none", classes);
    byte[] whole = Files.readAllBytes(picture("dog/a.png", 300, 200, 0x123456));
    Files.delete(dog);
    Files.write(folder.resolve("pets/dog/a.png"), Arrays.copyOf(whole, 120));
    message("a picture that is cut short", classes);
    Files.write(folder.resolve("pets/dog/a.png"), huge(whole));
    message("a picture that would take gigabytes", classes);
    Golden.assertMatches("data/image-folder-messages.txt", messages.toString());
  }

  /** A PNG that says it has 60,000 x 60,000 pixels. */
  private static byte[] huge(byte[] picture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(picture, 0, 16);
    byte[] header = new byte[17];
    ByteBuffer.wrap(header).putInt(60_000).putInt(60_000).put((byte) 8).put((byte) 2);
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update(picture, 12, 4);
    sum.update(header, 0, 13);
    ByteBuffer.wrap(header).putInt(13, (int) sum.getValue());
    out.write(header, 0, 17);
    out.write(picture, 33, picture.length - 33);
    return out.toByteArray();
  }

  @Test
  void linksDoNotLeadOut() throws IOException {
    pets();
    Path outside = picture("../outside/secret.png", 3, 2, 0);
    try {
      Files.createSymbolicLink(folder.resolve("pets/dog/link.png"), outside);
      Files.createSymbolicLink(folder.resolve("pets/zebra"), outside.getParent());
      Files.createSymbolicLink(folder.resolve("pets/pup"), folder.resolve("pets/dog"));
    } catch (UnsupportedOperationException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    DataSet data = load(3, PROGRAM.classes());
    assertEquals(List.of("cat", "dog", "pup"), data.preprocessing().classNames());
    assertEquals(6, data.part(Part.TRAIN).orElseThrow().count());
  }
}
