package dev.recurrent.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MatrixTest {
  private static Matrix counted(int rows, int columns) {
    Matrix m = Matrix.zeros(rows, columns);
    for (int i = 0; i < m.data.length; i++) {
      m.data[i] = i;
    }
    return m;
  }

  private static String message(Runnable refused) {
    return assertThrows(IllegalArgumentException.class, refused::run).getMessage();
  }

  @Test
  void addsATransposedMatrixOfAnyShape() {
    for (int[] shape : new int[][] {{1, 1}, {3, 8}, {7, 17}, {63, 63}}) {
      Matrix source = Samples.random(shape[1], shape[0], 1);
      Matrix to = Samples.random(shape[0], shape[1], 2);
      Matrix before = Samples.copy(to);
      to.addTransposed(source);
      for (int i = 0; i < shape[0]; i++) {
        for (int j = 0; j < shape[1]; j++) {
          assertEquals(before.get(i, j) + source.get(j, i), to.get(i, j));
        }
      }
    }
  }

  @Test
  void viewsShareTheirData() {
    Matrix m = counted(4, 5);
    Matrix inner = m.rows(1, 2).columns(2, 3);
    assertEquals("2x3", inner.shape());
    assertEquals(7f, inner.get(0, 0));
    assertEquals(14f, inner.get(1, 2));
    inner.set(1, 0, -1f);
    assertEquals(-1f, m.get(2, 2));
    assertSame(m.data, inner.data);
  }

  @Test
  void toArrayCopiesInRowOrder() {
    Matrix inner = counted(3, 4).rows(1, 2).columns(1, 2);
    assertArrayEquals(new float[] {5, 6, 9, 10}, inner.toArray());
    assertNotSame(inner.data, inner.toArray());
  }

  @Test
  void copyAndFillStayInsideAView() {
    Matrix m = counted(3, 4);
    m.columns(1, 2).fill(0f);
    assertArrayEquals(new float[] {0, 0, 0, 3, 4, 0, 0, 7, 8, 0, 0, 11}, m.toArray());
    m.columns(2, 2).copyFrom(counted(3, 2));
    assertArrayEquals(new float[] {0, 0, 0, 1, 4, 0, 2, 3, 8, 0, 4, 5}, m.toArray());
  }

  @Test
  void viewsBeyondTheirDataAreRefused() {
    assertEquals(
        "matrix 2x3 at 1 ends at 7, the array has 6",
        message(() -> Matrix.view(new float[6], 1, 2, 3)));
    assertEquals("rows 2..5 of a matrix 4x5", message(() -> counted(4, 5).rows(2, 3)));
    assertEquals("columns -1..1 of a matrix 4x5", message(() -> counted(4, 5).columns(-1, 2)));
    assertEquals(
        "source is 2x3, expected 3x2", message(() -> counted(3, 2).copyFrom(counted(2, 3))));
    assertThrows(ArithmeticException.class, () -> Matrix.zeros(1 << 16, 1 << 16));
    assertEquals(
        "matrix 65536x65536 at 0 ends at 4294967296, the array has 6",
        message(() -> Matrix.view(new float[6], 0, 1 << 16, 1 << 16)));
  }

  @Test
  void scratchKeepsItsMemory() {
    Scratch scratch = new Scratch();
    Matrix large = scratch.matrix(4, 5);
    assertSame(large, scratch.matrix(4, 5));
    assertSame(large.data, scratch.matrix(2, 3).data);
    assertEquals("6x7", scratch.matrix(6, 7).shape());
  }
}
