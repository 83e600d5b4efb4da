package dev.recurrent.timeseries.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SeriesTable;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How old a table's data are on a day, in whole steps that have passed without a value.
 *
 * @param steps since the newest value of all series until the day begins, 0 for none
 * @param end the local time of that value
 * @param old series whose own last value is older than {@code most} steps
 * @param most steps allowed
 */
record DataAge(long steps, long end, long old, long most) {
  /**
   * The age of a table; null if its series have no times.
   *
   * @param most steps that the data may end before the day
   */
  static @Nullable DataAge of(SeriesTable table, LocalDate day, long most) {
    Frequency frequency = table.frequency();
    if (table.times() == null || frequency == null || frequency.calendarSize() == 0) {
      return null;
    }
    long[] all =
        table
            .series()
            // A series without a value has no last one.
            .filter(s -> s.length() > 0)
            .map(
                s -> {
                  long steps = steps(s, day);
                  return new long[] {steps, end(s), steps > most ? 1 : 0};
                })
            .fold(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0}, DataAge::newest);
    return new DataAge(all[0], all[1], all[2], most);
  }

  private static long[] newest(long[] a, long[] b) {
    return new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1]), a[2] + b[2]};
  }

  private static long end(TimeSeries series) {
    Frequency own = Objects.requireNonNull(series.frequency());
    return own.local(own.time(series.step(series.length() - 1)));
  }

  /** Steps that have passed since a series' last value when a day begins. */
  static long steps(TimeSeries series, LocalDate day) {
    Frequency own = Objects.requireNonNull(series.frequency());
    long begin = own.ofLocal(Clock.micros(day), false);
    long step = own.step(begin);
    long passed = own.time(step) > begin ? step - 1 : step;
    return Math.max(0, passed - series.step(series.length() - 1));
  }

  /**
   * @param from the day from which the forecast looks ahead, as the user knows it
   * @throws JobException if even the newest value is older than allowed
   */
  DataAge requireFresh(String from) {
    if (steps > most) {
      throw JobException.badInput(
          String.format(
              Locale.ROOT,
              "the data end at %s, %s before %s, expected at most %,d: bring the table up to"
                  + " date, pass --date, or raise --max-staleness",
              Clock.text(end),
              Quantity.of(steps, "step"),
              from,
              most));
    }
    return this;
  }

  /** What a user should know, or null. */
  @Nullable String said(String from) {
    if (steps == 0 && old == 0) {
      return null;
    }
    String age =
        String.format(
            Locale.ROOT,
            "the data end at %s, %s before %s: forecasts begin after the last row",
            Clock.text(end),
            Quantity.of(steps, "step"),
            from);
    return old == 0
        ? age
        : age
            + "\n  "
            + Quantity.of(old, "series ends", "series end")
            + " more than "
            + Quantity.of(most, "step")
            + " before it";
  }
}
