package dev.recurrent.timeseries.backtest;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The model's error over a baseline's, with its 95 % confidence interval; NaN where there is no
 * interval.
 */
public record ErrorRatio(double value, double low, double high) implements Serializable {
  /**
   * For JSON.
   *
   * @param measure what the ratio is of: the key is {@code mse_ratio} for mse
   */
  public Map<String, Object> toMap(String measure) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (Double.isFinite(value)) {
      map.put(measure + "_ratio", value);
    }
    if (Double.isFinite(low) && Double.isFinite(high)) {
      map.put("low_95", low);
      map.put("high_95", high);
    }
    return map;
  }

  /** Whether the model's error is the smaller one, and not by chance if there is an interval. */
  boolean below() {
    return Double.isNaN(high) ? value < 1 : high < 1;
  }

  /** Whether the baseline's error is the smaller one, and not by chance if there is an interval. */
  boolean above() {
    return Double.isNaN(low) ? value > 1 : low > 1;
  }

  /** "0.998 (95 % interval 0.991 to 1.005)". */
  @Override
  public String toString() {
    return Double.isNaN(low)
        ? String.format(Locale.ROOT, "%.4f (too few origins for an interval)", value)
        : String.format(Locale.ROOT, "%.4f (95 %% interval %.4f to %.4f)", value, low, high);
  }
}
