package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.DataPlan.Augment;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Span;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AugmentationTest {
  private static final int COUNT = 20;
  private static final List<Integer> SHAPE = List.of(2, 4, 5);
  private static final int SIZE = 40;

  private static Augment step(int shift, boolean flip, double rotate) {
    return new Augment(shift, flip, rotate, Span.nowhere());
  }

  /** Images that count their pixels. */
  private static Examples examples(Augment step) {
    float[] images = new float[COUNT * SIZE];
    for (int i = 0; i < images.length; i++) images[i] = i;
    return Examples.of(Map.of("x", new Tensor(List.of(COUNT, 2, 4, 5), images)))
        .augmented("x", step, SHAPE);
  }

  /** The images of an epoch by the number of their example, whatever batch they were in. */
  private static float[][] epoch(Examples examples, int batch, int epoch) {
    Batches batches = Batches.shuffled(examples, batch, 7, epoch);
    float[][] byExample = new float[COUNT][];
    int[] order = order(batch, epoch);
    float[] into = new float[batch * SIZE];
    for (int b = 0, next = 0; b < batches.count(); b++) {
      batches.fill(b, "x", into);
      for (int i = 0; i < batches.rows(b); i++) {
        byExample[order[next++]] = Arrays.copyOfRange(into, i * SIZE, (i + 1) * SIZE);
      }
    }
    return byExample;
  }

  /** The examples of an epoch in their order, found by images that do not move. */
  private static int[] order(int batch, int epoch) {
    Examples still = examples(step(0, false, 0));
    Batches batches = Batches.shuffled(still, batch, 7, epoch);
    int[] order = new int[COUNT];
    float[] into = new float[batch * SIZE];
    for (int b = 0, next = 0; b < batches.count(); b++) {
      batches.fill(b, "x", into);
      for (int i = 0; i < batches.rows(b); i++) order[next++] = (int) into[i * SIZE] / SIZE;
    }
    return order;
  }

  @Test
  void dependsOnSeedEpochAndExampleAlone() {
    Examples examples = examples(step(1, true, 20));
    float[][] first = epoch(examples, 20, 3);
    assertArrayEquals(first, epoch(examples, 3, 3));
    assertFalse(Arrays.deepEquals(first, epoch(examples, 20, 4)));
  }

  /** Pixels of an image without rotation are those of the image, each from where it should. */
  @Test
  void shiftsAndMirrorsWholePixels() {
    Set<List<Integer>> moves = new HashSet<>();
    int mirrored = 0;
    for (int epoch = 0; epoch < 20; epoch++) {
      float[][] moved = epoch(examples(step(1, true, 0)), 8, epoch);
      for (int example = 0; example < COUNT; example++) {
        float[] image = moved[example];
        int found = 0;
        for (int down = -1; down <= 1; down++) {
          for (int right = -1; right <= 1; right++) {
            for (boolean mirror : new boolean[] {false, true}) {
              if (Arrays.equals(image, expected(example, down, right, mirror))) {
                found++;
                moves.add(List.of(down, right));
                mirrored += mirror ? 1 : 0;
              }
            }
          }
        }
        assertEquals(1, found);
      }
    }
    assertEquals(9, moves.size(), "every shift comes");
    assertTrue(mirrored > 160 && mirrored < 240, mirrored + " of 400 are mirrored");
  }

  private static float[] expected(int example, int down, int right, boolean mirror) {
    float[] image = new float[SIZE];
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 5; x++) {
          int fromY = Math.max(0, Math.min(3, y - down));
          int fromX = Math.max(0, Math.min(4, x - right));
          if (mirror) fromX = 4 - fromX;
          image[c * 20 + y * 5 + x] = example * SIZE + c * 20 + fromY * 5 + fromX;
        }
      }
    }
    return image;
  }

  /** A plane stays a plane: by a quarter turn a slope to the right becomes one downwards. */
  @Test
  void turnsAboutTheMiddle() {
    float[] image = new float[25];
    for (int i = 0; i < 25; i++) image[i] = i % 5;
    for (int example = 0; example < 50; example++) {
      float[] moved = image.clone();
      new Augmentation(step(0, false, 30), 1, 5, 5).apply(moved, 0, 1, example);
      assertEquals(2, moved[12], 1e-5, "the middle stays");
      float right = moved[13] - moved[12];
      float down = moved[17] - moved[12];
      assertEquals(1, right * right + down * down, 1e-5);
      assertTrue(right >= Math.cos(Math.toRadians(30)) - 1e-5);
    }
  }

  @Test
  void leavesOtherExamplesAlone() {
    float[] two = new float[2 * SIZE];
    for (int i = 0; i < two.length; i++) two[i] = i;
    new Augmentation(step(2, true, 45), 2, 4, 5).apply(two, SIZE, 3, 5);
    for (int i = 0; i < SIZE; i++) assertEquals(i, two[i]);
  }

  @Test
  void predictionsAndMeasurementsSeeImagesAsTheyAre() {
    Batches inOrder = Batches.inOrder(examples(step(3, true, 90)), COUNT);
    float[] into = new float[COUNT * SIZE];
    inOrder.fill(0, "x", into);
    for (int i = 0; i < into.length; i++) assertEquals(i, into[i]);
  }
}
