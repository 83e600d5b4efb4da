package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.train.Batch;
import org.jspecify.annotations.Nullable;

/** What a {@link StackModel}'s loss weighs its outputs and final states with, and the lengths. */
public record WeightBatch(Matrix output, Matrix[] finals, int @Nullable [] lengths)
    implements Batch {
  @Override
  public int targets() {
    return output.rows * output.columns;
  }
}
