package dev.recurrent.nlp.translation;

import java.io.Serializable;

/**
 * How a translation is searched for.
 *
 * @param beam hypotheses kept at each step; 1 takes the likeliest token every time
 * @param lengthPenalty α of {@code score = log P / ((5 + length) / 6)^α}; 0 for none (Wu et al.
 *     2016, arXiv:1609.08144, eq. 14)
 * @param coveragePenalty β of {@code β Σ_s log min(Σ_t a_ts, 1)}, added to the score of a finished
 *     hypothesis: what was never looked at costs; 0 for none (same equation)
 * @param blockedNgram no n tokens may occur twice in a hypothesis; 0 for no such rule
 * @param maxLengthRatio most tokens of a translation, in tokens of its source, beside ten more
 */
public record SearchConfig(
    int beam, double lengthPenalty, double coveragePenalty, int blockedNgram, double maxLengthRatio)
    implements Serializable {
  /** Tokens that even the shortest source may become. */
  private static final int LEAST_ROOM = 10;

  /**
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public SearchConfig {
    if (beam < 1 || beam > 100) {
      throw new IllegalArgumentException("beam is " + beam + ", expected 1 to 100");
    }
    if (!(lengthPenalty >= 0 && coveragePenalty >= 0)) {
      throw new IllegalArgumentException(
          "length penalty is "
              + lengthPenalty
              + ", coverage penalty "
              + coveragePenalty
              + ", expected 0 or more");
    }
    if (blockedNgram < 0) {
      throw new IllegalArgumentException(
          "block ngrams is " + blockedNgram + ", expected 0 or more");
    }
    if (!(maxLengthRatio > 0 && maxLengthRatio <= 100)) {
      throw new IllegalArgumentException(
          "length ratio is " + maxLengthRatio + ", expected above 0, at most 100");
    }
  }

  /** A beam of 5 with α = 1, nothing else. */
  public static SearchConfig defaults() {
    return new SearchConfig(5, 1, 0, 0, 2);
  }

  /** The likeliest token every time. */
  public static SearchConfig greedy() {
    return defaults().withBeam(1);
  }

  public SearchConfig withBeam(int width) {
    return new SearchConfig(width, lengthPenalty, coveragePenalty, blockedNgram, maxLengthRatio);
  }

  /** Most tokens of a translation. */
  int longest(int sourceTokens) {
    return LEAST_ROOM + (int) (maxLengthRatio * sourceTokens);
  }

  double normalise(double logProbability, int length) {
    return logProbability / Math.pow((5 + length) / 6.0, lengthPenalty);
  }
}
