package dev.recurrent.predict;

import dev.recurrent.train.Sequence;
import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a network reads next, made of the row that it has given for the step before; null ends the
 * sequence. It travels to executors: it holds nothing that cannot be serialized.
 */
@FunctionalInterface
public interface NextStep extends Function<float[], @Nullable Sequence>, Serializable {
  /** No output has this number. */
  int NO_END = -1;

  /**
   * Greedy decoding of tokens: the number of the row's largest value.
   *
   * @param end the token that ends a sequence, or {@link #NO_END}
   */
  static NextStep likeliestToken(int end) {
    return row -> {
      int best = largest(row);
      return best == end ? null : Sequence.ofTokens(best);
    };
  }

  /**
   * Greedy decoding of one-hot rows: a row as long with 1 at the row's largest value and 0
   * elsewhere.
   *
   * @param end the place that ends a sequence, or {@link #NO_END}
   */
  static NextStep likeliestOneHot(int end) {
    return row -> {
      int best = largest(row);
      float[] oneHot = new float[row.length];
      oneHot[best] = 1f;
      return best == end ? null : Sequence.of(oneHot);
    };
  }

  /** The place of the largest value, the first of equal ones. */
  static int largest(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }
}
