package dev.recurrent.nlp.generation;

import java.util.Arrays;

/** Tokens by their logits, without a boxed number a token. */
final class LogitOrder {
  private static final int PLACE_BITS = 32;

  private LogitOrder() {}

  /**
   * Places of the largest first; of equal ones the lower place, so that an order is a function of
   * the logits. NaN comes before all numbers, as {@link Float#compare} has it.
   */
  static int[] descending(float[] logits, int from, int count) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = ~ascending(logits[from + i]) << PLACE_BITS | i;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** The first place of {@link #descending}. */
  static int largest(float[] logits, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (Float.compare(logits[from + i], logits[from + largest]) > 0) {
        largest = i;
      }
    }
    return largest;
  }

  /** A number that is larger where the float is. */
  private static long ascending(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
  }
}
