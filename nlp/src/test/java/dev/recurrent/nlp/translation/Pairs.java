package dev.recurrent.nlp.translation;

import dev.recurrent.nlp.translation.PairBatch.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sentences of random tokens, 4 to below V. */
final class Pairs {
  private Pairs() {}

  static int[] random(SplittableRandom random, int length, int vocabulary) {
    return random.ints(length, 4, vocabulary).toArray();
  }

  static int[] reversed(int[] tokens) {
    int[] turned = new int[tokens.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = tokens[tokens.length - 1 - i];
    }
    return turned;
  }

  /** Pairs of given lengths, nothing to do with one another. */
  static List<Pair> unrelated(long seed, int vocabulary, int[]... lengths) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> pairs = new ArrayList<>();
    for (int[] length : lengths) {
      pairs.add(
          new Pair(random(random, length[0], vocabulary), random(random, length[1], vocabulary)));
    }
    return pairs;
  }
}
