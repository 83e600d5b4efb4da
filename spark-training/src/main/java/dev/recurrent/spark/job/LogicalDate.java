package dev.recurrent.spark.job;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The day that a scheduled run stands for. */
public final class LogicalDate {
  /** Of a DATE in SQL. */
  private static final int LAST_YEAR = 9999;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "Logical date of a scheduled run, for the column date of --output-table (default: today"
              + " in UTC).")
  private @Nullable String date;

  /**
   * @throws JobException if it is no date
   */
  public static LocalDate parse(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= LAST_YEAR) {
        return date;
      }
    } catch (DateTimeParseException noDate) {
      // Said below.
    }
    throw JobException.usage(
        "--date is \"" + text + "\", expected a date from 0001-01-01 to 9999-12-31");
  }

  /** Today; the machine's zone must not choose the day. */
  public static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /**
   * @param table where rows go
   * @throws JobException if it is no date, or there is nothing to date
   */
  public void requireValid(TableOutputOptions table) {
    if (date != null) {
      parse(date);
      if (!table.requested()) {
        throw JobException.usage("--date is for --output-table");
      }
    }
  }

  /** The date, today where none is given. */
  public LocalDate date() {
    return date == null ? today() : parse(date);
  }
}
