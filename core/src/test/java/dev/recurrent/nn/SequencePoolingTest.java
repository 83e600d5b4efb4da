package dev.recurrent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.math.Matrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequencePoolingTest {
  private static final int STEPS = 4;
  private static final int COLUMNS = 6;
  private static final int[] LENGTHS = {4, 1, 3};

  private static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.data.length; i++) {
      matrix.data[i] = (float) (2 * random.nextDouble() - 1);
    }
    return matrix;
  }

  private static SequencePooling pooling(Pooling kind) {
    ParameterLayout layout = SequencePooling.layout(kind, COLUMNS, 5);
    float[] parameters = random(1, layout.size(), 7).data;
    return new SequencePooling(
        kind, 2, Parameters.of(layout, parameters, new float[parameters.length]));
  }

  /** The pooled rows, weighted and added up. */
  private static double objective(SequencePooling pooling, Matrix y, Matrix weights) {
    Matrix pooled = pooling.forward(y, LENGTHS);
    double sum = 0;
    for (int b = 0; b < pooled.rows; b++) {
      for (int j = 0; j < pooled.columns; j++) {
        sum += pooled.get(b, j) * (double) weights.get(b, j);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void theGradientIsTheDifferenceAndZeroInPadding(Pooling kind) {
    SequencePooling pooling = pooling(kind);
    Matrix y = random(STEPS * LENGTHS.length, COLUMNS, 3);
    Matrix weights = random(LENGTHS.length, kind.outputSize(COLUMNS), 5);
    objective(pooling, y, weights);
    Matrix dWeights = Matrix.zeros(weights.rows, weights.columns);
    dWeights.copyFrom(weights);
    float[] gradient = pooling.backward(dWeights, STEPS, COLUMNS).toArray();
    // Small enough that no two candidates for a maximum change places.
    float step = 1e-3f;
    for (int i = 0; i < y.data.length; i++) {
      float before = y.data[i];
      y.data[i] = before + step;
      double above = objective(pooling, y, weights);
      y.data[i] = before - step;
      double below = objective(pooling, y, weights);
      y.data[i] = before;
      assertEquals((above - below) / (2 * step), gradient[i], 1e-3, kind + " at " + i);
      int row = i / COLUMNS;
      if (row / LENGTHS.length >= LENGTHS[row % LENGTHS.length]) {
        assertEquals(0f, gradient[i], "padding of sequence " + row % LENGTHS.length);
      }
    }
  }

  @Test
  void lastIsEachDirectionsOwn() {
    Matrix y = random(STEPS * LENGTHS.length, COLUMNS, 3);
    Matrix pooled = pooling(Pooling.LAST).forward(y, LENGTHS);
    // The third sequence ends at step 2: row 2 * 3 + 2; its reverse half ends at step 0: row 2.
    float[] expected = {
      y.get(8, 0), y.get(8, 1), y.get(8, 2), y.get(2, 3), y.get(2, 4), y.get(2, 5)
    };
    assertArrayEquals(expected, pooled.rows(2, 1).toArray());
  }

  @Test
  void namesAreRead() {
    assertEquals(Pooling.MEAN_MAX, Pooling.of("mean-max"));
    assertThrows(IllegalArgumentException.class, () -> Pooling.of("median"));
  }
}
