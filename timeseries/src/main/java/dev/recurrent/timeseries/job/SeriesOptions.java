package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the series are and how to read them. */
final class SeriesOptions {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "CSV with a header, or Parquet, on any Hadoop path.")
  String input = "";

  @Option(
      names = "--wide",
      description = "One row a series: its name, then its values (M4's form). No times.")
  boolean wide;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "Column of times; NAME,HOUR for a date and an hour beside it.")
  @Nullable String timeColumn;

  @Option(names = "--target-column", paramLabel = "NAME", description = "Column to forecast.")
  @Nullable String targetColumn;

  @Option(
      names = "--series-column",
      paramLabel = "NAME",
      description = "Column that names the series (default: the table is one series).")
  @Nullable String seriesColumn;

  @Option(
      names = "--covariates",
      split = ",",
      paramLabel = "NAMES",
      description = "Columns of numbers that are known in advance.")
  List<String> covariates = new ArrayList<>();

  @Option(
      names = "--frequency",
      paramLabel = "STEP",
      description = "Distance of steps: 15min, h, d, w, m (default: found in the data).")
  @Nullable String frequency;

  @Option(
      names = "--missing",
      defaultValue = "mask",
      paramLabel = "RULE",
      description =
          "Steps without a value: drop, forward, interpolate or mask (default: ${DEFAULT-VALUE}).")
  String missing = "mask";

  MissingRule rule() {
    try {
      return MissingRule.of(missing);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  @Nullable Frequency given() {
    try {
      return frequency == null ? null : Frequency.of(frequency);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  /** The covariates have to be those that a model was trained with. */
  void requireCovariates(WindowConfig window) {
    List<String> names = window.covariates().stream().map(WindowConfig.Covariate::name).toList();
    if (!names.equals(covariates)) {
      throw JobException.usage(
          "--covariates are " + covariates + ", the model was trained with " + names);
    }
  }

  void requireValid() {
    rule();
    given();
    if (!wide && (timeColumn == null || targetColumn == null)) {
      throw JobException.usage("--time-column and --target-column are required, unless --wide");
    }
    if (wide && !covariates.isEmpty()) {
      throw JobException.usage("--wide has no columns for --covariates");
    }
  }
}
