package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Single pictures (PNG, JPEG, BMP, GIF), as {@code [channels, height, width]} of 0 to 255.
 *
 * <p>Colours become grey by their luma (ITU-R BT.601) where one channel is wanted; transparency is
 * left out; of several pictures in a file the first counts.
 */
final class ImageFile {
  private static final String WHAT = "an image for the model";
  private static final String FORMATS = "pictures are .png, .jpg, .bmp and .gif files";

  /** Some 8,000 by 8,000: what cameras make, in memory that any JVM has. */
  private static final long MOST_PIXELS = 1 << 26;

  private ImageFile() {}

  /**
   * A batch of one image.
   *
   * @param shape what the model takes: {@code [height, width]} or {@code [channels, height, width]}
   *     of 1 or 3 channels
   * @param resize whether an image of another size is resized; otherwise it is refused
   */
  static Tensor read(Path path, List<Integer> shape, boolean resize) {
    int rank = shape.size();
    int channels = rank == 3 ? shape.get(0) : 1;
    try (ByteReader in = ByteReader.open(path, Span.nowhere())) {
      if (rank < 2 || rank > 3 || channels != 1 && channels != 3) {
        throw in.malformed(WHAT, "the model's input is float" + shape + ", which is no image")
            .withHelp("bring the values as .csv, .npy or .npz");
      }
      int height = shape.get(rank - 2);
      int width = shape.get(rank - 1);
      float[] values = new float[channels * height * width];
      read(in, channels, height, width, resize, values, 0);
      return new Tensor(List.of(1, channels, height, width), values);
    }
  }

  /** Reads a picture and resizes it where it has another size. */
  static void read(Path path, DataPlan.ImageFolder source, float[] into, int at) {
    try (ByteReader in = ByteReader.open(path, source.origin())) {
      read(in, source.channels(), source.height(), source.width(), true, into, at);
    }
  }

  private static void read(
      ByteReader in, int channels, int height, int width, boolean resize, float[] into, int at) {
    BufferedImage image = decoded(in, width, height, resize);
    int w = image.getWidth();
    int h = image.getHeight();
    float[] line = new float[3 * w];
    float[][] rows = new float[channels][h * width];
    Resampling across = new Resampling(w, width);
    Resampling down = new Resampling(h, height);
    for (int y = 0; y < h; y++) {
      line(image, y, channels, line);
      for (int c = 0; c < channels; c++) across.apply(line, c * w, 1, rows[c], y * width);
    }
    for (int c = 0; c < channels; c++) {
      for (int x = 0; x < width; x++) {
        down.apply(rows[c], x, width, into, at + c * height * width + x);
      }
    }
  }

  /** Reads the size first, as an image of a few bytes can unpack to gigabytes. */
  private static BufferedImage decoded(ByteReader in, int width, int height, boolean resize) {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in.stream())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw in.malformed(WHAT, "it is of no known format").withHelp(FORMATS);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        check(in, reader.getWidth(0), reader.getHeight(0), width, height, resize);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw in.malformed(WHAT, "it cannot be decoded (" + e.getMessage() + ")")
          .withHelp("open it in an editor of images, and save it anew");
    }
  }

  private static void check(
      ByteReader in, int foundWidth, int foundHeight, int width, int height, boolean resize) {
    String found = "it is " + foundWidth + " x " + foundHeight + " pixels wide and high";
    if ((long) foundWidth * foundHeight > MOST_PIXELS) {
      throw DataException.of(
          Code.FILE_TOO_LARGE,
          in.origin(),
          in.name(),
          found + ", and no more than " + MOST_PIXELS + " pixels are read");
    }
    if (!resize && (foundWidth != width || foundHeight != height)) {
      throw in.malformed(WHAT, found + ", the model takes " + width + " x " + height)
          .withHelp("resize it first");
    }
  }

  /** One row of pixels, a channel after the other. */
  private static void line(BufferedImage image, int y, int channels, float[] into) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    // Java would convert between the curves of its grey and its RGB colours.
    boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    float most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    for (int x = 0; x < width; x++) {
      if (grey) {
        float value = raster.getSample(x, y, 0) * 255f / most;
        for (int c = 0; c < channels; c++) into[c * width + x] = value;
        continue;
      }
      int colour = image.getRGB(x, y);
      float red = colour >> 16 & 0xff;
      float green = colour >> 8 & 0xff;
      float blue = colour & 0xff;
      if (channels == 1) {
        into[x] = 0.299f * red + 0.587f * green + 0.114f * blue;
      } else {
        into[x] = red;
        into[width + x] = green;
        into[2 * width + x] = blue;
      }
    }
  }
}
