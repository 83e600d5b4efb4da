package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pools the outputs (T*B,N) of B sequences over their own steps: padding behind a sequence's length
 * counts in nothing.
 */
public final class SequencePooling {
  private final Pooling pooling;
  private final int directions;
  private final @Nullable AttentionPooling attention;
  private final Scratch output = new Scratch();
  private final Scratch dInput = new Scratch();
  private int[] largest = new int[0];
  private int[] lengths = new int[0];

  /**
   * @param directions 2 where the columns are [forward | reverse]: LAST then takes the reverse's
   *     first step
   * @param parameters of the attention; others have none
   */
  public SequencePooling(Pooling pooling, int directions, Parameters parameters) {
    this.pooling = pooling;
    this.directions = directions;
    attention = pooling == Pooling.ATTENTION ? new AttentionPooling(parameters) : null;
  }

  /** Of outputs with N columns. */
  public static ParameterLayout layout(Pooling pooling, int columns, int attentionSize) {
    return pooling == Pooling.ATTENTION
        ? AttentionPooling.layout(columns, attentionSize)
        : ParameterLayout.empty();
  }

  /**
   * @param y (T*B,N), read again by {@link #backward} where there is attention
   * @param lengths steps of each of the B sequences, at least 1
   * @return (B, {@link Pooling#outputSize}), a view that lives until the next call
   */
  public Matrix forward(Matrix y, int[] lengths) {
    this.lengths = lengths;
    int b = lengths.length;
    int n = y.columns;
    Matrix pooled = output.matrix(b, pooling.outputSize(n));
    switch (pooling) {
      case LAST -> last(y, pooled);
      case MEAN -> mean(y, pooled);
      case MAX -> max(y, pooled);
      case MEAN_MAX -> {
        mean(y, pooled.columns(0, n));
        max(y, pooled.columns(n, n));
      }
      case ATTENTION -> Objects.requireNonNull(attention).forward(y, lengths, pooled);
    }
    return pooled;
  }

  /** Weights of the last forward pass, (T,B): which steps decided; only with attention. */
  public Matrix weights() {
    return Objects.requireNonNull(attention, "pooling is not attention").weights();
  }

  /** Where a direction's last step lies: the reverse one ends at the sequence's start. */
  private int lastRow(int direction, int b) {
    return direction == 0 ? (lengths[b] - 1) * lengths.length + b : b;
  }

  private void last(Matrix y, Matrix pooled) {
    int each = y.columns / directions;
    for (int direction = 0; direction < directions; direction++) {
      for (int b = 0; b < lengths.length; b++) {
        int from = y.index(lastRow(direction, b)) + direction * each;
        System.arraycopy(y.data, from, pooled.data, pooled.index(b) + direction * each, each);
      }
    }
  }

  private void mean(Matrix y, Matrix pooled) {
    pooled.fill(0f);
    int batch = lengths.length;
    for (int b = 0; b < batch; b++) {
      int to = pooled.index(b);
      for (int t = 0; t < lengths[b]; t++) {
        int from = y.index(t * batch + b);
        for (int j = 0; j < y.columns; j++) {
          pooled.data[to + j] += y.data[from + j];
        }
      }
      float share = 1f / lengths[b];
      for (int j = 0; j < y.columns; j++) {
        pooled.data[to + j] *= share;
      }
    }
  }

  private void max(Matrix y, Matrix pooled) {
    int batch = lengths.length;
    int n = y.columns;
    if (largest.length < batch * n) {
      largest = new int[batch * n];
    }
    for (int b = 0; b < batch; b++) {
      int to = pooled.index(b);
      System.arraycopy(y.data, y.index(b), pooled.data, to, n);
      java.util.Arrays.fill(largest, b * n, (b + 1) * n, b);
      for (int t = 1; t < lengths[b]; t++) {
        int row = t * batch + b;
        int from = y.index(row);
        for (int j = 0; j < n; j++) {
          if (y.data[from + j] > pooled.data[to + j]) {
            pooled.data[to + j] = y.data[from + j];
            largest[b * n + j] = row;
          }
        }
      }
    }
  }

  /**
   * @param dPooled as {@link #forward} returned
   * @param steps T of the forward pass
   * @param columns N of it
   * @return (T*B,N), a view that lives until the next call; zeros behind each length
   */
  public Matrix backward(Matrix dPooled, int steps, int columns) {
    Matrix d = dInput.matrix(steps * lengths.length, columns);
    d.fill(0f);
    switch (pooling) {
      case LAST -> lastBackward(dPooled, d);
      case MEAN -> meanBackward(dPooled, d);
      case MAX -> maxBackward(dPooled, d);
      case MEAN_MAX -> {
        meanBackward(dPooled.columns(0, columns), d);
        maxBackward(dPooled.columns(columns, columns), d);
      }
      case ATTENTION -> Objects.requireNonNull(attention).backward(dPooled, d);
    }
    return d;
  }

  private void lastBackward(Matrix dPooled, Matrix d) {
    int each = d.columns / directions;
    for (int direction = 0; direction < directions; direction++) {
      for (int b = 0; b < lengths.length; b++) {
        int to = d.index(lastRow(direction, b)) + direction * each;
        System.arraycopy(dPooled.data, dPooled.index(b) + direction * each, d.data, to, each);
      }
    }
  }

  private void meanBackward(Matrix dPooled, Matrix d) {
    int batch = lengths.length;
    for (int b = 0; b < batch; b++) {
      float share = 1f / lengths[b];
      int from = dPooled.index(b);
      for (int t = 0; t < lengths[b]; t++) {
        int to = d.index(t * batch + b);
        for (int j = 0; j < d.columns; j++) {
          d.data[to + j] += share * dPooled.data[from + j];
        }
      }
    }
  }

  private void maxBackward(Matrix dPooled, Matrix d) {
    int n = d.columns;
    for (int b = 0; b < lengths.length; b++) {
      int from = dPooled.index(b);
      for (int j = 0; j < n; j++) {
        d.data[d.index(largest[b * n + j]) + j] += dPooled.data[from + j];
      }
    }
  }
}
