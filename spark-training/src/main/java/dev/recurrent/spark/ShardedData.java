package dev.recurrent.spark;

import dev.recurrent.train.Batch;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;

/**
 * Training data spread over W logical shards and cut into chunks in time: partition {@code chunk *
 * W + shard} holds one {@link Shard} with the batches {@code chunk * batchesPerChunk} and on of
 * that shard. A round reads the W partitions of its chunk and no others.
 *
 * @param <B> the model's batches
 */
public final class ShardedData<B extends Batch> {
  private final JavaRDD<Shard<B>> partitions;
  private final int shards;
  private final int batchesPerChunk;
  private final int batchesPerEpoch;

  /**
   * @param batchesPerChunk a multiple of the local steps of a round, so that no round needs two
   * @param batchesPerEpoch of the longest shard
   */
  public ShardedData(
      JavaRDD<Shard<B>> partitions, int shards, int batchesPerChunk, int batchesPerEpoch) {
    this.partitions = partitions;
    this.shards = shards;
    this.batchesPerChunk = batchesPerChunk;
    this.batchesPerEpoch = batchesPerEpoch;
  }

  /**
   * The same data, which are not read or kept a second time, in the order of another seed.
   *
   * @see Shard#shuffledBy
   */
  public ShardedData<B> shuffledBy(long seed) {
    return new ShardedData<>(
        partitions.map(shard -> shard.shuffledBy(seed)), shards, batchesPerChunk, batchesPerEpoch);
  }

  public int shards() {
    return shards;
  }

  public int batchesPerChunk() {
    return batchesPerChunk;
  }

  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  /** All partitions, chunk by chunk. */
  public JavaRDD<Shard<B>> partitions() {
    return partitions;
  }

  /** The W partitions of one chunk, shard 0 first. */
  public JavaRDD<Shard<B>> chunk(int chunk) {
    int from = chunk * shards;
    int end = from + shards;
    if (partitions.getNumPartitions() == shards) {
      return partitions;
    }
    RDD<Shard<B>> pruned =
        PartitionPruningRDD.create(
            partitions.rdd(),
            (scala.Function1<Object, Object> & java.io.Serializable)
                index -> (Integer) index >= from && (Integer) index < end);
    return JavaRDD.fromRDD(pruned, partitions.classTag());
  }
}
