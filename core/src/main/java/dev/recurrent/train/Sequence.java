package dev.recurrent.train;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One sequence: what a network reads at each step, and what it should answer. Immutable as long as
 * nobody writes to its arrays, which are not copied. A plain class, so that every serializer can
 * carry it.
 */
public final class Sequence implements Serializable {
  private static final long serialVersionUID = 1;

  private final int steps;
  private final float @Nullable [] features;
  private final int @Nullable [] tokens;
  private final float @Nullable [] targets;
  private final float weight;
  private final @Nullable Sequence source;

  /**
   * @param steps T, at least 1
   * @param features T rows of numbers laid end to end, or null for none
   * @param tokens T of them, or null for none
   * @param targets one row for the sequence, or T rows laid end to end; NaN where a target is
   *     masked; or null for none
   * @param weight of its loss
   * @param source the sequence that an encoder reads, or null for none
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public Sequence(
      int steps,
      float @Nullable [] features,
      int @Nullable [] tokens,
      float @Nullable [] targets,
      float weight,
      @Nullable Sequence source) {
    if (steps < 1) {
      throw new IllegalArgumentException("sequence has " + steps + " steps, expected at least 1");
    }
    if (features == null && tokens == null) {
      throw new IllegalArgumentException("sequence has neither features nor tokens");
    }
    if (features != null && features.length % steps != 0) {
      throw new IllegalArgumentException(
          "sequence has " + features.length + " features, expected a multiple of " + steps);
    }
    if (tokens != null && tokens.length != steps) {
      throw new IllegalArgumentException(
          "sequence has " + tokens.length + " tokens, expected " + steps + " (steps)");
    }
    this.steps = steps;
    this.features = features;
    this.tokens = tokens;
    this.targets = targets;
    this.weight = weight;
    this.source = source;
  }

  /**
   * A sequence of rows of numbers.
   *
   * @throws IllegalArgumentException if there is none, or they differ in length
   */
  public static Sequence of(float[]... rows) {
    return new Sequence(rows.length, flat(rows), null, null, 1f, null);
  }

  /** A sequence of tokens. */
  public static Sequence ofTokens(int... ids) {
    return new Sequence(ids.length, null, ids, null, 1f, null);
  }

  private static float[] flat(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] flat = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " columns, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return flat;
  }

  /** The same with a token at each step. */
  public Sequence withTokens(int... ids) {
    return new Sequence(steps, features, ids, targets, weight, source);
  }

  /** The same with a target row of the whole sequence. */
  public Sequence withTarget(float... row) {
    return new Sequence(steps, features, tokens, row, weight, source);
  }

  /** The same with a target row of each step. */
  public Sequence withTargets(float[]... rows) {
    if (rows.length != steps) {
      throw new IllegalArgumentException(
          "sequence has " + rows.length + " target rows, expected " + steps + " (steps)");
    }
    return new Sequence(steps, features, tokens, flat(rows), weight, source);
  }

  /** The same with a weight of its loss. */
  public Sequence withWeight(float other) {
    return new Sequence(steps, features, tokens, targets, other, source);
  }

  /** The same with the sequence that an encoder reads before. */
  public Sequence withSource(Sequence other) {
    return new Sequence(steps, features, tokens, targets, weight, other);
  }

  /** T. */
  public int steps() {
    return steps;
  }

  /** T rows of numbers laid end to end, or null. */
  public float @Nullable [] features() {
    return features;
  }

  /** T tokens, or null. */
  public int @Nullable [] tokens() {
    return tokens;
  }

  /** One row, or T rows laid end to end, or null. */
  public float @Nullable [] targets() {
    return targets;
  }

  /** The weight of its loss. */
  public float weight() {
    return weight;
  }

  /** The sequence that an encoder reads, or null. */
  public @Nullable Sequence source() {
    return source;
  }

  @Override
  public String toString() {
    String answer = targets == null ? "" : ", targets " + Arrays.toString(targets);
    return "sequence of " + steps + " steps" + answer;
  }
}
