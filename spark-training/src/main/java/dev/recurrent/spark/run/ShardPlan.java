package dev.recurrent.spark.run;

import java.util.List;

/**
 * How the data of a run are cut.
 *
 * @param shards W, logical shards; 0 for the cluster's cores
 * @param batchSize B, sequences in a shard's batch
 * @param localSteps H, batches a shard trains on in a round; 0 to work it out from sizes
 */
public record ShardPlan(int shards, int batchSize, int localSteps) {
  /**
   * @throws IllegalArgumentException for sizes that cannot be
   */
  public ShardPlan {
    if (shards < 0 || batchSize < 1 || localSteps < 0) {
      throw new IllegalArgumentException(
          "shards, batch size and local steps are "
              + List.of(shards, batchSize, localSteps)
              + ", expected at least 0, 1 and 0");
    }
  }

  /** The cluster's cores, 32 sequences in a batch, as many steps as sizes suggest. */
  public static ShardPlan defaults() {
    return new ShardPlan(0, 32, 0);
  }
}
