package dev.recurrent.math;

import java.util.Arrays;

/**
 * Large products in plain Java, where neither vectors nor a native BLAS are there: operands are
 * brought into the step product's form, in blocks of K that stay in the second-level cache.
 */
final class PanelGemm implements Gemm {
  private static final int BLOCK = 256;

  private final PackedGemm steps;

  PanelGemm(PackedGemm steps) {
    this.steps = steps;
  }

  @Override
  public String name() {
    return steps.name();
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    scale(c, beta);
    for (int k = 0; k < b.rows; k += BLOCK) {
      int count = Math.min(BLOCK, b.rows - k);
      PackedMatrix packed = new PackedMatrix(count, b.columns);
      packed.pack(b.rows(k, count));
      steps.addProduct(a.columns(k, count), packed, c);
    }
  }

  @Override
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    scale(c, beta);
    for (int k = 0; k < b.columns; k += BLOCK) {
      int count = Math.min(BLOCK, b.columns - k);
      PackedMatrix packed = new PackedMatrix(count, b.rows);
      packed.packTransposed(b.columns(k, count));
      steps.addProduct(a.columns(k, count), packed, c);
    }
  }

  @Override
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    scale(c, beta);
    Matrix transposed = Matrix.zeros(a.columns, Math.min(BLOCK, a.rows));
    for (int k = 0; k < b.rows; k += BLOCK) {
      int count = Math.min(BLOCK, b.rows - k);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < a.columns; j++) {
          transposed.data[j * transposed.stride + i] = a.data[a.index(k + i) + j];
        }
      }
      PackedMatrix packed = new PackedMatrix(count, b.columns);
      packed.pack(b.rows(k, count));
      steps.addProduct(transposed.columns(0, count), packed, c);
    }
  }

  static void scale(Matrix c, float beta) {
    scale(c, 0, c.rows, 0, c.columns, beta);
  }

  /** The block of C of rows up to {@code end} and so many columns, times beta. */
  static void scale(Matrix c, int from, int end, int column, int columns, float beta) {
    for (int i = from; i < end && beta != 1; i++) {
      int at = c.index(i) + column;
      if (beta == 0) {
        Arrays.fill(c.data, at, at + columns, 0f);
      } else {
        for (int j = at; j < at + columns; j++) {
          c.data[j] *= beta;
        }
      }
    }
  }
}
