package dev.recurrent.math;

/** The product of one recurrent step: few rows, the same weights T times. */
interface StepProducts {
  /** Rows of the largest tile. */
  int TILE_ROWS = 6;

  String name();

  /** Columns of one panel of a {@link PackedMatrix}. */
  int panelColumns();

  /** C += A P, with A (M,K), P (K,N) packed, C (M,N). */
  void addProduct(Matrix a, PackedMatrix p, Matrix c);
}
