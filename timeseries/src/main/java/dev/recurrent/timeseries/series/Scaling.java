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
  ROBUST;

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
        "scaling is \"" + name + "\", expected none, mean, standard or robust");
  }

  /** The scale of the observed values from one place to before another. */
  public Scale of(float[] values, int from, int to) {
    float[] seen = new float[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        seen[n++] = values[i];
      }
    }
    if (n == 0 || this == NONE) {
      return new Scale(0, 1);
    }
    return switch (this) {
      case NONE -> new Scale(0, 1);
      case MEAN -> new Scale(0, orMagnitude(meanAbsolute(seen, n), seen, n));
      case STANDARD -> standard(seen, n);
      case ROBUST -> robust(Arrays.copyOf(seen, n));
    };
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
    return new Scale(moments.mean(), orMagnitude(moments.deviation(), x, n));
  }

  private static Scale robust(float[] x) {
    double deviation = Moments.of(x, 0, x.length).deviation();
    Arrays.sort(x);
    double spread = (double) x[x.length * 3 / 4] - x[x.length / 4];
    // Where more than half of the values are the same, quartiles say nothing of the others.
    double scale = spread > 0 ? spread / 1.349 : deviation;
    return new Scale(x[x.length / 2], orMagnitude(scale, x, x.length));
  }

  /**
   * A window that changes by less than its floats resolve is constant, and has no scale but the
   * size of its value; one of zeros has none at all. There is no least scale: the unit of the
   * values is the user's.
   */
  private static double orMagnitude(double scale, float[] x, int n) {
    float most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x[i]));
    }
    if (most == 0) {
      return 1;
    }
    return scale > Math.ulp(most) / 2 ? scale : most;
  }
}
