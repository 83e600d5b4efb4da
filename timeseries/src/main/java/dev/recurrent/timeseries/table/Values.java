package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.JobException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table's cells as numbers and times. */
public final class Values {
  private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "?");
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("[yyyy-MM-dd][yyyy/MM/dd]['T'][' '][HH:mm[:ss]]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private Values() {}

  /** NaN for what is missing. */
  public static float number(@Nullable Object cell, String column) {
    if (cell == null) {
      return Float.NaN;
    }
    if (cell instanceof Number number) {
      return number.floatValue();
    }
    String text = cell.toString().trim();
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      return Float.NaN;
    }
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw JobException.badInput(column + " holds \"" + text + "\", expected a number");
    }
  }

  /** Whether a cell's text is a number, or missing. */
  static boolean isNumber(String text) {
    try {
      number(text, "");
      return true;
    } catch (JobException e) {
      return false;
    }
  }

  /** Seconds of UTC. */
  public static long time(@Nullable Object cell, String column) {
    if (cell instanceof java.sql.Timestamp timestamp) {
      return timestamp.toInstant().getEpochSecond();
    }
    if (cell instanceof java.sql.Date date) {
      return date.toLocalDate().toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);
    }
    if (cell instanceof Number number) {
      return number.longValue();
    }
    String text = cell == null ? "" : cell.toString().trim();
    try {
      if (text.length() == 7) {
        return YearMonth.parse(text.replace('/', '-'))
            .atDay(1)
            .toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);
      }
      var parsed = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime time) {
        return time.toEpochSecond();
      }
      return parsed instanceof LocalDateTime time
          ? time.toEpochSecond(ZoneOffset.UTC)
          : LocalDate.from(parsed).toEpochSecond(LocalTime.MIDNIGHT, ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw JobException.badInput(
          column
              + " holds \""
              + text
              + "\", expected a time such as 2026-01-31, 2026-01-31 15:00:00 or 2026-01");
    }
  }
}
