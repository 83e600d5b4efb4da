package dev.recurrent.spark;

/**
 * H, the batches a shard trains on in a round, where the user says "auto": so many that a round's
 * fixed cost is a small share of it. Computed from sizes alone, never from a clock, so that every
 * run of a configuration has the same rounds.
 */
public final class LocalStepsHeuristic {
  /** Share of a round that may go to other than training. */
  private static final double OVERHEAD_SHARE = 0.10;

  /** Seconds of one Spark job, and of moving a byte up and down, on an ordinary cluster. */
  private static final double JOB_SECONDS = 0.25;

  private static final double SECONDS_PER_BYTE = 1.0 / 200e6;

  /** What one core trains with, in operations a second, to within a factor of two. */
  private static final double OPERATIONS = 40e9;

  /** Averaging more often than that did not train better. */
  private static final int LEAST = 32;

  private static final int MOST = 256;

  private LocalStepsHeuristic() {}

  /** Seconds that a batch takes on one core, to within a factor of two. */
  public static double batchSeconds(long parameters, int targetsPerBatch) {
    // Six operations for each parameter and target: forward, and backward twice.
    return 6.0 * parameters * targetsPerBatch / OPERATIONS;
  }

  /** Seconds of a round that are not training. */
  public static double overheadSeconds(long parameters) {
    return JOB_SECONDS + 8.0 * parameters * SECONDS_PER_BYTE;
  }

  /**
   * @param parameters of the model
   * @param targetsPerBatch of one shard
   * @param batchesPerEpoch of one shard: an epoch has at least four rounds if it has batches for it
   */
  public static int auto(int parameters, int targetsPerBatch, int batchesPerEpoch) {
    double overhead = overheadSeconds(parameters);
    double steps =
        Math.ceil(overhead / (OVERHEAD_SHARE * batchSeconds(parameters, targetsPerBatch)));
    int most = Math.max(1, Math.min(MOST, batchesPerEpoch / 4));
    return (int) Math.max(Math.min(LEAST, most), Math.min(most, steps));
  }
}
