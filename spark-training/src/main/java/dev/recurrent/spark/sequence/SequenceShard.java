package dev.recurrent.spark.sequence;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.Shard;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The sequences of one shard, cut into batches. Each epoch of training shuffles them anew. */
final class SequenceShard implements Shard<SequenceBatch> {
  private static final long serialVersionUID = 1L;
  private static final long ORDER = 501;

  private final SequenceModel model;
  private final Sequence[] sequences;
  private final int batchSize;
  private final int batches;
  private final long seed;
  private final boolean shuffled;

  /** One epoch's order, computed when first asked for. */
  private transient int[] order = {};

  private transient int orderedFor;

  private SequenceShard(
      SequenceModel model,
      Sequence[] sequences,
      int batchSize,
      int batches,
      long seed,
      boolean shuffled) {
    this.model = model;
    this.sequences = sequences;
    this.batchSize = batchSize;
    this.batches = batches;
    this.seed = seed;
    this.shuffled = shuffled;
  }

  /** In the order they come, the last batch as long as it is: for validation. */
  static SequenceShard inOrder(SequenceModel model, Sequence[] sequences, int batchSize) {
    int batches = (sequences.length + batchSize - 1) / batchSize;
    return new SequenceShard(model, sequences, batchSize, batches, 0, false);
  }

  /**
   * Shuffled by a seed and the epoch.
   *
   * @param batches behind the last sequence comes the first again, so that all shards have as many
   */
  static SequenceShard shuffled(
      SequenceModel model, Sequence[] sequences, int batchSize, int batches, long seed) {
    int own = sequences.length == 0 ? 0 : batches;
    return new SequenceShard(model, sequences, batchSize, own, seed, true);
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public SequenceBatch batch(int index) {
    return batch(index, 0);
  }

  @Override
  public SequenceBatch batch(int index, int epoch) {
    int from = index * batchSize;
    List<Sequence> chosen = new ArrayList<>(batchSize);
    if (shuffled) {
      int[] all = order(epoch);
      for (int b = 0; b < batchSize; b++) {
        chosen.add(sequences[all[(from + b) % all.length]]);
      }
    } else {
      for (int b = from; b < Math.min(from + batchSize, sequences.length); b++) {
        chosen.add(sequences[b]);
      }
    }
    return SequenceBatch.of(model, chosen);
  }

  private int[] order(int epoch) {
    if (order == null || order.length != sequences.length || orderedFor != epoch) {
      order = new int[sequences.length];
      SplittableRandom random = new SplittableRandom(Seed.of(seed, ORDER, epoch));
      for (int i = 0; i < order.length; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      orderedFor = epoch;
    }
    return order;
  }
}
