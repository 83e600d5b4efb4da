package dev.recurrent.nn;

import dev.recurrent.math.Seed;

/**
 * Leaves a share of the vocabulary out of a batch while training: all occurrences of a token have a
 * row of zeros, and the other rows are scaled up. Gal and Ghahramani (2016, arXiv:1512.05287). The
 * choice is a function of the seed and the token alone.
 */
final class WordDropout {
  private final float rate;
  private final float scale;
  private long seed;
  private boolean on;

  /**
   * @param rate share of the vocabulary, 0 to below 1
   */
  WordDropout(float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "word dropout is " + rate + ", expected at least 0 and below 1");
    }
    this.rate = rate;
    this.scale = 1 / (1 - rate);
  }

  void draw(long next) {
    seed = next;
    on = rate > 0;
  }

  void keep() {
    on = false;
  }

  boolean on() {
    return on;
  }

  /** What a token's row is multiplied with. */
  float factor(int token) {
    return Seed.unit(Seed.bits(seed, token)) < rate ? 0f : scale;
  }
}
