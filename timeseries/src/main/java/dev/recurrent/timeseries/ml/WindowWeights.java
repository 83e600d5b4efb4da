package dev.recurrent.timeseries.ml;

import dev.recurrent.timeseries.backtest.Origins;
import java.util.Locale;

/** How often the windows of a series are trained on. */
public enum WindowWeights {
  /** Each window once an epoch: a series counts by its length. */
  LENGTH,
  /** Each series as often as any other, whatever its length. */
  UNIFORM,
  /** Each window by the mean absolute value of its series. Salinas et al. (2017), section 3.4. */
  SCALE;

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static WindowWeights of(String name) {
    for (WindowWeights weights : values()) {
      if (weights.label().equals(name)) {
        return weights;
      }
    }
    throw new IllegalArgumentException(
        "window weights are \"" + name + "\", expected length, uniform or scale");
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The weight of all windows of a series. */
  double of(Origins origins, int stride) {
    return switch (this) {
      case LENGTH -> origins.count(stride);
      case UNIFORM -> 1;
      case SCALE -> origins.count(stride) * meanAbsolute(origins.series().values());
    };
  }

  private static double meanAbsolute(float[] values) {
    double sum = 0;
    int n = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        sum += Math.abs(value);
        n++;
      }
    }
    return n == 0 ? 0 : sum / n;
  }
}
