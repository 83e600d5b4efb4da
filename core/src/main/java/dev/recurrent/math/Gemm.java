package dev.recurrent.math;

/** Large matrix products. Shapes are checked by {@link Kernels}; here they are right. */
interface Gemm {
  String name();

  /** C = A B + beta C, with A (M,K), B (K,N), C (M,N). */
  void multiply(Matrix a, Matrix b, Matrix c, float beta);

  /** C = A Bᵀ + beta C, with A (M,K), B (N,K), C (M,N). */
  void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta);

  /** C = Aᵀ B + beta C, with A (K,M), B (K,N), C (M,N). */
  void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta);

  /** y = x Wᵀ + b, with x (M,K), W (N,K), b (1,N), y (M,N). */
  default void affine(Matrix x, Matrix weight, Matrix bias, Matrix y) {
    Kernels.setRows(y, bias);
    multiplyTransposedRight(x, weight, y, 1f);
  }
}
