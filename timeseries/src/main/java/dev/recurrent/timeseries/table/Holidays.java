package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A file of days that are no business days. */
final class Holidays {
  private Holidays() {}

  /**
   * The dates of a file, one a line; what follows # is not read. None without a file.
   *
   * @throws JobException if there is no such file, or a line is no date
   */
  static List<LocalDate> read(SparkSession spark, @Nullable String path) {
    if (path == null) {
      return List.of();
    }
    String option = "--holidays " + path;
    return InputTable.open(option, () -> spark.read().text(path)).collectAsList().stream()
        .map(row -> row.getString(0).replaceFirst("#.*", "").trim())
        .filter(line -> !line.isEmpty())
        .map(line -> date(line, option))
        .toList();
  }

  private static LocalDate date(String line, String option) {
    try {
      return LocalDate.parse(line);
    } catch (DateTimeParseException e) {
      throw JobException.badInput(
          option + " holds \"" + line + "\", expected a date such as 2026-12-25");
    }
  }
}
