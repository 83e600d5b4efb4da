package dev.recurrent.benchmark;

import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rounds to time: a language model of two LSTM layers, on random tokens.
 *
 * @param hidden H
 * @param shards W
 * @param localSteps batches of a shard in a round
 * @param batch sequences of a batch
 * @param steps T
 */
record RoundTask(int hidden, int shards, int localSteps, int batch, int steps) {
  private static final int VOCABULARY = 65;
  private static final int EMBEDDING = 128;

  /** A hidden size whose network has about {@code millions} million parameters. */
  static int hiddenFor(double millions) {
    int hidden = 16;
    while (new RoundTask(hidden, 1, 1, 1, 1).parameters() < 0.98 * millions * 1e6) {
      hidden += 16;
    }
    return hidden;
  }

  LanguageModel model() {
    return new LanguageModel(
        LanguageModelConfig.defaults(VOCABULARY)
            .withCell(CellType.LSTM, hidden, 2)
            .withEmbedding(EMBEDDING, false));
  }

  int parameters() {
    return model().layout().size();
  }

  int targetsPerBatch() {
    return batch * steps;
  }

  /** All but the moments at their defaults. */
  AveragingConfig averaging(AveragingConfig.Moments moments) {
    AveragingStrategy strategy = AveragingStrategy.of("outer-nesterov", shards, 1000);
    return AveragingConfig.of(shards, localSteps, strategy).withMoments(moments);
  }

  RoundTask withShards(int count) {
    return new RoundTask(hidden, count, localSteps, batch, steps);
  }

  RoundTask withBatches(int count, int batchSize, int length) {
    return new RoundTask(hidden, shards, count, batchSize, length);
  }

  /** An epoch is as long as anybody will time. */
  ShardedData<TokenBatch> data(JavaSparkContext spark) {
    List<Shard<TokenBatch>> all =
        IntStream.range(0, shards)
            .mapToObj(s -> (Shard<TokenBatch>) new RandomTokens(s, batch, targetsPerBatch()))
            .toList();
    int endless = Integer.MAX_VALUE / 2;
    return new ShardedData<>(spark.parallelize(all, shards), shards, endless, endless);
  }

  /** The same tokens on any executor. */
  private static final class RandomTokens implements Shard<TokenBatch> {
    private static final long serialVersionUID = 1L;
    private final int shard;
    private final int sequences;
    private final int targets;

    RandomTokens(int shard, int sequences, int targets) {
      this.shard = shard;
      this.sequences = sequences;
      this.targets = targets;
    }

    @Override
    public int batches() {
      return Integer.MAX_VALUE;
    }

    @Override
    public TokenBatch batch(int index) {
      SplittableRandom random = new SplittableRandom(shard * 1_000_003L + index);
      int[] x = random.ints(targets, 0, VOCABULARY).toArray();
      int[] y = random.ints(targets, 0, VOCABULARY).toArray();
      return new TokenBatch(x, y, sequences, index == 0);
    }
  }
}
