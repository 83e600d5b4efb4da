package dev.recurrent.spark;

import dev.recurrent.train.Batch;
import java.io.Serializable;

/**
 * A stretch of one shard's batches: one element of one partition of the data. Batches are cut from
 * it where it lies; the same index gives the same batch on any executor.
 *
 * @param <B> the model's batches
 */
public interface Shard<B extends Batch> extends Serializable {
  /** How many batches this stretch has; 0 is allowed. */
  int batches();

  /** The batch at an index, 0 to below {@link #batches}. */
  B batch(int index);

  /**
   * The batch at an index as one epoch has it, 0 for the first: where data is shuffled between
   * epochs, a function of both.
   */
  default B batch(int index, int epoch) {
    return batch(index);
  }

  /**
   * The same data in the order of another seed, for another run over them; the same where data has
   * one order.
   */
  default Shard<B> shuffledBy(long seed) {
    return this;
  }
}
