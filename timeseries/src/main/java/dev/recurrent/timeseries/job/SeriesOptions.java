package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.ChangeableOnResume;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.timeseries.table.SeriesSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options about where the series are and how to read them. */
final class SeriesOptions {
  @ChangeableOnResume
  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "Files or directories of CSV with a header, TSV, JSON, Parquet or ORC, on any Hadoop"
              + " path.")
  String input = "";

  @Mixin private InputOptions table = new InputOptions();

  @Mixin private ReadingOptions reading;

  @Option(
      names = "--decimal",
      paramLabel = "CHARACTER",
      description =
          "Decimal mark of numbers: a point, or a comma. With a comma, points separate thousands"
              + " (default: a point; in files that separate cells by semicolons, a comma as well).")
  @Nullable String decimal;

  @Option(
      names = "--wide",
      description =
          "The table has one row for each series: its name, then its values, as M4 has. It has"
              + " no times. Columns of --static-covariates are no values.")
  boolean wide;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "Column of times, or NAME,HOUR for a column of dates and one of hours.")
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
      description =
          "Columns that are known in advance: numbers, or words if --categories names them.")
  List<String> covariates = new ArrayList<>();

  @Option(
      names = "--past-covariates",
      split = ",",
      paramLabel = "NAMES",
      description =
          "Columns that are known up to the last value only: numbers, or words if --categories"
              + " names them.")
  List<String> pastCovariates = new ArrayList<>();

  @Option(
      names = "--static-covariates",
      split = ",",
      paramLabel = "NAMES",
      description = "Columns of numbers or words with one value for each series.")
  List<String> staticCovariates = new ArrayList<>();

  @Option(
      names = "--categories",
      split = ",",
      paramLabel = "NAMES",
      description =
          "Those of the covariates whose values are categories, such as shop, product or weather:"
              + " each value has a learned vector. Static columns with words are categories"
              + " without it.")
  List<String> categories = new ArrayList<>();

  @Option(
      names = "--frequency",
      paramLabel = "STEP",
      description =
          "Step from one time to the next: a name of pandas, such as 15min, h, D, B, W-SUN, MS, ME,"
              + " QE-FEB or YE, an ISO 8601 period such as P1M, or index for numbers that are not"
              + " times (default: found in the data).")
  @Nullable String frequency;

  @Option(
      names = "--holidays",
      paramLabel = "FILE",
      description = "File of holidays for --frequency B: one ISO date a line.")
  @Nullable String holidays;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description =
          "Pattern of the time column, such as dd.MM.yyyy; or seconds, milliseconds, microseconds"
              + " or nanoseconds for whole numbers since 1970 (default: ISO 8601, and numbers by"
              + " their size).")
  @Nullable String timeFormat;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description =
          "Zone of the time column, such as Europe/Berlin (default: local times have none; instants"
              + " are read in UTC, or in the session's zone if no frequency fits in UTC).")
  @Nullable String timeZone;

  @Option(
      names = "--missing",
      paramLabel = "RULE",
      description =
          "What to do with steps without a value: drop, forward, interpolate or mask (default:"
              + " mask).")
  @Nullable String missing;

  @Option(
      names = "--bad-series",
      paramLabel = "N",
      description =
          "How many series may be left out because they lack a covariate: a share below 1, or a"
              + " number (default: 0.01).")
  @Nullable Double badSeries;

  private @Nullable TableSource named;

  /** Of a command that writes rows. */
  SeriesOptions() {
    this(new ReadingOptions(0));
  }

  private SeriesOptions(ReadingOptions reading) {
    this.reading = reading;
  }

  /** Of a command that writes no rows. */
  static SeriesOptions readingOnly() {
    return new SeriesOptions(new ReadingOnlyOptions(0));
  }

  /** Names the table that these options read, among those of a search with the same input. */
  String columns() {
    return "series with " + covariates + pastCovariates + staticCovariates + holidays;
  }

  /** What is to be read; later settings name it. */
  TableSource source(JobContext context) {
    TableSource source = table.source(input, context);
    named = source;
    return source;
  }

  /** What the options say; a new object at each call. */
  SeriesSettings settings() {
    SeriesSettings settings = new SeriesSettings();
    settings.input = input;
    settings.named = named;
    settings.reading = reading.rules(true);
    settings.maxBadFraction = reading.givenBadFraction();
    settings.decimal = decimal;
    settings.wide = wide;
    settings.timeColumn = timeColumn;
    settings.targetColumn = targetColumn;
    settings.seriesColumn = seriesColumn;
    settings.covariates = covariates;
    settings.pastCovariates = pastCovariates;
    settings.staticCovariates = staticCovariates;
    settings.categories = categories;
    settings.frequency = frequency;
    settings.holidays = holidays;
    settings.timeFormat = timeFormat;
    settings.timeZone = timeZone;
    settings.missing = missing;
    settings.badSeries = badSeries;
    return settings;
  }

  /**
   * Checks every value; which columns there have to be, a model may say.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException naming the option that is wrong
   */
  void requireValues() {
    reading.requireValid();
    table.requireValid(input, true);
    table.requireFits(reading.rules(true));
    settings().requireValues();
  }
}
