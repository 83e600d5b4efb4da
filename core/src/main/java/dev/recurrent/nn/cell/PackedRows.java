package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;

/** Rows (R,N) of a block of steps, packed step by step, and their sum. */
public final class PackedRows {
  /** (R,N). */
  final PackedMatrix rows = new PackedMatrix(0, 0);

  private final Matrix sums;

  public PackedRows(int columns) {
    sums = Matrix.zeros(1, columns);
  }

  /** Makes room for a block of so many rows. */
  public void begin(int count) {
    rows.reshape(count, sums.columns);
    sums.fill(0f);
  }

  /** Packs {@code some} (B,N) as the block's rows from {@code row}. */
  public void append(Matrix some, int row) {
    Kernels.packRows(some, rows, row, sums);
  }

  /** Adds the sum of all rows to {@code to} (1,N). */
  public void addSum(Matrix to) {
    Kernels.add(sums.data, 0, to.data, to.offset, sums.columns);
  }
}
