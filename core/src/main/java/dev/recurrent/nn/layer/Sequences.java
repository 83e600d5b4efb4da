package dev.recurrent.nn.layer;

import org.jspecify.annotations.Nullable;

/**
 * How the rows of a batch are cut into sequences: row {@code t*B + b} is step t of sequence b. Rows
 * past a sequence's length are padding.
 */
public final class Sequences {
  private final int steps;
  private final int[] lengths;
  private final boolean padded;

  private Sequences(int steps, int[] lengths, boolean padded) {
    this.steps = steps;
    this.lengths = lengths;
    this.padded = padded;
  }

  /**
   * Sequences of these lengths in T steps.
   *
   * @param lengths of the B sequences, each 1 to T
   * @throws IllegalArgumentException for a length outside of that
   */
  public static Sequences of(int steps, int... lengths) {
    boolean padded = false;
    for (int length : lengths) {
      if (length < 1 || length > steps) {
        throw new IllegalArgumentException("length is " + length + ", expected 1 to " + steps);
      }
      padded |= length < steps;
    }
    return new Sequences(steps, lengths.clone(), padded);
  }

  /** T, steps of the longest. */
  public int steps() {
    return steps;
  }

  /** B. */
  public int batchSize() {
    return lengths.length;
  }

  /** T*B. */
  public int rows() {
    return steps * lengths.length;
  }

  /** Steps of each of the B sequences; not a copy. */
  public int[] lengths() {
    return lengths;
  }

  /** As {@link #lengths}, or null where all have T steps, which recurrent layers walk faster. */
  public int @Nullable [] lengthsIfPadded() {
    return padded ? lengths : null;
  }
}
