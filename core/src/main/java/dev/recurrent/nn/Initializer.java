package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import java.util.SplittableRandom;

/** Starting values of weights. */
public final class Initializer {
  private Initializer() {}

  /** Uniform in ±sqrt(6 / (rows + columns)). Glorot and Bengio (2010), eq. 16. */
  public static void glorot(Matrix weight, SplittableRandom random) {
    uniform(weight, Math.sqrt(6.0 / (weight.rows + weight.columns)), random);
  }

  /** Uniform in ±{@code bound}. */
  public static void uniform(Matrix weight, double bound, SplittableRandom random) {
    for (int i = 0; i < weight.rows; i++) {
      for (int j = 0; j < weight.columns; j++) {
        weight.set(i, j, (float) ((2 * random.nextDouble() - 1) * bound));
      }
    }
  }

  /**
   * Orthonormal rows, from a Gaussian matrix by Gram and Schmidt's process in double. Saxe et al.
   * (2013), arXiv:1312.6120.
   *
   * @throws IllegalArgumentException if there are more rows than columns
   */
  public static void orthogonal(Matrix weight, SplittableRandom random) {
    if (weight.rows > weight.columns) {
      throw new IllegalArgumentException(
          "matrix is " + weight.shape() + ", expected no more rows than columns to be orthogonal");
    }
    double[][] rows = new double[weight.rows][weight.columns];
    for (int i = 0; i < weight.rows; i++) {
      double[] row = rows[i];
      for (int j = 0; j < row.length; j++) {
        row[j] = gaussian(random);
      }
      // Twice: once leaves a remainder of rounding along the earlier rows.
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          subtractProjection(row, rows[k]);
        }
      }
      double norm = Math.sqrt(dot(row, row));
      for (int j = 0; j < row.length; j++) {
        row[j] /= norm;
        weight.set(i, j, (float) row[j]);
      }
    }
  }

  private static void subtractProjection(double[] row, double[] unit) {
    double share = dot(row, unit);
    for (int j = 0; j < row.length; j++) {
      row[j] -= share * unit[j];
    }
  }

  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 4 <= a.length; j += 4) {
      s0 += a[j] * b[j];
      s1 += a[j + 1] * b[j + 1];
      s2 += a[j + 2] * b[j + 2];
      s3 += a[j + 3] * b[j + 3];
    }
    for (; j < a.length; j++) {
      s0 += a[j] * b[j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** One normal deviate, by Box and Muller's transform. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
