package dev.recurrent.nlp.translation.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.TextKey;
import dev.recurrent.nlp.translation.PairBatch;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A sentence pair as tokens, with a number drawn from its text: what decides which shard it goes to
 * and where it stands there, so that neither depends on how the input was read.
 */
final class PairTokens implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By key; the tokens decide between pairs of one key. */
  static final Comparator<PairTokens> BY_KEY =
      Comparator.<PairTokens>comparingLong(p -> p.key)
          .thenComparing(p -> p.source, Arrays::compare)
          .thenComparing(p -> p.target, Arrays::compare);

  final long key;
  final char[] source;
  final char[] target;

  PairTokens(long key, int[] source, int[] target) {
    this.key = key;
    this.source = narrow(source);
    this.target = narrow(target);
  }

  /** Evenly spread in [0,1): what a pair's source draws. */
  static double draw(PairText pair) {
    return Seed.unit(key(pair.source, ""));
  }

  /** 64 bits of a pair's text. */
  static long key(String source, String target) {
    return TextKey.of(source, target);
  }

  /** Tokens are chars: a vocabulary has at most 65,536. */
  private static char[] narrow(int[] tokens) {
    char[] narrow = new char[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      narrow[i] = (char) tokens[i];
    }
    return narrow;
  }

  private static int[] wide(char[] tokens) {
    int[] wide = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      wide[i] = tokens[i];
    }
    return wide;
  }

  boolean same(PairTokens other) {
    return key == other.key
        && Arrays.equals(source, other.source)
        && Arrays.equals(target, other.target);
  }

  /** Tokens of the longer side with its mark: what a batch pads to. */
  int length() {
    return Math.max(source.length, target.length) + 1;
  }

  PairBatch.Pair pair() {
    return new PairBatch.Pair(wide(source), wide(target));
  }
}
