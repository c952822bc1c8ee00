import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the data of the examples that neither ship with theirs nor take it from elsewhere: {@code
 * java examples/Generate.java} writes it into {@code examples/generated}. It is the same each time.
 */
final class Generate {
  /** The ten kinds of {@code shapes.npz} in the order of their labels. */
  enum Kind {
    DISC, RING, SQUARE, FRAME, DIAMOND, TRIANGLE, PLUS, CROSS, ROWS, COLUMNS;

    /** Whether the point belongs to the shape, whose middle is 0, 0 and whose edges are at 1. */
    boolean covers(double x, double y) {
      double far = Math.max(Math.abs(x), Math.abs(y));
      double round = Math.hypot(x, y);
      return far <= 1
          && switch (this) {
            case DISC -> round <= 1;
            case RING -> round <= 1 && round > 0.6;
            case SQUARE -> true;
            case FRAME -> far > 0.6;
            case DIAMOND -> Math.abs(x) + Math.abs(y) <= 1;
            case TRIANGLE -> Math.abs(x) <= (1 + y) / 2;
            case PLUS -> Math.min(Math.abs(x), Math.abs(y)) <= 0.3;
            case CROSS -> Math.abs(Math.abs(x) - Math.abs(y)) <= 0.35;
            case ROWS -> Math.floorMod((int) Math.floor(y * 2.5), 2) == 0;
            case COLUMNS -> Math.floorMod((int) Math.floor(x * 2.5), 2) == 0;
          };
    }
  }

  private static final int TEXT_LENGTH = 64;
  private static final int WORDS = 12;

  private final Random random = new Random(1);
  private final Path folder;

  private Generate(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    Path examples = Path.of(arguments.length > 0 ? arguments[0] : "examples");
    Path folder = Files.createDirectories(examples.resolve("generated"));
    Generate generate = new Generate(folder);
    generate.shapes("shapes.npz", 5_000);
    generate.pairs("pairs.npz", 5_000);
    generate.reviews("reviews.npz", 4_000);
    String text = Files.readString(examples.resolve("../LICENSE"));
    int border = text.length() * 9 / 10;
    generate.text("text-train.npz", text.substring(0, border));
    generate.text("text-validation.npz", text.substring(border));
  }

  /** Coloured pictures of 3x32x32 bytes, and which of ten kinds each is. */
  private void shapes(String file, int count) throws IOException {
    byte[] images = new byte[count * 3 * 32 * 32];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(Kind.values().length);
      draw(Kind.values()[labels[i]], images, i * 3 * 32 * 32, 3, 32);
    }
    write(file, new Array("image", images, 3, 32, 32), new Array("label", labels));
  }

  /** Two grey pictures of 1x16x16 bytes each, and 1 where they show the same kind, else 0. */
  private void pairs(String file, int count) throws IOException {
    int size = 16 * 16;
    byte[][] images = new byte[2][count * size];
    byte[] same = new byte[count];
    for (int i = 0; i < count; i++) {
      same[i] = (byte) random.nextInt(2);
      int first = random.nextInt(Kind.values().length);
      int other = (first + 1 + random.nextInt(Kind.values().length - 1)) % Kind.values().length;
      draw(Kind.values()[first], images[0], i * size, 1, 16);
      draw(Kind.values()[same[i] == 1 ? first : other], images[1], i * size, 1, 16);
    }
    write(
        file,
        new Array("left", images[0], 1, 16, 16),
        new Array("right", images[1], 1, 16, 16),
        new Array("same", same));
  }

  /** Draws a shape of some size and colour at some place, on another colour and under noise. */
  private void draw(Kind kind, byte[] images, int start, int channels, int side) {
    double radius = side * (0.2 + 0.2 * random.nextDouble());
    double middleX = radius + random.nextDouble() * (side - 2 * radius);
    double middleY = radius + random.nextDouble() * (side - 2 * radius);
    for (int c = 0; c < channels; c++) {
      double back = 256 * random.nextDouble();
      double front = (back + 80 + 96 * random.nextDouble()) % 256;
      for (int i = 0; i < side * side; i++) {
        double x = (i % side + 0.5 - middleX) / radius;
        double y = (i / side + 0.5 - middleY) / radius;
        double value = (kind.covers(x, y) ? front : back) + 10 * random.nextGaussian();
        images[start + c * side * side + i] = (byte) Math.max(0, Math.min(255, value));
      }
    }
  }

  /**
   * Reviews of twelve words as codes, 0 where a review is shorter, and 1 for the good ones. A "not"
   * turns the word behind it around, so that it is not enough to know which words there are.
   */
  private void reviews(String file, int count) throws IOException {
    List<String> good = List.of("good", "great", "lovely", "fine", "superb", "charming");
    List<String> bad = List.of("bad", "awful", "dull", "poor", "boring", "weak");
    List<String> things = List.of("plot", "music", "cast", "ending", "humour", "picture", "sound");
    List<String> links = List.of("the", "was", "and", "very", "rather", "not");
    List<String> all = new ArrayList<>(List.of(""));
    for (List<String> words : List.of(links, things, good, bad)) all.addAll(words);
    byte[] codes = new byte[count * WORDS];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(2);
      List<String> words = new ArrayList<>();
      for (int parts = 1 + random.nextInt(2); parts > 0; parts--) {
        if (!words.isEmpty()) words.add("and");
        boolean turned = random.nextBoolean();
        words.addAll(List.of("the", any(things), "was"));
        words.add(turned ? "not" : any(links.subList(3, 5)));
        words.add(any(labels[i] == 1 ^ turned ? good : bad));
      }
      for (int w = 0; w < words.size(); w++) {
        codes[i * WORDS + w] = (byte) all.indexOf(words.get(w));
      }
    }
    write(file, new Array("words", codes, WORDS), new Array("good", labels));
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  /**
   * Pieces of a text: the codes of 64 characters, their places from 0 to 63, and for each the code
   * of the character that follows it. The printable characters of ASCII are 1 to 95, all others 0.
   */
  private void text(String file, String text) throws IOException {
    byte[] all = new byte[text.length()];
    for (int i = 0; i < all.length; i++) {
      char c = text.charAt(i);
      all[i] = (byte) (c >= ' ' && c <= '~' ? c - ' ' + 1 : 0);
    }
    int step = TEXT_LENGTH / 8;
    int count = (all.length - TEXT_LENGTH - 1) / step;
    byte[] now = new byte[count * TEXT_LENGTH];
    byte[] place = new byte[count * TEXT_LENGTH];
    byte[] next = new byte[count * TEXT_LENGTH];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < TEXT_LENGTH; t++) place[i * TEXT_LENGTH + t] = (byte) t;
      System.arraycopy(all, i * step, now, i * TEXT_LENGTH, TEXT_LENGTH);
      System.arraycopy(all, i * step + 1, next, i * TEXT_LENGTH, TEXT_LENGTH);
    }
    write(
        file,
        new Array("text", now, TEXT_LENGTH),
        new Array("place", place, TEXT_LENGTH),
        new Array("next", next, TEXT_LENGTH));
  }

  /** An array of bytes whose first axis is that of the examples. */
  private record Array(String name, byte[] data, int... dims) {
    /** NumPy's format 1.0: a magic word, the header's length, the header, the elements. */
    byte[] npy() {
      int size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
      StringBuilder shape = new StringBuilder().append(data.length / size).append(',');
      for (int dim : dims) shape.append(' ').append(dim).append(',');
      String header =
          "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }";
      byte[] padded = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), 118);
      Arrays.fill(padded, header.length(), 117, (byte) ' ');
      padded[117] = '\n';
      return ByteBuffer.allocate(128 + data.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
          .putShort((short) padded.length)
          .put(padded)
          .put(data)
          .array();
    }
  }

  private void write(String file, Array... arrays) throws IOException {
    Path path = folder.resolve(file);
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Array array : arrays) {
        ZipEntry entry = new ZipEntry(array.name() + ".npy");
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(array.npy());
        zip.closeEntry();
      }
    }
    System.out.println(path);
  }
}
