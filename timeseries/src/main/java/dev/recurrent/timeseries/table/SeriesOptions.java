package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.table.ReadingOnlyOptions;
import dev.recurrent.spark.table.ReadingOptions;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the series are and how to read them. */
public final class SeriesOptions {
  /** The rule for missing values where none is named. */
  static final String MISSING = "mask";

  /** The table itself, where a program brings it and not {@link #input}. */
  public @Nullable Dataset<Row> given;

  @ChangeableOnResume
  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description =
          "CSV with a header, TSV, JSON, Parquet or ORC, files or directories, on any Hadoop path.")
  public String input = "";

  @Mixin ReadingOptions reading;

  @Option(
      names = "--decimal",
      paramLabel = "CHARACTER",
      description =
          "What stands before the decimals of numbers: a point, or a comma, with points between"
              + " thousands (default: a point; between semicolons a comma as well).")
  @Nullable String decimal;

  @Option(
      names = "--wide",
      description = "One row a series: its name, then its values (M4's form). No times.")
  public boolean wide;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "Column of times; NAME,HOUR for a date and an hour beside it.")
  public @Nullable String timeColumn;

  @Option(names = "--target-column", paramLabel = "NAME", description = "Column to forecast.")
  public @Nullable String targetColumn;

  @Option(
      names = "--series-column",
      paramLabel = "NAME",
      description = "Column that names the series (default: the table is one series).")
  public @Nullable String seriesColumn;

  @Option(
      names = "--covariates",
      split = ",",
      paramLabel = "NAMES",
      description = "Columns of numbers that are known in advance.")
  public List<String> covariates = new ArrayList<>();

  @Option(
      names = "--past-covariates",
      split = ",",
      paramLabel = "NAMES",
      description = "Columns of numbers that are known up to the last value only.")
  List<String> pastCovariates = new ArrayList<>();

  @Option(
      names = "--static-covariates",
      split = ",",
      paramLabel = "NAMES",
      description = "Columns of numbers or words that a series has one value of.")
  List<String> staticCovariates = new ArrayList<>();

  @Option(
      names = "--frequency",
      paramLabel = "STEP",
      description =
          "Rule for the next time: a name that pandas has, such as 15min, h, D, B, W-SUN, MS, ME,"
              + " QE-FEB or YE, or an ISO 8601 period such as P1M (default: found in the data).")
  @Nullable String frequency;

  @Option(
      names = "--holidays",
      paramLabel = "FILE",
      description = "Days that are no business days, for --frequency B: one ISO date a line.")
  @Nullable String holidays;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description = "How the time column is written, such as dd.MM.yyyy (default: ISO 8601).")
  public @Nullable String timeFormat;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description =
          "Zone of the time column, such as Europe/Berlin (default: local times have none; instants"
              + " are read in UTC, or in the session's zone if no frequency fits in UTC).")
  public @Nullable String timeZone;

  /** The last day whose values are seen, null for all. */
  public @Nullable LocalDate until;

  @Option(
      names = "--missing",
      paramLabel = "RULE",
      description = "Steps without a value: drop, forward, interpolate or mask (default: mask).")
  public @Nullable String missing;

  @Option(
      names = "--bad-series",
      defaultValue = "0.01",
      paramLabel = "N",
      description =
          "Series that may be left out because they lack a covariate: a share below 1, or a number"
              + " (default: ${DEFAULT-VALUE}).")
  double badSeries = 0.01;

  /** Steps behind the last value whose known covariates have to be there; 0 where none are read. */
  public int ahead;

  /** Of a program, or of a command that writes rows. */
  public SeriesOptions() {
    this(new ReadingOptions(0));
  }

  private SeriesOptions(ReadingOptions reading) {
    this.reading = reading;
  }

  /** Of a command that writes no rows. */
  public static SeriesOptions readingOnly() {
    return new SeriesOptions(new ReadingOnlyOptions(0));
  }

  public MissingValuePolicy rule() {
    try {
      return MissingValuePolicy.of(missing == null ? MISSING : missing);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  /** The pattern of times, null where they are ISO 8601. */
  @Nullable TimeFormat format() {
    try {
      return timeFormat == null ? null : new TimeFormat(timeFormat);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(
          "--time-format is \""
              + timeFormat
              + "\", expected a pattern such as dd.MM.yyyy HH:mm: "
              + e.getMessage());
    }
  }

  /** The zone of times, null where none is given. */
  public @Nullable ZoneId zone() {
    try {
      return timeZone == null ? null : ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw JobException.usage(
          "--time-zone is \"" + timeZone + "\", expected a zone such as Europe/Berlin or UTC");
    }
  }

  /** As the option says, else as a model has it, else null: to be found in the data. */
  @Nullable Frequency frequency(@Nullable WindowConfig window) {
    try {
      if (frequency != null) {
        return Frequency.of(frequency);
      }
      return window == null ? null : window.frequency();
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  public void requireValid() {
    reading.requireValid();
    if (decimal != null && !decimal.equals(",") && !decimal.equals(".")) {
      throw JobException.usage("--decimal is \"" + decimal + "\", expected . or ,");
    }
    rule();
    if (!(badSeries >= 0)) {
      throw JobException.usage("--bad-series is " + badSeries + ", expected 0 or more");
    }
    frequency(null);
    format();
    zone();
    if (!wide && (timeColumn == null || targetColumn == null)) {
      throw JobException.usage("--time-column and --target-column are required, unless --wide");
    }
    if (wide && !(covariates.isEmpty() && pastCovariates.isEmpty() && staticCovariates.isEmpty())) {
      throw JobException.usage("--wide has no columns for covariates");
    }
  }
}
