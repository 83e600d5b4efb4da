package dev.recurrent.timeseries.backtest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The model's squared error over the naive forecast's, with its 95 % confidence interval.
 *
 * <p>Series move together, so errors of one origin in time are one observation: the variance of the
 * ratio of two sums over origins, by the delta method (Cochran 1977, section 6.3). Horizons that
 * overlap still make it narrower than it should be.
 */
public record ErrorRatio(double value, double low, double high) implements Serializable {
  private static final double NORMAL_975 = 1.959964;

  static ErrorRatio of(JavaRDD<BacktestScores> scores) {
    List<Tuple2<Long, double[]>> origins =
        scores
            .flatMapToPair(
                s -> {
                  List<Tuple2<Long, double[]>> each = new ArrayList<>();
                  for (int i = 0; i < s.steps.length; i++) {
                    each.add(new Tuple2<>(s.steps[i], s.errors[i]));
                  }
                  return each.iterator();
                })
            .groupByKey()
            .mapValues(ErrorRatio::sum)
            .sortByKey()
            .collect();
    return of(origins.stream().map(Tuple2::_2).toList());
  }

  /** Sorted first: a shuffle's order would show in the last digits. */
  private static double[] sum(Iterable<double[]> pairs) {
    List<double[]> all = new ArrayList<>();
    pairs.forEach(all::add);
    all.sort(Arrays::compare);
    double[] sum = new double[2];
    for (double[] pair : all) {
      sum[0] += pair[0];
      sum[1] += pair[1];
    }
    return sum;
  }

  /** Of pairs (model, naive), one for each origin. */
  static ErrorRatio of(List<double[]> pairs) {
    double model = 0;
    double naive = 0;
    for (double[] pair : pairs) {
      model += pair[0];
      naive += pair[1];
    }
    double ratio = model / naive;
    double squares = 0;
    for (double[] pair : pairs) {
      double off = pair[0] - ratio * pair[1];
      squares += off * off;
    }
    int n = pairs.size();
    double deviation = n < 2 ? Double.NaN : Math.sqrt(squares * n / (n - 1)) / naive;
    return new ErrorRatio(ratio, ratio - NORMAL_975 * deviation, ratio + NORMAL_975 * deviation);
  }

  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (Double.isFinite(value)) {
      map.put("mse_ratio", value);
    }
    if (Double.isFinite(low)) {
      map.put("low_95", low);
      map.put("high_95", high);
    }
    return map;
  }

  /**
   * Whether the model's error is the smaller one, chance left aside; one origin has no interval.
   */
  boolean below() {
    return Double.isNaN(high) ? value < 1 : high < 1;
  }

  /** Whether the naive forecast's error is the smaller one, chance left aside. */
  boolean above() {
    return Double.isNaN(low) ? value > 1 : low > 1;
  }

  /** "0.998 (95 % interval 0.991 to 1.005)". */
  @Override
  public String toString() {
    return Double.isNaN(low)
        ? String.format(Locale.ROOT, "%.4f (one origin, no interval)", value)
        : String.format(Locale.ROOT, "%.4f (95 %% interval %.4f to %.4f)", value, low, high);
  }
}
