package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;

/**
 * Sets a share of the values to zero while training and scales the rest up, so that nothing changes
 * at inference. Srivastava et al. (2014). The mask is a function of the seed alone.
 */
public final class Dropout {
  /** How often a mask is drawn. */
  public enum Kind {
    /** Anew for each step. */
    EACH_STEP,
    /** Once for all steps of a sequence: variational, Gal and Ghahramani (2016). */
    WHOLE_SEQUENCE
  }

  private static final int RESOLUTION = 1 << 16;

  private final float rate;
  private final Kind kind;
  private final Scratch mask = new Scratch();
  private final Scratch output = new Scratch();
  private int maskRows;

  /**
   * @param rate share of values set to zero, 0 to below 1
   */
  public Dropout(float rate, Kind kind) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout is " + rate + ", expected at least 0 and below 1");
    }
    this.rate = rate;
    this.kind = kind;
  }

  public boolean active() {
    return rate > 0;
  }

  /** Writes no input: returns {@code x} (T*B,N) masked, in memory of its own. */
  public Matrix forward(Matrix x, int batch, long seed) {
    maskRows = kind == Kind.EACH_STEP ? x.rows : batch;
    Matrix drawn = mask.matrix(maskRows, x.columns);
    draw(drawn, seed);
    Matrix y = output.matrix(x.rows, x.columns);
    for (int i = 0; i < x.rows; i++) {
      int from = x.index(i);
      int keep = drawn.index(i % drawn.rows);
      int to = y.index(i);
      for (int j = 0; j < x.columns; j++) {
        y.data[to + j] = x.data[from + j] * drawn.data[keep + j];
      }
    }
    return y;
  }

  /** Masks the gradient in place as {@link #forward} did the values. */
  public void backward(Matrix dOutput) {
    Matrix drawn = mask.matrix(maskRows, dOutput.columns);
    for (int i = 0; i < dOutput.rows; i++) {
      int at = dOutput.index(i);
      int keep = drawn.index(i % drawn.rows);
      for (int j = 0; j < dOutput.columns; j++) {
        dOutput.data[at + j] *= drawn.data[keep + j];
      }
    }
  }

  private void draw(Matrix drawn, long seed) {
    int threshold = Math.round(rate * RESOLUTION);
    float scale = 1f / (1f - threshold / (float) RESOLUTION);
    int size = drawn.rows * drawn.columns;
    long bits = 0;
    for (int i = 0; i < size; i++) {
      // Four values from each 64 bits: one in 65,536 is fine enough a rate.
      bits = (i & 3) == 0 ? Seed.bits(seed, i >> 2) : bits >>> 16;
      drawn.data[i] = (bits & 0xFFFF) < threshold ? 0f : scale;
    }
  }
}
