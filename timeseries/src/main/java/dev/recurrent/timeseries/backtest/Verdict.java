package dev.recurrent.timeseries.backtest;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.OneLine;
import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a backtest says in words: whether the network was worth it. */
final class Verdict {
  /** An 80 % band with fewer of the values is of no use. */
  private static final double NARROW = 0.6;

  private static final int BAND = 80;

  private final BacktestResult result;
  private final Comparison comparison;

  Verdict(BacktestResult result) {
    this.result = result;
    comparison = result.comparison();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s of %s: %s %.5g;\n",
            Quantity.of(result.windows(), "forecast"),
            Quantity.of(result.horizon(), "step"),
            comparison.measure().toUpperCase(Locale.ROOT),
            comparison.of(result.model())));
    text.append(others()).append(owa()).append(ratio()).append(coverage());
    return text.append("  the model ").append(against()).append(worstSeries()).toString();
  }

  /** A line of the baselines' errors. */
  private String others() {
    List<String> others = new ArrayList<>();
    result
        .baselines()
        .forEach(
            (baseline, metrics) ->
                others.add(
                    String.format(
                        Locale.ROOT, "%s %.5g", baseline.title(), comparison.of(metrics))));
    return others.isEmpty() ? "" : "  " + String.join(", ", others) + ";\n";
  }

  private String owa() {
    Double owa = result.owa();
    return owa == null || comparison.measure().equals("mse")
        ? ""
        : String.format(Locale.ROOT, "  OWA %.3f;\n", owa);
  }

  private String ratio() {
    Baseline best = comparison.best();
    return best == null
        ? ""
        : "  ratio to " + best.title() + ", the best of them, " + comparison.toBest() + ";\n";
  }

  /** A line where the band of a distribution was measured. */
  private String coverage() {
    double share = result.model().coverage(BAND);
    return !result.probabilistic() || Double.isNaN(share)
        ? ""
        : String.format(
            Locale.ROOT,
            "  the 80 %% band has %.0f %% of the values%s;\n",
            100 * share,
            share < NARROW ? ", far too few" : "");
  }

  private String against() {
    Baseline best = comparison.best();
    ErrorRatio ratio = comparison.toBest();
    if (best == null || ratio == null) {
      return "was compared with no baseline";
    }
    boolean only = result.baselines().size() == 1;
    if (ratio.below()) {
      return only ? "beats the " + name(best) : "beats all of them";
    }
    if (!ratio.above()) {
      return "is neither better nor worse than the " + name(best);
    }
    return beaten() || only ? "does NOT beat the " + name(best) : "beats NONE of them";
  }

  /** A line where there is more than one series. */
  private String worstSeries() {
    return result.worst().size() < 2
        ? ""
        : String.format(
            Locale.ROOT,
            ";\n  worst series: %s, MASE %.4g",
            OneLine.brief(result.worst().get(0).getKey()),
            result.worst().get(0).getValue());
  }

  private static String name(Baseline baseline) {
    return baseline.title() + " forecast";
  }

  /** Whether the model has a smaller error than some baseline. */
  private boolean beaten() {
    for (Map.Entry<Baseline, ForecastMetrics> one : result.baselines().entrySet()) {
      if (comparison.of(result.model()) < comparison.of(one.getValue())) {
        return true;
      }
    }
    return false;
  }
}
