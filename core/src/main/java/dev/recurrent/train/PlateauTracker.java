package dev.recurrent.train;

/**
 * Watches a validation loss: counts evaluations without improvement, for early stopping and for
 * halving the learning rate. A value; each observation gives the next.
 *
 * @param best the least loss so far, infinity before the first
 * @param stale evaluations since then
 * @param factor what the learning rate is multiplied with
 */
public record PlateauTracker(double best, int stale, float factor) {
  public static PlateauTracker start() {
    return new PlateauTracker(Double.POSITIVE_INFINITY, 0, 1f);
  }

  /** After one more evaluation; the factor halves at every {@code patience} stale ones. */
  public PlateauTracker observe(double loss, int patience) {
    if (loss < best) {
      return new PlateauTracker(loss, 0, factor);
    }
    int count = stale + 1;
    return new PlateauTracker(
        best, count, patience > 0 && count % patience == 0 ? factor / 2 : factor);
  }
}
