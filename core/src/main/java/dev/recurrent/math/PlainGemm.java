package dev.recurrent.math;

/** Gemm as their definition says, summed in double: the oracle, and the last resort. */
final class PlainGemm implements Gemm {
  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        double sum = 0;
        for (int k = 0; k < a.columns; k++) {
          sum += (double) a.data[a.index(i) + k] * b.data[b.index(k) + j];
        }
        store(c, i, j, sum, beta);
      }
    }
  }

  @Override
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        double sum = 0;
        for (int k = 0; k < a.columns; k++) {
          sum += (double) a.data[a.index(i) + k] * b.data[b.index(j) + k];
        }
        store(c, i, j, sum, beta);
      }
    }
  }

  @Override
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        double sum = 0;
        for (int k = 0; k < a.rows; k++) {
          sum += (double) a.data[a.index(k) + i] * b.data[b.index(k) + j];
        }
        store(c, i, j, sum, beta);
      }
    }
  }

  private static void store(Matrix c, int i, int j, double sum, float beta) {
    int at = c.index(i) + j;
    // beta 0 must not read C: it may hold anything, also NaN.
    c.data[at] = (float) (beta == 0 ? sum : sum + (double) beta * c.data[at]);
  }
}
