package dev.recurrent.math;

/** The product of one recurrent step: few rows, the same weights T times. */
interface PackedGemm {
  /** Rows of the largest tile. */
  int TILE_ROWS = 6;

  String name();

  /** Columns of one panel of a {@link PackedMatrix}. */
  int panelColumns();

  /** C += A P, with A (M,K), P (K,N) packed, C (M,N). */
  void addProduct(Matrix a, PackedMatrix p, Matrix c);

  /** y (M,N) = x W + b, with x (M,K), W (K,N) packed, b (1,N). */
  void affine(Matrix x, PackedMatrix weight, Matrix bias, Matrix y);

  /** Rows of {@code p} from {@code row} become those of A (R,N), whose sum is added to (1,N). */
  void packRows(Matrix a, PackedMatrix p, int row, Matrix sums);

  /** Leaves the sums of one tile, A (TILE_ROWS,K) by one panel P (K,PANEL), in P's scratch. */
  void tile(Matrix a, PackedMatrix p);

  /** {@code turns} times as many multiply-adds as a tile has sums, which are left beside. */
  void multiplyAdds(int turns, float[] sums);

  /** C += Aᵀ P, with A (K,M), P (K,N) packed, C (M,N). */
  void addTransposedProduct(Matrix a, PackedMatrix p, Matrix c);
}
