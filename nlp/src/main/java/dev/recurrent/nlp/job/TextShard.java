package dev.recurrent.nlp.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.spark.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Texts of a shard in batches of about equal length: padding costs as much as text. Tokens are
 * chars: a vocabulary has at most 65,536.
 */
final class TextShard implements Shard<LabelledBatch> {
  private static final long serialVersionUID = 1L;

  /** Batches whose texts are sorted together: enough to be even, few enough to stay mixed. */
  private static final int POOL = 50;

  private final List<char[]> texts;
  private final int[] classes;
  private final float[] classWeights;
  private final int batchSize;
  private final int batches;
  private final boolean wraps;

  private TextShard(
      List<Item> items, float[] classWeights, int batchSize, int batches, boolean wraps) {
    this.texts = new ArrayList<>(items.stream().map(Item::tokens).toList());
    this.wraps = wraps;
    this.classes = items.stream().mapToInt(Item::type).toArray();
    this.classWeights = classWeights;
    this.batchSize = batchSize;
    this.batches = batches;
  }

  /** Tokens of one text and its class. */
  record Item(char[] tokens, int type) implements java.io.Serializable {}

  /** In the order they come, the last batch as long as it is: for validation. */
  static TextShard inOrder(List<Item> items, float[] classWeights, int batchSize) {
    int batches = (items.size() + batchSize - 1) / batchSize;
    return new TextShard(items, classWeights, batchSize, batches, false);
  }

  /**
   * Shuffled by a seed, then sorted by length in pools, then the batches shuffled.
   *
   * @param batches behind the last comes the first again, so that all shards have as many
   */
  static TextShard shuffled(
      List<Item> items, float[] classWeights, int batchSize, int batches, long seed) {
    if (items.isEmpty()) {
      return new TextShard(items, classWeights, batchSize, 0, true);
    }
    List<Item> mixed = new ArrayList<>(items);
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 401));
    shuffle(mixed, random);
    List<List<Item>> cut = new ArrayList<>();
    int pool = POOL * batchSize;
    for (int from = 0; from < mixed.size(); from += pool) {
      List<Item> some = mixed.subList(from, Math.min(mixed.size(), from + pool));
      some.sort(Comparator.comparingInt(item -> item.tokens().length));
      for (int at = 0; at < some.size(); at += batchSize) {
        cut.add(some.subList(at, Math.min(some.size(), at + batchSize)));
      }
    }
    // A batch that is not full would stand among full ones: it goes last, and is filled up.
    List<List<Item>> full =
        new ArrayList<>(cut.stream().filter(c -> c.size() == batchSize).toList());
    shuffle(full, random);
    cut.stream().filter(c -> c.size() < batchSize).forEach(full::add);
    List<Item> order = new ArrayList<>();
    full.forEach(order::addAll);
    return new TextShard(order, classWeights, batchSize, batches, true);
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swapped = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swapped);
    }
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public LabelledBatch batch(int index) {
    int from = index * batchSize;
    int size = wraps ? batchSize : Math.min(batchSize, texts.size() - from);
    List<int[]> tokens = new ArrayList<>(size);
    int[] types = new int[size];
    float[] weights = new float[size];
    for (int b = 0; b < size; b++) {
      int i = (from + b) % texts.size();
      char[] text = texts.get(i);
      int[] ids = new int[text.length];
      for (int t = 0; t < ids.length; t++) {
        ids[t] = text[t];
      }
      tokens.add(ids);
      types[b] = classes[i];
      weights[b] = classWeights[types[b]];
    }
    return LabelledBatch.of(tokens, types, weights);
  }
}
