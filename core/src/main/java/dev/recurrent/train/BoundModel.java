package dev.recurrent.train;

/**
 * A model at work on one thread: reads the parameters it is bound to, adds to the gradient.
 *
 * @param <B> the model's batches
 */
public interface BoundModel<B extends Batch> {
  /** Tells that the parameters' values have changed since the last call. */
  void parametersChanged();

  /**
   * The mean loss of a batch; adds its gradient. All randomness (dropout) follows from the seed.
   */
  double lossAndGradient(B batch, long seed);

  /** The mean loss of a batch as it is reported: no dropout, no label smoothing. */
  double loss(B batch);

  /** Hidden state that the next batch continues from; empty where batches are independent. */
  default float[] carry() {
    return new float[0];
  }

  /** Takes up a state that {@link #carry} gave; an empty array means a fresh start. */
  default void resume(float[] carry) {
    if (carry.length != 0) {
      throw new IllegalArgumentException(
          "carried state has " + carry.length + " floats, expected 0: batches are independent");
    }
  }
}
