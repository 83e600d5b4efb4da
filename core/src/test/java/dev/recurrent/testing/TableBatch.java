package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Loss;
import dev.recurrent.train.Batch;

/** Rows of inputs and of targets, NaN where a target is masked. */
public record TableBatch(Matrix input, Matrix values) implements Batch {
  @Override
  public int targets() {
    return Loss.unmasked(values);
  }
}
