package dev.recurrent.spark;

import dev.recurrent.train.Batch;

/** Rows (x, y) of a regression. */
public final class RowBatch implements Batch {
  final float[][] rows;
  final float[] targets;

  RowBatch(float[][] rows, float[] targets) {
    this.rows = rows;
    this.targets = targets;
  }

  @Override
  public int targets() {
    return targets.length;
  }
}
