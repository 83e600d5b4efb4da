package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Texts with labels as shards of tokens. What a text says decides where it goes and where it stands
 * there: no order of rows or files, no split and no number of cores moves it.
 */
public final class TextShards implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int VALIDATION_BATCH = 64;

  /** Texts of a validation's partition, and the most partitions: the same on every cluster. */
  private static final int VALIDATION_TEXTS = 512;

  private static final int MOST_PARTS = 1024;

  /** Tokens of a shard's texts, at their longest, that an executor reads at once: 64 MB. */
  private static final long CHUNK_TOKENS = 32L << 20;

  private final TextPreprocessing form;
  private final List<String> labels;
  private final Tokenizer tokenizer;

  public TextShards(ClassifierConfig config, Tokenizer tokenizer) {
    this.form = config.form();
    this.labels = new ArrayList<>(config.labels());
    this.tokenizer = tokenizer;
  }

  /** How texts are cut into batches. */
  public record Cut(int shards, int batchSize, int localSteps, long seed, float[] weights)
      implements Serializable {}

  /**
   * The shards to train on, kept on disks; texts without a known label are left out.
   *
   * @param unlabelled texts that are trained on without their labels, or null
   * @param perEpoch batches of a shard
   */
  public ShardedData<LabelledBatch> training(
      JavaRDD<LabelledText> texts,
      @Nullable JavaRDD<LabelledText> unlabelled,
      Cut cut,
      int perEpoch) {
    int shards = cut.shards();
    // No executor holds all of a shard at once.
    long most = unlabelled == null ? 0 : unlabelled.count() / shards;
    long tokens = Math.max((long) perEpoch * cut.batchSize(), most) * form.maxLength();
    int chunks = (int) Math.max(1, Math.min(perEpoch, tokens / CHUNK_TOKENS));
    int steps = cut.localSteps();
    int batches = (perEpoch + chunks * steps - 1) / (chunks * steps) * steps;
    List<String> known = labels;
    JavaRDD<TextShard> labelled =
        dealt(texts.filter(t -> known.contains(t.label())), shards * chunks, cut.seed())
            .mapPartitionsWithIndex(
                (index, it) -> {
                  List<TextShard.Item> items = sorted(it, TextShard.Item.BY_KEY);
                  long seed = Seed.of(cut.seed(), index);
                  return List.of(
                          TextShard.shuffled(items, cut.weights(), cut.batchSize(), batches, seed))
                      .iterator();
                },
                true);
    JavaRDD<Shard<LabelledBatch>> data =
        with(labelled, unlabelled, shards * chunks, cut.seed()).persist(StorageLevel.DISK_ONLY());
    data.count();
    return new ShardedData<>(data, shards, batches, batches * chunks);
  }

  private JavaRDD<Shard<LabelledBatch>> with(
      JavaRDD<TextShard> shards, @Nullable JavaRDD<LabelledText> unlabelled, int parts, long seed) {
    if (unlabelled == null) {
      return shards.map(shard -> shard);
    }
    return shards.zipPartitions(
        dealt(unlabelled, parts, Seed.of(seed, parts)),
        (shard, texts) -> {
          Shard<LabelledBatch> both = shard.next().with(sorted(texts, TextShard.Item.BY_KEY));
          return List.of(both).iterator();
        });
  }

  /** Texts to validate on, in as many shards as their number asks for, kept on disks. */
  public JavaRDD<Shard<LabelledBatch>> validation(JavaRDD<LabelledText> texts) {
    float[] ones = new float[labels.size()];
    Arrays.fill(ones, 1f);
    int parts = (int) Math.max(1, Math.min(MOST_PARTS, texts.count() / VALIDATION_TEXTS));
    return dealt(texts, parts, 0)
        .mapPartitions(
            it -> {
              List<TextShard.Item> items =
                  sorted(
                      it,
                      Comparator.<TextShard.Item>comparingInt(i -> i.tokens().length)
                          .thenComparing(TextShard.Item.BY_KEY));
              Shard<LabelledBatch> shard = TextShard.inOrder(items, ones, VALIDATION_BATCH);
              return List.of(shard).iterator();
            })
        .persist(StorageLevel.DISK_ONLY());
  }

  private JavaRDD<TextShard.Item> dealt(JavaRDD<LabelledText> texts, int parts, long seed) {
    return texts
        .mapToPair(
            t -> new Tuple2<>((int) Long.remainderUnsigned(Seed.of(seed, t.key()), parts), item(t)))
        .partitionBy(new IdentityPartitioner(parts))
        .values();
  }

  private static List<TextShard.Item> sorted(
      Iterator<TextShard.Item> it, Comparator<TextShard.Item> order) {
    List<TextShard.Item> items = new ArrayList<>();
    it.forEachRemaining(items::add);
    items.sort(order);
    return items;
  }

  private TextShard.Item item(LabelledText text) {
    int[] ids = form.tokens(text.text(), tokenizer);
    char[] tokens = new char[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (char) ids[i];
    }
    // A text without a label has a class too, of weight 0.
    return new TextShard.Item(text.key(), tokens, Math.max(0, labels.indexOf(text.label())));
  }
}
