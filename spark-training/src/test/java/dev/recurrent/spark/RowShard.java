package dev.recurrent.spark;

import dev.recurrent.math.Seed;

/**
 * Batches of a noisy line, made from a formula: row r of batch i of shard s is the same wherever it
 * is made.
 */
final class RowShard implements Shard<RowBatch> {
  private static final long serialVersionUID = 1L;
  static final int INPUTS = 3;

  private final int first;
  private final int rows;
  private final int batches;
  private final float poison;

  /** Rows {@code first} to below {@code first + rows} of each batch. */
  RowShard(int first, int rows, int batches) {
    this(first, rows, batches, 0f);
  }

  private RowShard(int first, int rows, int batches, float poison) {
    this.first = first;
    this.rows = rows;
    this.batches = batches;
    this.poison = poison;
  }

  RowShard poisoned(float value) {
    return new RowShard(first, rows, batches, value);
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public RowBatch batch(int index) {
    float[][] x = new float[rows][INPUTS];
    float[] y = new float[rows];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < INPUTS; j++) {
        x[r][j] = (Seed.of(7, index, first + r, j) % 1000) / 1000f;
        y[r] += (j + 1) * x[r][j];
      }
      y[r] += poison;
    }
    return new RowBatch(x, y);
  }
}
