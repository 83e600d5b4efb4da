package dev.recurrent.spark.job;

/** A training of a search has gone as far as it is to go now; it can go on from its checkpoint. */
final class TrialPausedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrialPausedException(long round) {
    super("paused after round " + round);
  }
}
