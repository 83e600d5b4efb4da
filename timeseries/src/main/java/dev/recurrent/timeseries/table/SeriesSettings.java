package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where the series are and how to read them. A program sets the columns of time and target, and
 * whatever else differs from the defaults.
 */
public final class SeriesSettings implements Cloneable {
  /** The rule for missing values where none is named. */
  static final String MISSING = "mask";

  static final String INPUT = "--input";

  private static final double BAD_SERIES = 0.01;

  /** The table itself, where a program brings it and not {@link #input}. */
  public @Nullable Dataset<Row> given;

  /** The path of the table's files. */
  public String input = "";

  /** A table of a catalog or a query in the stead of {@link #input}, or null. */
  public @Nullable TableSource named;

  /** How the files are read. */
  public ReadingRules reading = ReadingRules.defaults();

  /** Share of rows that may be unusable: they are left out and counted; null for none. */
  public @Nullable Double maxBadFraction;

  /** What stands before the decimals of numbers: "." or ","; null to find it. */
  public @Nullable String decimal;

  /** Whether a row is a series: its name, then its values, and no times. */
  public boolean wide;

  /** The column of times, or "NAME,HOUR" for a date and an hour beside it. */
  public @Nullable String timeColumn;

  /** The column to forecast. */
  public @Nullable String targetColumn;

  /** The column that names the series; null where the table is one series. */
  public @Nullable String seriesColumn;

  /** Columns of numbers or, where {@link #categories} names them, of words known in advance. */
  public List<String> covariates = List.of();

  /** The same of what is known up to the last value only. */
  public List<String> pastCovariates = List.of();

  /** Columns of numbers or words that a series has one value of. */
  public List<String> staticCovariates = List.of();

  /**
   * Those of the covariates whose cells are categories: words, or numbers that are names. Static
   * columns with a word are such in any case.
   */
  public List<String> categories = List.of();

  /** The rule for the next time, such as "D"; null to find it in the data. */
  public @Nullable String frequency;

  /** The rule that a model's training was given; null where it found one, and without a model. */
  @Nullable String trainedFrequency;

  /** A file of days that are no business days, one ISO date a line. */
  public @Nullable String holidays;

  /**
   * How the column of times is written, such as dd.MM.yyyy, or the unit of numbers since 1970, such
   * as milliseconds; null for ISO 8601, and numbers judged by their size.
   */
  public @Nullable String timeFormat;

  /** The zone of the column of times, such as Europe/Berlin. */
  public @Nullable String timeZone;

  /** The last day whose values are seen, null for all. */
  public @Nullable LocalDate until;

  /** Steps without a value: drop, forward, interpolate or mask; null for mask. */
  public @Nullable String missing;

  /**
   * Series that may be left out as they lack a covariate: a share below 1, or a number; null for
   * 0.01.
   */
  public @Nullable Double badSeries;

  /** Steps behind the last value whose known covariates have to be there; 0 where none are read. */
  public int ahead;

  /** Whether series without a value are forecast too. */
  public boolean withoutHistory;

  /** The same settings for a table that a program brings. */
  public SeriesSettings over(Dataset<Row> table) {
    try {
      SeriesSettings copy = (SeriesSettings) clone();
      copy.given = table;
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@link #input} or {@link #named} says. */
  TableSource source() {
    return named == null ? new TableSource(INPUT, input, reading) : named;
  }

  double mostBadRows() {
    return maxBadFraction == null ? 0 : maxBadFraction;
  }

  double mostBadSeries() {
    return badSeries == null ? BAD_SERIES : badSeries;
  }

  /** The rule for steps without a value. */
  public MissingValuePolicy rule() {
    try {
      return MissingValuePolicy.of(missing == null ? MISSING : missing);
    } catch (IllegalArgumentException e) {
      throw UnusableInputException.usage("--" + e.getMessage());
    }
  }

  private void requireFormat() {
    try {
      if (timeFormat != null && NumberUnit.named(timeFormat) == null) {
        TimeFormat unused = new TimeFormat(timeFormat);
      }
    } catch (IllegalArgumentException e) {
      throw UnusableInputException.usage(
          "--time-format is \""
              + timeFormat
              + "\", expected a pattern such as dd.MM.yyyy HH:mm, or seconds, milliseconds,"
              + " microseconds or nanoseconds: "
              + e.getMessage());
    }
  }

  /** The zone of times, null where none is given. */
  public @Nullable ZoneId zone() {
    try {
      return timeZone == null ? null : ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw UnusableInputException.usage(
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
      throw UnusableInputException.usage("--" + e.getMessage());
    }
  }

  /**
   * Checks every value; which columns there have to be, a model may say.
   *
   * @throws UnusableInputException naming the setting that is wrong
   */
  public void requireValues() {
    if (decimal != null && !decimal.equals(",") && !decimal.equals(".")) {
      throw UnusableInputException.usage("--decimal is \"" + decimal + "\", expected . or ,");
    }
    rule();
    if (!(mostBadSeries() >= 0)) {
      throw UnusableInputException.usage("--bad-series is " + badSeries + ", expected 0 or more");
    }
    frequency(null);
    requireFormat();
    zone();
  }

  /**
   * Checks the values, and that the columns are named.
   *
   * @throws UnusableInputException naming the setting that is wrong or missing
   */
  public void requireValid() {
    requireValues();
    if (!wide && (timeColumn == null || targetColumn == null)) {
      throw UnusableInputException.usage(
          "--time-column and --target-column are required, unless --wide");
    }
    if (wide && !(covariates.isEmpty() && pastCovariates.isEmpty())) {
      throw UnusableInputException.usage(
          "--wide has no columns for covariates that change, only for --static-covariates");
    }
    for (String name : categories) {
      if (!covariates.contains(name)
          && !pastCovariates.contains(name)
          && !staticCovariates.contains(name)) {
        throw UnusableInputException.usage(
            "--categories names \""
                + name
                + "\", expected columns that --covariates, --past-covariates or"
                + " --static-covariates name: they say when the values are known");
      }
    }
  }

  /** What decides how a table is read, by the names that {@link TrainedColumns} reads. */
  public Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("wide", String.valueOf(wide));
    put(settings, "time-column", timeColumn);
    put(settings, "target-column", targetColumn);
    put(settings, "series-column", seriesColumn);
    settings.put("covariates", String.join(",", covariates));
    settings.put("past-covariates", String.join(",", pastCovariates));
    settings.put("static-covariates", String.join(",", staticCovariates));
    settings.put("categories", String.join(",", categories));
    put(settings, "decimal", decimal);
    put(settings, "frequency", frequency);
    put(settings, "holidays", holidays);
    put(settings, "time-format", timeFormat);
    put(settings, "time-zone", timeZone);
    settings.put("missing", missing == null ? MISSING : missing);
    settings.put("bad-series", String.valueOf(mostBadSeries()));
    settings.put("max-bad-fraction", String.valueOf(mostBadRows()));
    return settings;
  }

  private static void put(Map<String, String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }
}
