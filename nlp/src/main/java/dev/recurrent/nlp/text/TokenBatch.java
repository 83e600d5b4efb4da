package dev.recurrent.nlp.text;

import dev.recurrent.train.Batch;

/**
 * Tokens of B sequences over T steps and, for each, the token to predict; time-major: element
 * {@code t * B + b}.
 */
public final class TokenBatch implements Batch {
  private final int[] tokens;
  private final int[] targets;
  private final int batchSize;
  private final boolean startsStreams;

  /**
   * @param tokens T*B of them
   * @param targets T*B of them
   * @param startsStreams whether the sequences begin here; otherwise they go on from the last batch
   * @throws IllegalArgumentException if the arrays differ in length or are no multiple of B
   */
  public TokenBatch(int[] tokens, int[] targets, int batchSize, boolean startsStreams) {
    if (tokens.length != targets.length || batchSize <= 0 || tokens.length % batchSize != 0) {
      throw new IllegalArgumentException(
          "batch has "
              + tokens.length
              + " tokens and "
              + targets.length
              + " targets, expected the same multiple of "
              + batchSize
              + " (batchSize)");
    }
    this.tokens = tokens;
    this.targets = targets;
    this.batchSize = batchSize;
    this.startsStreams = startsStreams;
  }

  /** T*B tokens, not to be changed. */
  public int[] tokens() {
    return tokens;
  }

  /** T*B targets, not to be changed. */
  public int[] targetTokens() {
    return targets;
  }

  public int batchSize() {
    return batchSize;
  }

  public boolean startsStreams() {
    return startsStreams;
  }

  @Override
  public int targets() {
    return targets.length;
  }
}
