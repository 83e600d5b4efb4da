package dev.recurrent.spark.run;

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

  private final AveragingConfig averaging;
  private final long parameters;
  private final long moments;
  private final long sentMoments;
  private final long activations;

  /**
   * @param momentsPerParameter of the optimizer
   * @param activations floats of a batch that a shard keeps for its backward pass
   */
  public MemoryPlan(
      AveragingConfig averaging, long parameters, int momentsPerParameter, long activations) {
    this.averaging = averaging;
    this.parameters = parameters;
    this.moments = parameters * momentsPerParameter;
    this.sentMoments = averaging.averagesMoments() ? moments : 0;
    this.activations = activations;
  }

  /** Bytes from one shard to the driver in a round. */
  public long up() {
    long payload = averaging.quantizes((int) parameters) ? parameters : 4 * parameters;
    return payload + 4 * sentMoments;
  }

  /** Bytes from the driver to one executor in a round. */
  long down() {
    return 4 * (parameters + sentMoments);
  }

  /**
   * Bytes of heap of one task: received, start, present, gradient, moments, packed, activations.
   */
  long task() {
    return 4 * (6 * parameters + moments + activations) + up();
  }

  /** Bytes of heap of the driver: parameters, momentum, best, moments, broadcasts, updates. */
  long driver() {
    long sums = 8 * (parameters + sentMoments);
    long updates = averaging.sumsInSlices(up()) ? sums : averaging.shards() * up();
    return 4 * (7 * parameters + moments) + 2 * down() + updates;
  }

  /** The plan in one line. */
  public String line(int targetsPerBatch, int roundsPerEpoch) {
    return String.format(
        Locale.ROOT,
        "plan: %,d parameters; %s %s of %,d targets a round, %s an epoch; a round moves %s up and %s down for each shard and takes about %.1f s with a"
            + " core for each; heap %s a task, %s driver",
        parameters,
        counted(averaging.shards(), "shard trains", "shards train"),
        counted(averaging.localSteps(), "batch", "batches"),
        targetsPerBatch,
        counted(roundsPerEpoch, "round", "rounds"),
        size(up()),
        size(down()),
        averaging.localSteps() * LocalStepsHeuristic.batchSeconds(parameters, targetsPerBatch)
            + LocalStepsHeuristic.overheadSeconds(parameters),
        size(task()),
        size(driver()));
  }

  private static String counted(int n, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
  }

  /**
   * Checks the plan against what there is.
   *
   * @param driverHeap bytes
   * @param executorHeap bytes, or 0 where tasks run in the driver (local mode)
   * @param tasks that run beside one another in one process
   * @throws IllegalArgumentException naming the setting to change
   */
  public void requireFits(long driverHeap, long executorHeap, int tasks) {
    long needed = RESERVED + driver() + (executorHeap == 0 ? tasks * task() : 0);
    if (needed > driverHeap) {
      throw new IllegalArgumentException(
          "the driver has "
              + size(driverHeap)
              + " of heap and needs "
              + size(needed)
              + "; raise --driver-memory, or lower --hidden-size, --batch-size or"
              + " --sequence-length");
    }
    if (executorHeap > 0 && RESERVED + tasks * task() > executorHeap) {
      throw new IllegalArgumentException(
          "an executor has "
              + size(executorHeap)
              + " of heap and needs "
              + size(RESERVED + tasks * task())
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
