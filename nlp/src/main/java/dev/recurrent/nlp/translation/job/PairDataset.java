package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.math.Seed;
import dev.recurrent.nlp.corpus.SharedTokenizer;
import dev.recurrent.nlp.text.BlankText;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.translation.PairBatch;
import dev.recurrent.spark.Counts;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.JobException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Sentence pairs as shards of batches, and the count of those that were left out. */
final class PairDataset {
  /** Tokens of a partition: a few megabytes, read when a round needs them. */
  private static final long PARTITION_TOKENS = 4L << 20;

  private static final int VALIDATION_PAIRS = 512;

  /**
   * What became of the pairs.
   *
   * @param given in the input
   * @param empty with a side without text
   * @param tooLong with a side of more tokens than the limit
   * @param tokens of both sides of those used, duplicates counted too
   */
  record Tally(long pairs, long empty, long tooLong, long tokens) {
    long used() {
      return pairs - empty - tooLong;
    }
  }

  private final JavaRDD<PairTokens> all;
  private final JavaRDD<PairTokens> tokens;
  private final Tally tally;
  private final int longest;
  private long duplicates;

  private PairDataset(JavaRDD<PairTokens> all, int longest, Tally tally) {
    this.all = all;
    this.tokens = all.filter(pair -> usable(pair, longest));
    this.tally = tally;
    this.longest = longest;
  }

  /**
   * Tokenises pairs and leaves out what cannot be trained on.
   *
   * @param longest tokens of either side
   * @throws JobException if nothing is left
   */
  static PairDataset of(
      ParallelText text, Tokenizer source, Tokenizer target, int longest, JavaSparkContext spark) {
    Broadcast<SharedTokenizer> from = spark.broadcast(new SharedTokenizer(source));
    Broadcast<SharedTokenizer> to = spark.broadcast(new SharedTokenizer(target));
    JavaRDD<PairTokens> all =
        text.pairs()
            .map(
                pair ->
                    new PairTokens(
                        PairTokens.key(pair.source, pair.target),
                        encode(pair.source, from.value().tokenizer()),
                        encode(pair.target, to.value().tokenizer())))
            .persist(StorageLevel.DISK_ONLY());
    long[] counts = all.map(pair -> count(pair, longest)).fold(new long[4], Counts::plus);
    Tally tally = new Tally(counts[0], counts[1], counts[2], counts[3]);
    if (tally.used() == 0) {
      throw JobException.badInput(
          text
              + " has no pair to use: of "
              + tally.pairs()
              + ", "
              + tally.empty()
              + " have an empty side, "
              + tally.tooLong()
              + " more than "
              + longest
              + " tokens (--max-length)");
    }
    return new PairDataset(all, longest, tally);
  }

  private static int[] encode(String side, Tokenizer tokenizer) {
    return BlankText.is(side) ? new int[0] : tokenizer.encode(side);
  }

  private static long[] count(PairTokens pair, int longest) {
    boolean empty = pair.source.length == 0 || pair.target.length == 0;
    boolean tooLong = !empty && !usable(pair, longest);
    long tokens = empty || tooLong ? 0 : pair.source.length + pair.target.length;
    return new long[] {1, empty ? 1 : 0, tooLong ? 1 : 0, tokens};
  }

  private static boolean usable(PairTokens pair, int longest) {
    return Math.min(pair.source.length, pair.target.length) > 0
        && Math.max(pair.source.length, pair.target.length) <= longest;
  }

  Tally tally() {
    return tally;
  }

  /**
   * How often each token is a target, the end of a sentence too.
   *
   * @param size of the target's vocabulary
   */
  long[] targetCounts(int size) {
    return tokens
        .mapPartitions(
            pairs -> {
              long[] counts = new long[size];
              pairs.forEachRemaining(pair -> count(pair, counts));
              return List.of(counts).iterator();
            })
        .treeReduce(Counts::plus);
  }

  private static void count(PairTokens pair, long[] counts) {
    for (char token : pair.target) {
      counts[token]++;
    }
    counts[Vocabulary.END]++;
  }

  /** "394 of 400 (2 empty, 1 longer than 40 tokens, 3 repeated)", after {@link #cut}. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d (%,d empty, %,d longer than %s, %,d repeated)",
        tally.used() - duplicates,
        tally.pairs(),
        tally.empty(),
        tally.tooLong(),
        Quantity.of(longest, "token"),
        duplicates);
  }

  /** Known after {@link #cut}. */
  long duplicates() {
    return duplicates;
  }

  /** Tokens that the padded longer side of a batch of so many mean sentences has. */
  int tokensPerBatch(int sentences) {
    long mean = Math.max(1, tally.tokens() / (2 * tally.used())) + 1;
    return Math.toIntExact(Math.min(1 << 20, sentences * mean));
  }

  /** The batches of a run, before it is known how many make a round. */
  record Cut(JavaRDD<Shard<PairBatch>> partitions, int shards, int longest, int chunks) {
    int batchesPerEpoch() {
      return longest * chunks;
    }

    /** With chunks of whole rounds. */
    ShardedData<PairBatch> data(int localSteps) {
      if (chunks == 1) {
        return new ShardedData<>(partitions, shards, longest, longest);
      }
      int perChunk = (longest + localSteps - 1) / localSteps * localSteps;
      return new ShardedData<>(partitions, shards, perChunk, perChunk * chunks);
    }
  }

  /** Deals the pairs out by their keys; duplicates meet in one shard and are dropped there. */
  Cut cut(int shards, int tokensPerBatch, long seed) {
    int chunks = (int) Math.max(1, tally.tokens() / (shards * PARTITION_TOKENS));
    int parts = shards * chunks;
    JavaPairRDD<Integer, PairTokens> dealt =
        tokens.mapToPair(
            pair -> new Tuple2<>((int) Math.floorMod(Seed.of(seed, pair.key), parts), pair));
    JavaRDD<Shard<PairBatch>> partitions =
        dealt
            .partitionBy(new IdentityPartitioner(parts))
            .values()
            .mapPartitionsWithIndex(
                (part, pairs) ->
                    List.of(
                            (Shard<PairBatch>)
                                new PairShard(pairs, tokensPerBatch, Seed.of(seed, part)))
                        .iterator(),
                true)
            .persist(StorageLevel.DISK_ONLY());
    List<int[]> found =
        partitions
            .map(shard -> new int[] {shard.batches(), ((PairShard) shard).duplicates()})
            .collect();
    duplicates = found.stream().mapToLong(n -> n[1]).sum();
    int longest = found.stream().mapToInt(n -> n[0]).max().orElse(0);
    all.unpersist();
    return new Cut(partitions, shards, longest, chunks);
  }

  /** All pairs in a few partitions, to validate on. */
  JavaRDD<Shard<PairBatch>> validation(int tokensPerBatch) {
    int parts = (int) Math.max(1, Math.min(1 << 16, tally.used() / VALIDATION_PAIRS));
    return cut(parts, tokensPerBatch, 0).partitions();
  }
}
