package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import java.util.SplittableRandom;

/** Seeded random numbers and distances between arrays. */
public final class Numbers {
  private Numbers() {}

  /** Uniform in ±{@code bound}. */
  public static float[] uniform(int count, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  /** Uniform in ±1. */
  public static Matrix matrix(int rows, int columns, long seed) {
    return Matrix.view(uniform(rows * columns, 1, seed), 0, rows, columns);
  }

  public static Matrix copy(Matrix m) {
    return Matrix.view(m.toArray(), 0, m.rows, m.columns);
  }

  /** The norm of the difference over the norm of what is expected. */
  public static double relativeDifference(double[] expected, float[] actual) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    return Math.sqrt(difference) / Math.max(Math.sqrt(size), Double.MIN_NORMAL);
  }

  /** The same for floats. */
  public static double relativeDifference(float[] expected, float[] actual) {
    double[] wide = new double[expected.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = expected[i];
    }
    return relativeDifference(wide, actual);
  }

  /** The sum of the products of equal places, in double. */
  public static double dot(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.columns; j++) {
        sum += (double) a.get(i, j) * b.get(i, j);
      }
    }
    return sum;
  }

  /** target += source. */
  public static void add(Matrix source, Matrix target) {
    for (int i = 0; i < source.rows; i++) {
      for (int j = 0; j < source.columns; j++) {
        target.set(i, j, target.get(i, j) + source.get(i, j));
      }
    }
  }
}
