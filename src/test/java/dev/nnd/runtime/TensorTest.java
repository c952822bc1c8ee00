package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TensorTest {
  @Test
  void sharesItsNumbers() {
    float[] data = {1, 2, 3, 4, 5, 6};
    Tensor tensor = new Tensor(List.of(2, 3), data);
    assertSame(data, tensor.data());
    assertEquals(6, tensor.size());
    assertEquals("Tensor[2, 3]", tensor.toString());
  }

  @Test
  void aTensorWithoutAxesIsANumber() {
    assertEquals(1, Tensor.zeros(List.of()).size());
    assertEquals(0, Tensor.zeros(List.of(3, 0)).size());
  }

  @Test
  void isEqualByShapeAndBits() {
    Tensor tensor = new Tensor(List.of(2), new float[] {Float.NaN, 0f});
    assertEquals(tensor, new Tensor(List.of(2), new float[] {Float.NaN, 0f}));
    assertEquals(tensor.hashCode(), new Tensor(List.of(2), new float[] {Float.NaN, 0f}).hashCode());
    assertNotEquals(tensor, new Tensor(List.of(2), new float[] {Float.NaN, -0f}));
    assertNotEquals(tensor, new Tensor(List.of(2, 1), new float[] {Float.NaN, 0f}));
  }

  @Test
  void refusesAShapeThatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new Tensor(List.of(2, 3), new float[5]));
    assertThrows(IllegalArgumentException.class, () -> new Tensor(List.of(-1, -1), new float[1]));
  }
}
