package dev.recurrent.testing;

import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.train.Batch;

/** T*B tokens and classes, time-major. */
public record TokenBatch(int[] tokens, int[] classes, int batch) implements Batch {
  @Override
  public int targets() {
    return SoftmaxCrossEntropy.unmasked(classes, classes.length);
  }
}
