package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Option;

/** What a forecast is measured by, and what it is compared with. */
final class MeasureOptions {
  @Option(
      names = "--levels",
      split = ",",
      paramLabel = "PERCENT",
      defaultValue = "80,95",
      description =
          "Bands whose coverage and MSIS are measured, in per cent of the values (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> levels = new ArrayList<>(List.of("80", "95"));

  @Option(
      names = "--baselines",
      split = ",",
      paramLabel = "NAME",
      description =
          "Forecasts to compare with: naive, seasonal-naive, naive2, theta, ets (default: all; ets"
              + " for at most 3,000,000 values of history, theta for 30,000,000).")
  private List<String> baselines = new ArrayList<>();

  void requireValid() {
    try {
      Levels.parse(levels);
      Baseline.of(baselines);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  /** The plan with these levels and baselines; says which baselines are left out. */
  Backtest.Plan of(Backtest.Plan plan, JavaRDD<TimeSeries> series, Consumer<String> said) {
    if (!baselines.isEmpty()) {
      return plan.with(Baseline.of(baselines), Levels.parse(levels));
    }
    Backtest.Plan all = plan.with(List.of(Baseline.values()), Levels.parse(levels));
    Backtest.Plan kept = all.affordable(series);
    List<String> missing =
        all.baselines().stream()
            .filter(b -> !kept.baselines().contains(b))
            .map(Baseline::label)
            .toList();
    if (!missing.isEmpty()) {
      said.accept(
          "long histories: "
              + String.join(", ", missing)
              + " would take long and is left out of the comparison; --baselines "
              + String.join(",", missing)
              + " computes it");
    }
    return kept;
  }
}
