package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;

/**
 * Adds to the embedded tokens of each text a step of one length in a direction of its own. Rows
 * behind a text's end stay as they are.
 */
final class Perturbation {
  private final Scratch sum = new Scratch();
  private final Scratch drawn = new Scratch();

  /**
   * @param x embedded tokens, (T*B,E)
   * @param direction (T*B,E), of any length; a text whose direction is zero or not finite stays
   * @param lengths of the B texts
   * @param size of the step's norm, in root mean squares of x
   * @return (T*B,E), a view until the next call
   */
  Matrix add(Matrix x, Matrix direction, int[] lengths, float size) {
    Matrix y = sum.matrix(x.rows, x.columns);
    y.copyFrom(x);
    double step = size * rootMeanSquare(x, lengths);
    for (int b = 0; b < lengths.length; b++) {
      double norm = Math.sqrt(squares(direction, b, lengths));
      if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
        continue;
      }
      float factor = (float) (step / norm);
      for (int t = 0; t < lengths[b]; t++) {
        int from = direction.index(t * lengths.length + b);
        int to = y.index(t * lengths.length + b);
        for (int j = 0; j < y.columns; j++) {
          y.data[to + j] += factor * direction.data[from + j];
        }
      }
    }
    return y;
  }

  /**
   * A direction whose numbers are drawn evenly from both sides of 0, a view until the next call.
   */
  Matrix random(int rows, int columns, long seed) {
    Matrix y = drawn.matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      long own = Seed.of(seed, i);
      for (int j = 0; j < columns; j++) {
        y.set(i, j, (float) (Seed.unit(Seed.bits(own, j)) - 0.5));
      }
    }
    return y;
  }

  private static double rootMeanSquare(Matrix x, int[] lengths) {
    double sum = 0;
    long count = 0;
    for (int b = 0; b < lengths.length; b++) {
      sum += squares(x, b, lengths);
      count += (long) lengths[b] * x.columns;
    }
    return Math.sqrt(sum / count);
  }

  private static double squares(Matrix x, int text, int[] lengths) {
    double sum = 0;
    for (int t = 0; t < lengths[text]; t++) {
      int at = x.index(t * lengths.length + text);
      for (int j = at; j < at + x.columns; j++) {
        sum += (double) x.data[j] * x.data[j];
      }
    }
    return sum;
  }
}
