package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {
  /** Rows are made in double and rounded to float once. */
  private static final double ROUNDING = 1e-6;

  private static void requireOrthonormalRows(Matrix m) {
    for (int i = 0; i < m.rows; i++) {
      for (int k = 0; k <= i; k++) {
        double dot = 0;
        for (int j = 0; j < m.columns; j++) {
          dot += (double) m.get(i, j) * m.get(k, j);
        }
        assertEquals(i == k ? 1 : 0, dot, ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,7", "5,13", "64,64"})
  void orthogonalRowsAreOrthonormal(int rows, int columns) {
    Matrix m = Matrix.zeros(rows, columns);
    Initializer.orthogonal(m, new SplittableRandom(3));
    requireOrthonormalRows(m);
  }

  @Test
  void moreRowsThanColumnsCannotBeOrthogonal() {
    Matrix m = Matrix.zeros(3, 2);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Initializer.orthogonal(m, new SplittableRandom(3)));
    assertTrue(e.getMessage().startsWith("matrix is 3x2"));
  }

  @Test
  void glorotFillsItsRange() {
    Matrix m = Matrix.zeros(40, 60);
    Initializer.glorot(m, new SplittableRandom(3));
    double bound = Math.sqrt(6.0 / 100);
    double largest = 0;
    double squares = 0;
    for (float value : m.toArray()) {
      largest = Math.max(largest, Math.abs(value));
      squares += value * value;
    }
    assertTrue(largest <= bound && largest > 0.99 * bound);
    // The variance of a uniform number; 2,400 of them hit it within five percent.
    assertEquals(bound * bound / 3, squares / (m.rows * m.columns), 0.05 * bound * bound / 3);
  }

  private static float[] initialised(RecurrentConfig config, long seed) {
    ParameterLayout layout = config.layout();
    float[] values = new float[layout.size()];
    Arrays.fill(values, 9f);
    Parameters parameters = Parameters.of(layout, values, new float[values.length]);
    config.initialize(parameters, new SplittableRandom(seed));
    return values;
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void stateWeightsAreOrthogonalGateByGateAndBiasesZero(CellType cell) {
    int h = 6;
    RecurrentConfig config = RecurrentConfig.of(cell, 4, h, 2).bidirectional();
    float[] values = initialised(config, 1);
    for (ParameterLayout.Entry entry : config.layout().entries()) {
      Matrix m = config.layout().view(values, entry.name());
      if (entry.name().startsWith("weight_hh")) {
        for (int gate = 0; gate < m.rows; gate += h) {
          requireOrthonormalRows(m.rows(gate, h));
        }
      } else if (entry.name().startsWith("bias")) {
        float[] expected = new float[m.columns];
        if (cell == CellType.LSTM) {
          Arrays.fill(expected, h, 2 * h, 1f);
        }
        assertArrayEquals(expected, m.toArray(), entry.name());
      } else {
        double bound = Math.sqrt(6.0 / (h + m.columns));
        for (float value : m.toArray()) {
          assertTrue(Math.abs(value) <= bound, entry.name());
        }
      }
    }
  }

  @Test
  void sameSeedGivesTheSameValues() {
    RecurrentConfig config = RecurrentConfig.of(CellType.LSTM, 4, 6, 2);
    assertArrayEquals(initialised(config, 5), initialised(config, 5));
    assertFalse(Arrays.equals(initialised(config, 5), initialised(config, 6)));
  }
}
