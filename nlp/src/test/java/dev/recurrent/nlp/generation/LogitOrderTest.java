package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogitOrderTest {
  private static int[] boxed(float[] logits, int from, int count) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(logits[from + b], logits[from + a]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  @Test
  void theOrderIsThatOfAStableSort() {
    SplittableRandom random = new SplittableRandom(3);
    float[] logits = new float[500];
    for (int i = 0; i < logits.length; i++) {
      // Many ties, both signs, both zeros.
      logits[i] = (random.nextInt(21) - 10) / (random.nextBoolean() ? 4f : -4f);
    }
    logits[17] = Float.POSITIVE_INFINITY;
    logits[18] = Float.NEGATIVE_INFINITY;
    logits[19] = Float.MIN_VALUE;
    int[] order = LogitOrder.descending(logits, 5, 490);
    assertArrayEquals(boxed(logits, 5, 490), order);
    assertEquals(order[0], LogitOrder.largest(logits, 5, 490));
  }
}
