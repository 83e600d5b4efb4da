package dev.recurrent.timeseries.forecast;

import java.util.Arrays;

/** The forecasts that cost nothing, and that a network has to beat. */
public final class Naive {
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
