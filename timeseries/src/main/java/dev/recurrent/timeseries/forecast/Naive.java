package dev.recurrent.timeseries.forecast;

import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.util.Arrays;

/** The forecasts that cost nothing, and that a network has to beat. */
public final class Naive {
  private static final double SEASONALITY = 1.645;

  private Naive() {}

  /** The last observed value before {@code origin}, again and again. */
  public static double[] last(float[] values, int origin, int horizon) {
    double[] forecast = new double[horizon];
    Arrays.fill(forecast, lastObserved(values, origin));
    return forecast;
  }

  /** The last observed value before {@code origin}; 0 if there is none. */
  static float lastObserved(float[] values, int origin) {
    for (int at = origin - 1; at >= 0; at--) {
      if (!Float.isNaN(values[at])) {
        return values[at];
      }
    }
    return 0;
  }

  /** The place {@code lag} or a multiple of it before step k, the latest that lies in the past. */
  static int back(int origin, int k, int lag) {
    return origin - lag + k % lag;
  }

  /** The value a season ago; the last one where the history is shorter. */
  public static double[] seasonal(float[] values, int origin, int horizon, int season) {
    double[] forecast = last(values, origin, horizon);
    for (int k = 0; k < horizon; k++) {
      int at = back(origin, k, season);
      if (at >= 0 && !Float.isNaN(values[at])) {
        forecast[k] = values[at];
      }
    }
    return forecast;
  }

  /**
   * M4's Naive2: where the autocorrelation at the season is significant, the last value of the
   * series without its multiplicative season, with the season put back (Makridakis et al. 2020).
   * Gaps take the value before them.
   *
   * @param all from the series' begin: the season is that of all of the history
   * @param origin place of the first value to forecast; nothing at or behind it is read
   */
  public static double[] naive2(float[] all, int origin, int horizon, int season) {
    float[] values = Arrays.copyOf(all, origin);
    MissingValuePolicy.FORWARD.fill(values);
    if (season < 2 || origin < 3 * season || !seasonal(values, origin, season)) {
      return last(values, origin, horizon);
    }
    double[] index = seasonIndex(values, origin, season);
    double level = values[origin - 1] / index[(origin - 1) % season];
    double[] forecast = new double[horizon];
    for (int k = 0; k < horizon; k++) {
      forecast[k] = level * index[(origin + k) % season];
    }
    return forecast;
  }

  private static boolean seasonal(float[] x, int n, int season) {
    double limit = 1;
    double at = 0;
    for (int lag = 1; lag <= season; lag++) {
      double r = autocorrelation(x, n, lag);
      if (lag < season) {
        limit += 2 * r * r;
      }
      at = r;
    }
    return Math.abs(at) > SEASONALITY * Math.sqrt(limit / n);
  }

  private static double autocorrelation(float[] x, int n, int lag) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += x[i] / n;
    }
    double own = 0;
    double shifted = 0;
    for (int i = 0; i < n; i++) {
      own += (x[i] - mean) * (x[i] - mean);
      shifted += i >= lag ? (x[i] - mean) * (x[i - lag] - mean) : 0;
    }
    return own == 0 ? 0 : shifted / own;
  }

  /** The mean ratio to a centred moving average at each place of the season, around 1. */
  private static double[] seasonIndex(float[] x, int n, int season) {
    double[] sums = new double[season];
    int[] counts = new int[season];
    int half = season / 2;
    for (int i = half; i + half < n; i++) {
      double average = 0;
      for (int j = -half; j <= half; j++) {
        // An even season's window has one value too many: both ends count half.
        double weight = season % 2 == 0 && Math.abs(j) == half ? 0.5 : 1;
        average += weight * x[i + j] / season;
      }
      if (average != 0) {
        sums[i % season] += x[i] / average;
        counts[i % season]++;
      }
    }
    double total = 0;
    for (int s = 0; s < season; s++) {
      sums[s] = counts[s] == 0 ? 1 : sums[s] / counts[s];
      total += sums[s];
    }
    for (int s = 0; s < season; s++) {
      sums[s] *= season / total;
    }
    return sums;
  }

  /** The mean absolute difference to a season before: what MASE divides by. */
  public static double scale(float[] values, int count, int season) {
    double sum = 0;
    int n = 0;
    for (int i = season; i < count; i++) {
      double difference = (double) values[i] - values[i - season];
      if (!Double.isNaN(difference)) {
        sum += Math.abs(difference);
        n++;
      }
    }
    return n == 0 ? Double.NaN : sum / n;
  }
}
