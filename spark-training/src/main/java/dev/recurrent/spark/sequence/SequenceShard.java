package dev.recurrent.spark.sequence;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.Shard;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sequences of one shard, cut into batches of about equal length: padding costs as much as
 * steps. Each epoch of training shuffles sequences and batches anew.
 */
final class SequenceShard implements Shard<SequenceBatch> {
  private static final long serialVersionUID = 1L;
  private static final long ORDER = 501;

  /** Batches whose sequences are sorted together: enough to be even, few enough to stay mixed. */
  private static final int POOL = 50;

  private static final Comparator<Sequence> BY_LENGTH =
      Comparator.comparingInt(Sequence::steps).thenComparingInt(SequenceShard::sourceSteps);

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

  private static int sourceSteps(Sequence sequence) {
    Sequence source = sequence.source();
    return source == null ? 0 : source.steps();
  }

  private int[] order(int epoch) {
    if (order == null || order.length != sequences.length || orderedFor != epoch) {
      SplittableRandom random = new SplittableRandom(Seed.of(seed, ORDER, epoch));
      order = mixed(random, sequences.length);
      if (unequal()) {
        order = pooled(order, random);
      }
      orderedFor = epoch;
    }
    return order;
  }

  private static int[] mixed(SplittableRandom random, int count) {
    int[] mixed = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      mixed[i] = mixed[j];
      mixed[j] = i;
    }
    return mixed;
  }

  private boolean unequal() {
    for (Sequence sequence : sequences) {
      if (BY_LENGTH.compare(sequence, sequences[0]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Sorted by length in pools, cut into batches, and those shuffled. */
  private int[] pooled(int[] mixed, SplittableRandom random) {
    // Whichever sequences fill no batch go last: taken by chance, before the longest gather there.
    int whole = mixed.length / batchSize;
    Integer[] places = Arrays.stream(mixed).boxed().toArray(Integer[]::new);
    Comparator<Integer> byLength = (a, b) -> BY_LENGTH.compare(sequences[a], sequences[b]);
    for (int from = 0; from < whole; from += POOL) {
      int to = Math.min(whole, from + POOL);
      Arrays.sort(places, from * batchSize, to * batchSize, byLength);
    }
    int[] turns = mixed(random, whole);
    int[] pooled = new int[mixed.length];
    for (int i = 0; i < pooled.length; i++) {
      int batch = i / batchSize;
      int from = batch < whole ? turns[batch] : batch;
      pooled[i] = places[from * batchSize + i % batchSize];
    }
    return pooled;
  }
}
