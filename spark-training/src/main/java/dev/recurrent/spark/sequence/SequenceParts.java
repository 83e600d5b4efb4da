package dev.recurrent.spark.sequence;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** What is trained and validated on. */
final class SequenceParts implements AutoCloseable {
  private static final long SHARD = 502;

  private final JavaRDD<Sequence[]> training;
  private final JavaRDD<Sequence[]> held;
  private final SequenceModel model;
  private final SequenceColumns columns;
  private final int batchSize;
  private @Nullable ShardedData<SequenceBatch> sharded;

  /**
   * @param training one array a shard
   * @param held one array a partition
   */
  SequenceParts(
      JavaRDD<Sequence[]> training,
      JavaRDD<Sequence[]> held,
      SequenceModel model,
      SequenceColumns columns,
      int batchSize) {
    this.training = training;
    this.held = held;
    this.model = model;
    this.columns = columns;
    this.batchSize = batchSize;
  }

  /**
   * Shards of equal numbers of batches an epoch.
   *
   * @throws UnusableInputException if there is no sequence with a label, or none to validate on
   */
  ShardedData<SequenceBatch> training(long seed) {
    List<int[]> counts = training.map(SequenceParts::counts).collect();
    requireUsable(counts, held.map(SequenceParts::counts).collect());
    int longest = counts.stream().mapToInt(count -> count[0]).max().orElse(0);
    int batches = (longest + batchSize - 1) / batchSize;
    SequenceModel own = model;
    int size = batchSize;
    JavaRDD<Shard<SequenceBatch>> shards =
        training.mapPartitionsWithIndex(
            (shard, parts) -> {
              Shard<SequenceBatch> one =
                  SequenceShard.shuffled(
                      own, parts.next(), size, batches, Seed.of(seed, SHARD, shard));
              return List.of(one).iterator();
            },
            true);
    sharded =
        new ShardedData<>(
            shards.persist(StorageLevel.MEMORY_AND_DISK()), counts.size(), batches, batches);
    return sharded;
  }

  /** {sequences, those with a label, those with a label and a weight above 0}. */
  private static int[] counts(Sequence[] part) {
    int labelled = 0;
    int weighed = 0;
    for (Sequence sequence : part) {
      if (hasTarget(sequence.targets())) {
        labelled++;
        weighed += sequence.weight() > 0 ? 1 : 0;
      }
    }
    return new int[] {part.length, labelled, weighed};
  }

  private static boolean hasTarget(float @Nullable [] targets) {
    if (targets != null) {
      for (float target : targets) {
        if (!Float.isNaN(target)) {
          return true;
        }
      }
    }
    return false;
  }

  private void requireUsable(List<int[]> training, List<int[]> held) {
    requireOne(training, held, 0, "sequences");
    requireOne(training, held, 1, "sequences with a label in column \"" + columns.label() + "\"");
    requireOne(
        training,
        held,
        2,
        "sequences with a label and a weight above 0 in column \"" + columns.weight() + "\"");
  }

  private static void requireOne(List<int[]> training, List<int[]> held, int which, String what) {
    long trained = training.stream().mapToLong(count -> count[which]).sum();
    long validated = held.stream().mapToLong(count -> count[which]).sum();
    if (trained == 0 || validated == 0) {
      throw new UnusableInputException(
          String.format(
              "the table has %d %s to train on and %d to validate on, expected at least one of"
                  + " each; see holdOut(...)",
              trained, what, validated));
    }
  }

  JavaRDD<Shard<SequenceBatch>> validation() {
    SequenceModel own = model;
    int size = batchSize;
    return held.map(part -> SequenceShard.inOrder(own, part, size));
  }

  @Override
  public void close() {
    if (sharded != null) {
      sharded.partitions().unpersist();
    }
    training.unpersist();
    held.unpersist();
  }
}
