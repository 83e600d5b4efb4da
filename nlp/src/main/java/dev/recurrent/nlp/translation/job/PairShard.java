package dev.recurrent.nlp.translation.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.translation.PairBatch;
import dev.recurrent.spark.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sentence pairs cut into batches of about as many tokens each. Pairs lie sorted by length, so that
 * a batch pads little; each epoch shuffles pairs of the same lengths and the order of the batches,
 * which leaves the cuts where they are.
 */
final class PairShard implements Shard<PairBatch> {
  private static final long serialVersionUID = 1L;

  private final PairTokens[] pairs;
  private final int[] starts;
  private final long seed;
  private final int dropped;

  /** One epoch's order, computed when first asked for. */
  private transient int @Nullable [] order;

  private transient int orderedFor;

  /** The same of batches. */
  private transient long @Nullable [] sequence;

  private transient int sequenceFor;

  /**
   * @param given pairs in any order
   * @param tokensPerBatch that the padded longer side of a batch may have
   * @param seed of the shuffling
   */
  PairShard(Iterator<PairTokens> unsorted, int tokensPerBatch, long seed) {
    List<PairTokens> all = new ArrayList<>();
    unsorted.forEachRemaining(all::add);
    all.sort(PairTokens.BY_KEY);
    List<PairTokens> distinct = new ArrayList<>();
    for (PairTokens pair : all) {
      if (distinct.isEmpty() || !pair.same(distinct.get(distinct.size() - 1))) {
        distinct.add(pair);
      }
    }
    dropped = all.size() - distinct.size();
    distinct.sort(
        Comparator.<PairTokens>comparingInt(p -> p.target.length)
            .thenComparingInt(p -> p.source.length));
    pairs = distinct.toArray(new PairTokens[0]);
    starts = cut(pairs, tokensPerBatch);
    this.seed = seed;
  }

  private static int[] cut(PairTokens[] pairs, int tokensPerBatch) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    int longest = 0;
    for (int i = 0; i < pairs.length; i++) {
      int start = starts.get(starts.size() - 1);
      longest = Math.max(longest, pairs[i].length());
      if (i > start && (long) longest * (i + 1 - start) > tokensPerBatch) {
        starts.add(i);
        longest = pairs[i].length();
      }
    }
    if (pairs.length > 0) {
      starts.add(pairs.length);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Pairs that stood in the data more than once, but for the first of each. */
  int duplicates() {
    return dropped;
  }

  int size() {
    return pairs.length;
  }

  @Override
  public int batches() {
    return starts.length - 1;
  }

  @Override
  public PairBatch batch(int index) {
    List<PairBatch.Pair> chosen = new ArrayList<>();
    for (int i = starts[index]; i < starts[index + 1]; i++) {
      chosen.add(pairs[i].pair());
    }
    return PairBatch.of(chosen);
  }

  @Override
  public PairBatch batch(int index, int epoch) {
    int[] places = places(epoch);
    int batch = shuffled(index, epoch);
    List<PairBatch.Pair> chosen = new ArrayList<>();
    for (int i = starts[batch]; i < starts[batch + 1]; i++) {
      chosen.add(pairs[places[i]].pair());
    }
    return PairBatch.of(chosen);
  }

  /** Which batch comes at a place of an epoch. */
  private int shuffled(int index, int epoch) {
    if (sequence == null || sequenceFor != epoch) {
      long[] draws = new long[batches()];
      for (int i = 0; i < draws.length; i++) {
        // The lowest bits name the batch, the others are the draw it is sorted by.
        draws[i] = (Seed.of(seed, epoch, i) & ~0xFFFFFFL) | i;
      }
      Arrays.sort(draws);
      sequence = draws;
      sequenceFor = epoch;
    }
    return (int) (sequence[index] & 0xFFFFFF);
  }

  private int[] places(int epoch) {
    if (order == null || orderedFor != epoch) {
      long[] draws = new long[pairs.length];
      Integer[] by = new Integer[pairs.length];
      for (int i = 0; i < by.length; i++) {
        draws[i] = Seed.of(seed, ~epoch, i);
        by[i] = i;
      }
      Arrays.sort(
          by,
          Comparator.<Integer>comparingInt(i -> pairs[i].target.length)
              .thenComparingInt(i -> pairs[i].source.length)
              .thenComparingLong(i -> draws[i]));
      order = Arrays.stream(by).mapToInt(Integer::intValue).toArray();
      orderedFor = epoch;
    }
    return order;
  }
}
