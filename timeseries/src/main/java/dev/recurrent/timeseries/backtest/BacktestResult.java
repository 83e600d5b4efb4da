package dev.recurrent.timeseries.backtest;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.OneLine;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a backtest.
 *
 * @param windows forecasts made
 * @param ratio of the squared errors, model by naive
 * @param worst the series with the largest MASE, and that error
 * @param examples the latest forecasts of the best, the median and the worst series
 */
public record BacktestResult(
    int horizon,
    long windows,
    boolean probabilistic,
    ForecastMetrics model,
    ForecastMetrics naive,
    ForecastMetrics seasonal,
    @Nullable ForecastMetrics naive2,
    ErrorRatio ratio,
    List<Map.Entry<String, Double>> worst,
    List<RankedExample> examples) {
  /** An 80 % band with fewer of the values is of no use. */
  private static final double NARROW = 0.6;

  static BacktestResult of(
      JavaRDD<BacktestScores> scores, Backtest.Plan plan, boolean probabilistic) {
    int horizon = plan.window().horizon();
    List<Sums> parts = scores.glom().map(some -> Sums.of(some, horizon)).collect();
    Sums all = new Sums(horizon);
    for (Sums part : parts) {
      all = all.plus(part);
    }
    if (all.windows == 0) {
      throw new UnusableInputException(
          "no series has "
              + Quantity.of(horizon, "row")
              + " (--horizon) in the rows to test on; give more rows");
    }
    if (all.naive.count() == 0) {
      throw new UnusableInputException(
          "the rows to test on hold no value in any series; give rows with observed values");
    }
    SeriesRanking ranking = SeriesRanking.of(scores);
    return new BacktestResult(
        horizon,
        all.windows,
        probabilistic,
        all.model,
        all.naive,
        all.seasonal,
        plan.naive2() ? all.naive2 : null,
        ErrorRatio.of(scores),
        ranking.worst(),
        ranking.examples());
  }

  /** Sums of one partition's scores. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;
    private long windows;
    private ForecastMetrics model;
    private ForecastMetrics naive;
    private ForecastMetrics seasonal;
    private ForecastMetrics naive2;

    Sums(int horizon) {
      model = new ForecastMetrics(horizon);
      naive = new ForecastMetrics(horizon);
      seasonal = new ForecastMetrics(horizon);
      naive2 = new ForecastMetrics(horizon);
    }

    static Sums of(List<BacktestScores> scores, int horizon) {
      Sums sums = new Sums(horizon);
      for (BacktestScores one : scores) {
        sums.windows += one.steps.length;
        sums.model = sums.model.plus(one.model);
        sums.naive = sums.naive.plus(one.naive);
        sums.seasonal = sums.seasonal.plus(one.seasonal);
        ForecastMetrics second = one.naive2;
        sums.naive2 = second == null ? sums.naive2 : sums.naive2.plus(second);
      }
      return sums;
    }

    Sums plus(Sums other) {
      Sums sum = new Sums(0);
      sum.windows = windows + other.windows;
      sum.model = model.plus(other.model);
      sum.naive = naive.plus(other.naive);
      sum.seasonal = seasonal.plus(other.seasonal);
      sum.naive2 = naive2.plus(other.naive2);
      return sum;
    }
  }

  public Map<String, Object> modelFigures() {
    Map<String, Object> map = model.toMap();
    if (!probabilistic) {
      map.remove("coverage_80");
      map.put("crps", model.mae());
    }
    return map;
  }

  public Map<String, Object> baselines() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("naive", naive.toMap());
    map.put("seasonal_naive", seasonal.toMap());
    if (naive2 != null) {
      map.put("naive2", naive2.toMap());
    }
    return map;
  }

  /** M4's overall weighted average: the mean of sMAPE and MASE, each over Naive2's. */
  public @Nullable Double owa() {
    return naive2 == null
        ? null
        : (model.smape() / naive2.smape() + model.mase() / naive2.mase()) / 2;
  }

  /**
   * Some lines: what was measured, how many values the 80 % band has, and whether the network was
   * worth it.
   */
  public String verdict() {
    double own = model.mse();
    return String.format(
        Locale.ROOT,
        "%s of %s: MSE %.5g, naive %.5g, seasonal naive %.5g;\n"
            + "  ratio to naive %s;\n"
            + "%s"
            + "  the model %s%s",
        Quantity.of(windows, "forecast"),
        Quantity.of(horizon, "step"),
        own,
        naive.mse(),
        seasonal.mse(),
        ratio,
        coverage(),
        against(own < seasonal.mse()),
        worstSeries());
  }

  /** A line where there is more than one series. */
  private String worstSeries() {
    return worst.size() < 2
        ? ""
        : String.format(
            Locale.ROOT,
            ";\n  worst series: %s, MASE %.4g",
            OneLine.brief(worst.get(0).getKey()),
            worst.get(0).getValue());
  }

  /** A line where the band of a distribution was measured. */
  private String coverage() {
    double share = model.coverage();
    return !probabilistic || Double.isNaN(share)
        ? ""
        : String.format(
            Locale.ROOT,
            "  the 80 %% band has %.0f %% of the values%s;\n",
            100 * share,
            share < NARROW ? ", far too few" : "");
  }

  private String against(boolean beatsSeasonal) {
    if (ratio.below()) {
      return beatsSeasonal ? "beats both" : "does NOT beat the seasonal naive forecast";
    }
    if (!ratio.above()) {
      return "is neither better nor worse than the naive forecast"
          + (beatsSeasonal ? "" : " and does NOT beat the seasonal one");
    }
    return beatsSeasonal ? "does NOT beat the naive forecast" : "beats NEITHER of them";
  }
}
