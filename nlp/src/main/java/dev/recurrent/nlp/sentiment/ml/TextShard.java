package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.spark.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a shard in batches of about equal length: padding costs as much as text. Each epoch
 * shuffles texts and batches anew. Tokens are chars: a vocabulary has at most 65,536.
 */
final class TextShard implements Shard<LabelledBatch> {
  private static final long serialVersionUID = 1L;

  /** Batches whose texts are sorted together: enough to be even, few enough to stay mixed. */
  private static final int POOL = 50;

  private static final long ORDER = 401;
  private static final long UNLABELLED = 403;

  /** Tokens of one text and its class. */
  static final class Item implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    /** By key; tokens and class decide between texts of one key. */
    static final Comparator<Item> BY_KEY =
        Comparator.<Item>comparingLong(i -> i.key)
            .thenComparing(i -> i.tokens, Arrays::compare)
            .thenComparingInt(i -> i.type);

    private final long key;
    private final char[] tokens;
    private final int type;

    /**
     * @param key drawn from the text
     */
    Item(long key, char[] tokens, int type) {
      this.key = key;
      this.tokens = tokens;
      this.type = type;
    }

    char[] tokens() {
      return tokens;
    }

    int type() {
      return type;
    }
  }

  private final Item[] items;
  private final float[] classWeights;
  private final int batchSize;
  private final int batches;
  private final @Nullable Long seed;
  private final @Nullable TextShard unlabelled;

  /** One epoch's order, computed when first asked for. */
  private transient int @Nullable [] order;

  private transient int orderedFor;

  private TextShard(
      Item[] items,
      float[] classWeights,
      int batchSize,
      int batches,
      @Nullable Long seed,
      @Nullable TextShard unlabelled) {
    this.items = items;
    this.classWeights = classWeights;
    this.batchSize = batchSize;
    this.batches = batches;
    this.seed = seed;
    this.unlabelled = unlabelled;
  }

  /** In the order they come, the last batch as long as it is: for validation. */
  static TextShard inOrder(List<Item> items, float[] classWeights, int batchSize) {
    int batches = (items.size() + batchSize - 1) / batchSize;
    return new TextShard(items.toArray(new Item[0]), classWeights, batchSize, batches, null, null);
  }

  /**
   * Shuffled by a seed and the epoch.
   *
   * @param batches behind the last text comes the first again, so that all shards have as many
   */
  static TextShard shuffled(
      List<Item> items, float[] classWeights, int batchSize, int batches, long seed) {
    Item[] all = items.toArray(new Item[0]);
    return new TextShard(all, classWeights, batchSize, all.length == 0 ? 0 : batches, seed, null);
  }

  /**
   * The same, where each batch has as many texts without labels besides: one pass over them after
   * another, each in an order of its own, however many epochs that takes.
   */
  TextShard with(List<Item> texts) {
    if (texts.isEmpty() || seed == null) {
      return this;
    }
    int passes = Math.max(1, texts.size() / batchSize);
    TextShard more = shuffled(texts, new float[1], batchSize, passes, Seed.of(seed, UNLABELLED));
    return new TextShard(items, classWeights, batchSize, batches, seed, more);
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public LabelledBatch batch(int index) {
    return batch(index, 0);
  }

  @Override
  public LabelledBatch batch(int index, int epoch) {
    int from = index * batchSize;
    if (seed == null) {
      int[] all = new int[Math.min(batchSize, items.length - from)];
      for (int b = 0; b < all.length; b++) {
        all[b] = from + b;
      }
      return batch(all);
    }
    int[] shuffled = order(epoch, seed);
    int[] all = new int[batchSize];
    for (int b = 0; b < batchSize; b++) {
      all[b] = shuffled[(from + b) % shuffled.length];
    }
    return unlabelled == null ? batch(all) : batch(all).with(unlabelledTexts(index, epoch));
  }

  private LabelledBatch unlabelledTexts(int index, int epoch) {
    TextShard more = Objects.requireNonNull(unlabelled, "no texts without labels");
    long number = (long) epoch * batches + index;
    return more.batch((int) (number % more.batches), (int) (number / more.batches));
  }

  @Override
  public TextShard shuffledBy(long other) {
    return new TextShard(
        items,
        classWeights,
        batchSize,
        batches,
        seed == null ? null : Long.valueOf(Seed.of(seed, other)),
        unlabelled == null ? null : unlabelled.shuffledBy(other));
  }

  private LabelledBatch batch(int[] chosen) {
    List<int[]> tokens = new ArrayList<>(chosen.length);
    int[] types = new int[chosen.length];
    float[] weights = new float[chosen.length];
    for (int b = 0; b < chosen.length; b++) {
      Item item = items[chosen[b]];
      int[] ids = new int[item.tokens().length];
      for (int t = 0; t < ids.length; t++) {
        ids[t] = item.tokens()[t];
      }
      tokens.add(ids);
      types[b] = item.type();
      weights[b] = classWeights[types[b]];
    }
    return LabelledBatch.of(tokens, types, weights);
  }

  private int[] order(int epoch, long own) {
    if (order == null || orderedFor != epoch) {
      order = shuffle(new SplittableRandom(Seed.of(own, ORDER, epoch)));
      orderedFor = epoch;
    }
    return order;
  }

  /** Texts shuffled, sorted by length in pools, cut into batches, and those shuffled. */
  private int[] shuffle(SplittableRandom random) {
    List<Integer> mixed = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      mixed.add(i);
    }
    shuffle(mixed, random);
    // Whichever texts fill no batch go last: taken by chance, before the longest gather there.
    int whole = mixed.size() / batchSize * batchSize;
    List<List<Integer>> cut = new ArrayList<>();
    int pool = POOL * batchSize;
    for (int from = 0; from < whole; from += pool) {
      List<Integer> some = mixed.subList(from, Math.min(whole, from + pool));
      some.sort(Comparator.comparingInt(i -> items[i].tokens().length));
      for (int at = 0; at < some.size(); at += batchSize) {
        cut.add(some.subList(at, at + batchSize));
      }
    }
    shuffle(cut, random);
    cut.add(mixed.subList(whole, mixed.size()));
    return cut.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swapped = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swapped);
    }
  }
}
