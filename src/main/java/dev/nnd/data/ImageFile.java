package dev.nnd.data;

import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Single images, as {@code [channels, height, width]} of 0 to 255. */
final class ImageFile {
  private static final String WHAT = "an image for the model";

  private ImageFile() {}

  /**
   * A batch of one image.
   *
   * <p>Colours become grey by their luma (ITU-R BT.601) where one channel is wanted; transparency
   * is left out.
   *
   * @param shape what the model takes: {@code [height, width]} or {@code [channels, height, width]}
   *     of 1 or 3 channels
   */
  static Tensor read(Path path, List<Integer> shape) {
    try (ByteReader in = ByteReader.open(path, Span.nowhere())) {
      int rank = shape.size();
      int channels = rank == 3 ? shape.get(0) : 1;
      if (rank < 2 || rank > 3 || channels != 1 && channels != 3) {
        throw in.malformed(WHAT, "the model's input is float" + shape + ", which is no image");
      }
      int height = shape.get(rank - 2);
      int width = shape.get(rank - 1);
      BufferedImage image = decoded(in, width, height);
      float[] values = new float[channels * height * width];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          put(image, x, y, values, y * width + x, channels, height * width);
        }
      }
      return new Tensor(List.of(1, channels, height, width), values);
    }
  }

  /** Reads the size first, as an image of a few bytes can unpack to gigabytes. */
  private static BufferedImage decoded(ByteReader in, int width, int height) {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in.stream())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw in.malformed(WHAT, "it is of no known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
          String found = reader.getWidth(0) + " x " + reader.getHeight(0);
          throw in.malformed(
              WHAT,
              "it is "
                  + found
                  + " pixels wide and high, the model takes "
                  + width
                  + " x "
                  + height);
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw in.malformed(WHAT, "it cannot be decoded (" + e.getMessage() + ")");
    }
  }

  private static void put(
      BufferedImage image, int x, int y, float[] values, int at, int channels, int plane) {
    Raster raster = image.getRaster();
    // Java would convert between the curves of its grey and its RGB colours.
    boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    float[] rgb = new float[3];
    if (grey) {
      int bits = raster.getSampleModel().getSampleSize(0);
      float value = raster.getSample(x, y, 0) * 255f / ((1 << bits) - 1);
      Arrays.fill(rgb, value);
    } else {
      int colour = image.getRGB(x, y);
      rgb[0] = colour >> 16 & 0xff;
      rgb[1] = colour >> 8 & 0xff;
      rgb[2] = colour & 0xff;
    }
    if (channels == 1) {
      values[at] = grey ? rgb[0] : 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    } else {
      for (int c = 0; c < 3; c++) {
        values[c * plane + at] = rgb[c];
      }
    }
  }
}
