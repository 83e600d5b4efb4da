package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import org.junit.jupiter.api.Test;

class PerturbationTest {
  @Test
  void aStepHasItsNormInEachTextAndNoneInThePadding() {
    int[] lengths = {3, 1};
    Matrix x = Matrix.zeros(6, 2);
    Matrix direction = Matrix.zeros(6, 2);
    for (int i = 0; i < 12; i++) {
      x.data[i] = i == 6 || i == 7 || i == 10 || i == 11 ? 1000 : 2;
      direction.data[i] = i + 1;
    }
    Matrix moved = new Perturbation().add(x, direction, lengths, 3);
    for (int b = 0; b < 2; b++) {
      double squares = 0;
      for (int t = 0; t < 3; t++) {
        for (int j = 0; j < 2; j++) {
          double step = moved.get(t * 2 + b, j) - x.get(t * 2 + b, j);
          squares += step * step;
          assertTrue(t < lengths[b] ? step > 0 : step == 0);
        }
      }
      // The root mean square of the texts' own numbers is 2.
      assertEquals(6, Math.sqrt(squares), 1e-4);
    }
    assertArrayEquals(
        x.toArray(), new Perturbation().add(x, Matrix.zeros(6, 2), lengths, 3).toArray());
  }
}
