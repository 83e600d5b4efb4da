package dev.recurrent.spark.job;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The day that a scheduled run stands for. */
public final class LogicalDate {
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
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw JobException.usage("--date is \"" + text + "\", expected a date such as 2026-01-31");
    }
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
