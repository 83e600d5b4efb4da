package dev.recurrent.nlp.translation;

import dev.recurrent.nlp.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * A beginning of a translation: the one it continues, and a token more.
 *
 * @param before null for the empty beginning
 * @param length tokens, the end's mark counted
 * @param logProbability of all tokens, in nats
 * @param attention where this token's step looked, one weight for each source token; empty without
 *     attention
 */
record Hypothesis(
    @Nullable Hypothesis before, int token, int length, double logProbability, float[] attention) {
  /** The empty beginning. */
  static Hypothesis start() {
    return new Hypothesis(null, Vocabulary.START, 0, 0, new float[0]);
  }

  Hypothesis then(int next, double logProbabilityOfAll, float[] attentionOfNext) {
    return new Hypothesis(this, next, length + 1, logProbabilityOfAll, attentionOfNext);
  }

  /** Whether the last n tokens, the given one last, occurred before. */
  boolean repeats(int next, int n) {
    for (Hypothesis end = this; end.length >= n; end = end.previous()) {
      if (end.token == next && sameBefore(end, n)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the n - 1 tokens before {@code end} are this hypothesis's last n - 1. */
  private boolean sameBefore(Hypothesis end, int n) {
    Hypothesis a = this;
    Hypothesis b = end.previous();
    for (int i = 1; i < n; i++) {
      if (a.token != b.token) {
        return false;
      }
      a = a.previous();
      b = b.previous();
    }
    return true;
  }

  private Hypothesis previous() {
    return before == null ? this : before;
  }

  /** The tokens without marks of start and end, and where each one's step looked. */
  BeamSearch.ScoredTokens scored(double score) {
    int count = token == Vocabulary.END ? length - 1 : length;
    int[] tokens = new int[count];
    float[][] weights = new float[count][];
    Hypothesis at = token == Vocabulary.END ? previous() : this;
    for (int i = count - 1; i >= 0; i--) {
      tokens[i] = at.token;
      weights[i] = at.attention;
      at = at.previous();
    }
    return new BeamSearch.ScoredTokens(tokens, score, logProbability, weights);
  }

  /** Σ_s log min(Σ_t a_ts, 1) over the source's tokens; 0 without attention. */
  double coverage() {
    double[] sums = new double[attention.length];
    for (Hypothesis at = this; at.before != null; at = at.before) {
      for (int s = 0; s < sums.length; s++) {
        sums[s] += at.attention[s];
      }
    }
    double coverage = 0;
    for (double sum : sums) {
      coverage += Math.log(Math.max(1e-9, Math.min(sum, 1)));
    }
    return coverage;
  }
}
