package dev.recurrent.timeseries.table;

import dev.recurrent.spark.Counts;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;

/** Rows on days that business days leave out: on weekends and holidays. */
final class DaysOff {
  private static final int MANY = 10;
  private static final int HUNDRED = 100;

  private DaysOff() {}

  /**
   * @throws UnusableInputException if more than one row in a hundred is on such a day
   */
  static void requireFew(JavaRDD<SeriesRows> series, TimeReading reading, Frequency frequency) {
    if (!frequency.option().equals("B")) {
      return;
    }
    long[] counts =
        series
            .map(rows -> counts(rows.onClock(reading, frequency), frequency))
            .fold(new long[2], Counts::plus);
    if (!few(counts)) {
      List<String> first =
          series.flatMap(rows -> first(rows, reading, frequency).iterator()).takeOrdered(1);
      throw many(counts, first.get(0));
    }
  }

  /** Asks the same of a series alone. */
  static void requireFew(SeriesRows rows, TimeReading reading, Frequency frequency) {
    long[] counts = counts(rows.onClock(reading, frequency), frequency);
    if (!few(counts)) {
      throw many(counts, first(rows, reading, frequency).get(0));
    }
  }

  /** Rows on days off, and all. */
  private static long[] counts(long[] times, Frequency frequency) {
    long off = Arrays.stream(times).filter(time -> frequency.leavesOut(time)).count();
    return new long[] {off, times.length};
  }

  private static boolean few(long[] counts) {
    return counts[0] <= Math.max(counts[1] >= MANY ? 1 : 0, counts[1] / HUNDRED);
  }

  private static List<String> first(SeriesRows rows, TimeReading reading, Frequency frequency) {
    return Arrays.stream(rows.onClock(reading, frequency))
        .filter(time -> frequency.leavesOut(time))
        .sorted()
        .limit(1)
        .mapToObj(time -> named(time, reading, frequency) + " of series \"" + rows.name() + "\"")
        .toList();
  }

  /** Such as {@code 2026-01-04 (Sunday)}. */
  static String named(long time, TimeReading reading, Frequency frequency) {
    var day = Clock.time(frequency.local(time)).getDayOfWeek();
    String name = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    return reading.text(frequency, time) + " (" + name + ")";
  }

  private static UnusableInputException many(long[] counts, String first) {
    return new UnusableInputException(
        String.format(
            Locale.ROOT,
            "%,d of %,d rows are on weekends or holidays, which --frequency B leaves out, such as"
                + " %s; expected at most 1 %%: train with --frequency D, or remove these rows",
            counts[0],
            counts[1],
            first));
  }
}
