package dev.recurrent.nlp.generation.job;

import dev.recurrent.math.Seed;
import java.io.Serializable;

/**
 * Where a stream's batches begin. Every T tokens, or, with a spread, moved from there by up to half
 * of that share of T, so that an epoch cuts the text at other places than the one before. Merity,
 * Keskar and Socher (2017). The number of batches stays the same, all shards are cut alike, and
 * each token is a target once an epoch. No record: Spark's Kryo reads none.
 */
final class SequenceCuts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int sequenceLength;
  private final float spread;
  private final long seed;

  /**
   * @param sequenceLength T
   * @param spread 0 for none, to 1
   */
  SequenceCuts(int sequenceLength, float spread, long seed) {
    this.sequenceLength = sequenceLength;
    this.spread = spread;
    this.seed = seed;
  }

  /** Every T tokens. */
  static SequenceCuts every(int sequenceLength) {
    return new SequenceCuts(sequenceLength, 0, 0);
  }

  /** The cuts of one chunk of a stream. */
  SequenceCuts ofChunk(int chunk) {
    return new SequenceCuts(sequenceLength, spread, Seed.of(seed, chunk));
  }

  /** Batches of a stretch. */
  int batches(int length) {
    return (length + sequenceLength - 1) / sequenceLength;
  }

  /**
   * The first target of a batch.
   *
   * @param index 0 to {@link #batches}
   * @param length targets of the stretch
   * @param epoch 0 for the first
   */
  int at(int index, int length, int epoch) {
    int even = index * sequenceLength;
    if (spread == 0 || index == 0 || even >= length) {
      return Math.min(even, length);
    }
    double unit = Seed.unit(Seed.bits(Seed.of(seed, epoch), index)) - 0.5;
    int moved = even + (int) Math.round(unit * spread * (sequenceLength - 1));
    return Math.min(moved, length - 1);
  }

  /** The most steps that a batch has. */
  int longest() {
    return sequenceLength + Math.round(spread * (sequenceLength - 1));
  }
}
