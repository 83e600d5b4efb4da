package dev.recurrent.spark.run;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.LocalStepsHeuristic;
import java.util.Locale;

/**
 * What a run will need, worked out before round 0: memory on executors and driver, bytes up and
 * down. Refuses what cannot fit while nothing has been spent.
 */
public final class MemoryPlan {
  /** Heap that Spark itself, its caches and the JVM take. */
  private static final long RESERVED = 300L << 20;

  /** Threads of Spark's that take results: the default of spark.resultGetter.threads. */
  private static final int RESULT_THREADS = 4;

  private final AveragingConfig averaging;
  private final long parameters;
  private final long moments;
  private final long sentMoments;
  private final long activations;
  private final int kept;
  private final int runs;

  /**
   * @param momentsPerParameter of the optimizer
   * @param activations floats of a batch that a shard keeps for its backward pass
   */
  public MemoryPlan(
      AveragingConfig averaging, long parameters, int momentsPerParameter, long activations) {
    this(averaging, parameters, parameters * momentsPerParameter, activations, 1, 1);
  }

  private MemoryPlan(
      AveragingConfig averaging,
      long parameters,
      long moments,
      long activations,
      int kept,
      int runs) {
    this.averaging = averaging;
    this.parameters = parameters;
    this.moments = moments;
    this.sentMoments = averaging.averagesMoments() ? moments : 0;
    this.activations = activations;
    this.kept = kept;
    this.runs = runs;
  }

  /** The same for a run that keeps the parameters of so many validations. */
  public MemoryPlan withKept(int validations) {
    return new MemoryPlan(averaging, parameters, moments, activations, validations, runs);
  }

  /** The same for so many runs at the same time. */
  public MemoryPlan withRuns(int number) {
    return new MemoryPlan(averaging, parameters, moments, activations, kept, number);
  }

  /** Bytes from one shard to the driver in a round. */
  public long up() {
    return averaging.bytesUp(parameters, moments);
  }

  /** Bytes from the driver to one executor in a round. */
  long down() {
    return 4 * (parameters + sentMoments);
  }

  /**
   * Bytes of heap of an executor whatever its tasks: what it received of each run, as Spark's
   * blocks and as the bytes that tasks read.
   */
  long process() {
    return 2 * runs * down();
  }

  /**
   * Bytes of heap of one task: the round's start, the present parameters, gradient, packed weights,
   * moments, activations; and the moments as they were decoded, or at the end the update as bytes,
   * serialized, and in Spark's result.
   */
  long task() {
    return 4 * (4 * parameters + moments + activations) + Math.max(4 * sentMoments, 3 * up());
  }

  /**
   * Bytes of heap of the driver, for each run: parameters, outer momentum, the round's start, a
   * checkpoint's copy of the parameters, those of the best validations, moments, what is sent, and
   * updates.
   */
  long driver() {
    return runs * (4 * ((4 + kept) * parameters + moments) + 3 * down() + updates());
  }

  /**
   * Updates, and those that arrive at the moment in Spark's results too; or sums and means where
   * executors sum slices.
   */
  private long updates() {
    if (averaging.sumsInSlices(up())) {
      return 16 * (parameters + sentMoments);
    }
    long gradient = averaging.strategy().isSync() ? 4 * parameters : 0;
    int arriving = Math.min(averaging.shards(), RESULT_THREADS);
    return (averaging.shards() + arriving) * up() + gradient;
  }

  /** The work of a round, in one line. */
  public String line(int targetsPerBatch, int roundsPerEpoch) {
    return String.format(
        Locale.ROOT,
        "plan: %s; round: %s of %s of %,d targets; epoch: %s",
        Quantity.of(parameters, "parameter"),
        Quantity.of(averaging.shards(), "shard"),
        Quantity.of(averaging.localSteps(), "batch", "batches"),
        targetsPerBatch,
        Quantity.of(roundsPerEpoch, "round"));
  }

  /** What a round costs, in one line. */
  public String cost(int targetsPerBatch) {
    return String.format(
        Locale.ROOT,
        "  a round: %s up and %s down a shard, %.3g s with a core each; heap: %s a task, %s"
            + " driver",
        size(up()),
        size(down()),
        averaging.localSteps() * LocalStepsHeuristic.batchSeconds(parameters, targetsPerBatch)
            + LocalStepsHeuristic.overheadSeconds(parameters),
        size(task()),
        size(driver()));
  }

  /**
   * Checks the plan against what there is.
   *
   * @param driverHeap bytes
   * @param executorHeap bytes, or 0 where tasks run in the driver (local mode)
   * @param tasks that run at the same time in one process
   * @throws IllegalArgumentException naming the setting to change
   */
  public void requireFits(long driverHeap, long executorHeap, int tasks) {
    long working = process() + tasks * task();
    long needed = RESERVED + driver() + (executorHeap == 0 ? working : 0);
    if (needed > driverHeap) {
      throw new IllegalArgumentException(
          "the driver has "
              + size(driverHeap)
              + " of heap and needs "
              + size(needed)
              + (runs == 1
                  ? "; raise --driver-memory, or lower --hidden-size, --batch-size or"
                      + " --sequence-length"
                  : " for "
                      + runs
                      + " runs at the same time; raise --driver-memory, or lower --ensemble,"
                      + " --parallel or --hidden-size"));
    }
    if (executorHeap > 0 && RESERVED + working > executorHeap) {
      throw new IllegalArgumentException(
          "an executor has "
              + size(executorHeap)
              + " of heap and needs "
              + size(RESERVED + working)
              + " for "
              + tasks
              + " tasks; raise --executor-memory or lower --executor-cores");
    }
  }

  private static String size(long bytes) {
    return bytes >= 1e9
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
