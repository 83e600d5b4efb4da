package dev.recurrent.timeseries.backtest;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a backtest.
 *
 * @param windows forecasts made
 * @param probabilistic whether the model gives bands
 * @param baselines those that were computed, in the order of {@link Baseline}
 * @param comparison the model's errors by the baselines'
 * @param worst the series with the largest MASE, and that error
 * @param examples the latest forecasts of the best, the median and the worst series
 */
public record BacktestResult(
    int horizon,
    long windows,
    boolean probabilistic,
    ForecastMetrics model,
    Map<Baseline, ForecastMetrics> baselines,
    Comparison comparison,
    List<Map.Entry<String, Double>> worst,
    List<RankedExample> examples) {

  static BacktestResult of(
      JavaRDD<BacktestScores> scores, Backtest.Plan plan, boolean probabilistic) {
    int horizon = plan.window().horizon();
    List<Sums> parts = scores.glom().map(some -> Sums.of(some, plan)).collect();
    Sums all = new Sums(plan);
    for (Sums part : parts) {
      all = all.plus(part);
    }
    if (all.windows == 0) {
      throw new UnusableInputException(
          "no series has "
              + Quantity.of(horizon, "row")
              + " (--horizon) in the rows to test on; give more rows");
    }
    if (all.metrics.get(0).count() == 0) {
      throw new UnusableInputException(
          "the rows to test on hold no value in any series; give rows with observed values");
    }
    Map<Baseline, ForecastMetrics> baselines = new LinkedHashMap<>();
    for (int i = 0; i < plan.baselines().size(); i++) {
      baselines.put(plan.baselines().get(i), all.metrics.get(i + 1));
    }
    ForecastMetrics model = all.metrics.get(0);
    SeriesRanking ranking = SeriesRanking.of(scores);
    return new BacktestResult(
        horizon,
        all.windows,
        probabilistic,
        model,
        baselines,
        Comparison.of(model, baselines, all.bootstrap, plan.stride() < horizon),
        ranking.worst(),
        ranking.examples());
  }

  /** Sums of one partition's scores. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;
    private long windows;

    /** The model's, then the baselines'. */
    private List<ForecastMetrics> metrics = new ArrayList<>();

    private BlockBootstrap bootstrap;

    Sums(Backtest.Plan plan) {
      int horizon = plan.window().horizon();
      metrics.add(new ForecastMetrics(horizon, plan.levels().bands()));
      plan.baselines().forEach(b -> metrics.add(new ForecastMetrics(horizon)));
      bootstrap = new BlockBootstrap(2 * metrics.size());
    }

    private Sums(long windows, List<ForecastMetrics> metrics, BlockBootstrap bootstrap) {
      this.windows = windows;
      this.metrics = metrics;
      this.bootstrap = bootstrap;
    }

    static Sums of(List<BacktestScores> scores, Backtest.Plan plan) {
      Sums sums = new Sums(plan);
      for (BacktestScores one : scores) {
        sums.windows += one.windows;
        sums.metrics.set(0, sums.metrics.get(0).plus(one.model));
        for (int i = 0; i < one.baselines.length; i++) {
          sums.metrics.set(i + 1, sums.metrics.get(i + 1).plus(one.baselines[i]));
        }
        one.cells.addTo(sums.bootstrap, one.name, one.number == 0);
      }
      return sums;
    }

    Sums plus(Sums other) {
      List<ForecastMetrics> sum = new ArrayList<>();
      for (int i = 0; i < metrics.size(); i++) {
        sum.add(metrics.get(i).plus(other.metrics.get(i)));
      }
      return new Sums(windows + other.windows, sum, bootstrap.plus(other.bootstrap));
    }
  }

  /** The model's measures by their keys in JSON. */
  public Map<String, Object> modelFigures() {
    return figures(model, probabilistic);
  }

  /** A forecast without bands has the measures of its points. */
  static Map<String, Object> figures(ForecastMetrics metrics, boolean probabilistic) {
    Map<String, Object> map = metrics.toMap();
    if (!probabilistic) {
      map.keySet().removeIf(key -> key.startsWith("coverage_") || key.startsWith("msis_"));
    }
    return map;
  }

  /** The baselines' measures by their keys in JSON. */
  public Map<String, Object> baselineFigures() {
    Map<String, Object> map = new LinkedHashMap<>();
    baselines.forEach((baseline, metrics) -> map.put(baseline.key(), metrics.toMap()));
    return map;
  }

  /**
   * M4's overall weighted average: the mean of sMAPE and MASE, each over Naive2's; null where these
   * are not known.
   */
  public @Nullable Double owa() {
    ForecastMetrics naive2 = baselines.get(Baseline.NAIVE2);
    if (naive2 == null) {
      return null;
    }
    double owa = (model.smape() / naive2.smape() + model.mase() / naive2.mase()) / 2;
    return Double.isFinite(owa) ? owa : null;
  }

  /** Some lines: what was measured, and whether the network was worth it. */
  public String verdict() {
    return new Verdict(this).toString();
  }
}
