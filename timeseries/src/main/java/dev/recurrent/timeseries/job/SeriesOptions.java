package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** These options for another path. */
  SeriesOptions at(String path) {
    SeriesOptions other = new SeriesOptions();
    other.input = path;
    other.wide = wide;
    other.timeColumn = timeColumn;
    other.targetColumn = targetColumn;
    other.seriesColumn = seriesColumn;
    other.covariates = covariates;
    other.frequency = frequency;
    other.missing = missing;
    return other;
  }

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

  boolean parquet() {
    return Set.of("parquet", "pq")
        .contains(input.substring(input.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
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
