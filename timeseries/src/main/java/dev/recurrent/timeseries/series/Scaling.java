package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/** How a window's values become numbers around zero that a network likes; undone on the output. */
public enum Scaling {
  /** As they are. */
  NONE,
  /** Over the mean of absolute values: keeps zero. */
  MEAN,
  /** Minus the mean, over the standard deviation. */
  STANDARD,
  /** Minus the median, over the distance of the quartiles by 1.349. */
  ROBUST,
  /** Minus the last value, over the typical size of the training values: one for all windows. */
  LAST;

  /** Values whose deviation is taken as it is. */
  private static final int FEW = 8;

  /**
   * A linear change of unit, computed in double: the values themselves may be as small or as large
   * as a float holds.
   *
   * @param shift taken away
   * @param scale divided by, above 0
   */
  public record Scale(double shift, double scale) implements Serializable {
    public float apply(float value) {
      return (float) ((value - shift) / scale);
    }

    public double invert(double scaled) {
      return scaled * scale + shift;
    }
  }

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static Scaling of(String name) {
    for (Scaling scaling : values()) {
      if (scaling.name().equals(name.toUpperCase(Locale.ROOT))) {
        return scaling;
      }
    }
    throw new IllegalArgumentException(
        "scaling is \"" + name + "\", expected none, mean, standard, robust or last");
  }

  /** The scale of the observed values from one place to before another. */
  public Scale of(float[] values, int from, int to) {
    return of(values, from, to, 1);
  }

  /**
   * The scale of the observed values from one place to before another.
   *
   * @param unit the scale of values that are all zero, or of none at all
   */
  public Scale of(float[] values, int from, int to, double unit) {
    float[] seen = new float[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        seen[n++] = values[i];
      }
    }
    if (this == NONE) {
      return new Scale(0, 1);
    }
    if (this == LAST) {
      return new Scale(n == 0 ? 0 : seen[n - 1], unit);
    }
    float most = most(seen, n);
    if (most == 0) {
      return new Scale(0, unit);
    }
    Scale scale =
        switch (this) {
          case NONE, LAST -> new Scale(0, 1);
          case MEAN -> new Scale(0, meanAbsolute(seen, n));
          case STANDARD -> standard(seen, n);
          case ROBUST -> robust(Arrays.copyOf(seen, n));
        };
    // A window that changes by less than its floats resolve is constant: it has no scale but the
    // size of its value. There is no least scale: the unit of the values is the user's.
    return scale.scale() > Math.ulp(most) / 2 ? scale : new Scale(scale.shift(), most);
  }

  /**
   * As {@link #of}, where a few values may be all there is: their deviation says little, so below
   * eight values it is drawn towards their size, the more so the fewer there are.
   *
   * @param unit the scale of values that are all zero, or of none at all
   */
  public Scale ofFew(float[] values, int from, int to, double unit) {
    Scale own = of(values, from, to, unit);
    if (this != STANDARD && this != ROBUST) {
      return own;
    }
    int n = 0;
    double size = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        n++;
        size += Math.abs(values[i]);
      }
    }
    if (n == 0 || n >= FEW || size == 0) {
      return own;
    }
    double mean = size / n;
    double squares = n * own.scale() * own.scale() + (FEW - n) * mean * mean;
    return new Scale(own.shift(), Math.sqrt(squares / FEW));
  }

  private static double meanAbsolute(float[] x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(x[i]);
    }
    return sum / n;
  }

  private static Scale standard(float[] x, int n) {
    Moments moments = Moments.of(x, 0, n);
    return new Scale(moments.mean(), moments.deviation());
  }

  private static Scale robust(float[] x) {
    double deviation = Moments.of(x, 0, x.length).deviation();
    Arrays.sort(x);
    double spread = (double) x[x.length * 3 / 4] - x[x.length / 4];
    // Where more than half of the values are the same, quartiles say nothing of the others.
    return new Scale(x[x.length / 2], spread > 0 ? spread / 1.349 : deviation);
  }

  private static float most(float[] x, int n) {
    float most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x[i]));
    }
    return most;
  }
}
