package dev.recurrent.nlp.generation.job;

import dev.recurrent.math.Seed;

/**
 * The n-grams that end at the tokens of a block, as hashes: of the context, and of context and
 * token. 64 bits make it improbable that two n-grams of a text share one.
 */
final class NgramScan {
  private static final long EMPTY = 0x51AFD7ED558CCD6DL;

  /** Keeps a context's next token apart from its next word back. */
  private static final long TARGET = 1L << 32;

  private final char[] tokens;
  private final int before;
  private final int order;

  /** Receives n-grams. */
  interface Visitor {
    /**
     * @param position of the last token in the block
     * @param length of the n-gram, 1 to the order
     */
    void ngram(int position, int length, long context, long pair);
  }

  /**
   * @param before tokens of the text before the block, as many as there are up to the order less 1
   * @param block tokens
   */
  NgramScan(char[] before, char[] block, int order) {
    this.before = before.length;
    this.order = order;
    tokens = new char[before.length + block.length];
    System.arraycopy(before, 0, tokens, 0, before.length);
    System.arraycopy(block, 0, tokens, before.length, block.length);
  }

  /** Shows the n-grams that end at positions {@code from} to below {@code to} of the block. */
  void visit(int from, int to, Visitor visitor) {
    for (int position = from; position < to; position++) {
      int at = before + position;
      long context = EMPTY;
      for (int length = 1; length <= order && length <= at + 1; length++) {
        if (length > 1) {
          context = notZero(Seed.of(context, tokens[at - length + 1]));
        }
        long pair = notZero(Seed.of(context, TARGET + tokens[at]));
        visitor.ngram(position, length, context, pair);
      }
    }
  }

  private static long notZero(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
