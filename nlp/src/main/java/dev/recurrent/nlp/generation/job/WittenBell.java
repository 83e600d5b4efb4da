package dev.recurrent.nlp.generation.job;

/**
 * Interpolated Witten-Bell smoothing (Bell, Cleary and Witten 1990): a context's share for tokens
 * that it has not had is that of its different tokens, and goes to the next shorter context; the
 * empty one's goes to all tokens alike.
 */
final class WittenBell {
  private final int order;
  private final int vocabulary;
  private final int positions;
  private final long[] counts;
  private final long[] totals;
  private final long[] types;

  /**
   * @param positions that are predicted
   */
  WittenBell(int order, int vocabulary, int positions) {
    this.order = order;
    this.vocabulary = vocabulary;
    this.positions = positions;
    counts = new long[positions * order];
    totals = new long[positions * order];
    types = new long[positions * order];
  }

  /** Takes rows of position, length, count of the n-gram, of its context, of its next tokens. */
  void take(NgramRows rows) {
    for (int i = 0; i < rows.size(); i++) {
      int at = (int) rows.get(i, 0) * order + (int) rows.get(i, 1) - 1;
      counts[at] = rows.get(i, 2);
      totals[at] = rows.get(i, 3);
      types[at] = rows.get(i, 4);
    }
  }

  /** The negative log likelihood of all positions from one on, in nats. */
  double nats(int from) {
    double sum = 0;
    for (int position = from; position < positions; position++) {
      sum -= Math.log(probability(position));
    }
    return sum;
  }

  double probability(int position) {
    double p = 1.0 / vocabulary;
    for (int length = 0; length < order; length++) {
      int at = position * order + length;
      if (totals[at] > 0) {
        p = (counts[at] + types[at] * p) / (totals[at] + types[at]);
      }
    }
    return p;
  }
}
