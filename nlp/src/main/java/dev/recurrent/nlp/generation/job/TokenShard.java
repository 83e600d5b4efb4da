package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.spark.Shard;

/**
 * B streams of tokens over a chunk's length and one more, the last target. Tokens are chars: a
 * vocabulary has at most 65,536.
 */
final class TokenShard implements Shard<TokenBatch> {
  private static final long serialVersionUID = 1L;

  private final char[] tokens;
  private final int streams;
  private final int length;
  private final SequenceCuts cuts;
  private final boolean first;

  /**
   * @param tokens stream by stream, {@code length + 1} of each
   * @param length targets of each stream
   * @param first whether the streams begin here
   */
  TokenShard(char[] tokens, int streams, int length, SequenceCuts cuts, boolean first) {
    this.tokens = tokens;
    this.streams = streams;
    this.length = length;
    this.cuts = cuts;
    this.first = first;
  }

  @Override
  public int batches() {
    return cuts.batches(length);
  }

  @Override
  public TokenBatch batch(int index) {
    return batch(index, 0);
  }

  @Override
  public TokenBatch batch(int index, int epoch) {
    int from = cuts.at(index, length, epoch);
    int steps = cuts.at(index + 1, length, epoch) - from;
    int[] inputs = new int[steps * streams];
    int[] targets = new int[steps * streams];
    for (int b = 0; b < streams; b++) {
      int at = b * (length + 1) + from;
      for (int t = 0; t < steps; t++) {
        inputs[t * streams + b] = tokens[at + t];
        targets[t * streams + b] = tokens[at + t + 1];
      }
    }
    return new TokenBatch(inputs, targets, streams, first && index == 0);
  }
}
