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

  private static final float LEAST = 1e-6f;

  /**
   * @param shift taken away
   * @param scale divided by, above 0
   */
  public record Scale(float shift, float scale) implements Serializable {
    public float apply(float value) {
      return (value - shift) / scale;
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
      case MEAN -> new Scale(0, orOne(meanAbsolute(seen, n)));
      case STANDARD -> standard(seen, n);
      case ROBUST -> robust(Arrays.copyOf(seen, n));
    };
  }

  private static float meanAbsolute(float[] x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(x[i]);
    }
    return (float) (sum / n);
  }

  private static Scale standard(float[] x, int n) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i];
    }
    double mean = sum / n;
    for (int i = 0; i < n; i++) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    return new Scale((float) mean, orOne((float) Math.sqrt(squares / n)));
  }

  private static Scale robust(float[] x) {
    Arrays.sort(x);
    float median = x[x.length / 2];
    float spread = x[x.length * 3 / 4] - x[x.length / 4];
    return new Scale(median, orOne(spread / 1.349f));
  }

  /** A constant window has no scale of its own. */
  private static float orOne(float scale) {
    return scale > LEAST ? scale : 1f;
  }
}
