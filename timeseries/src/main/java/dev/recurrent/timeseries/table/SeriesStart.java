package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.Frequency;
import java.util.function.LongPredicate;

/** Where the forecast of a series without a value begins. */
final class SeriesStart {
  private SeriesStart() {}

  /** The place of the first time of the future; -1 if there is none. */
  static int firstAhead(long[] times, boolean[] ahead) {
    int first = -1;
    for (int i = 0; i < times.length; i++) {
      first = ahead[i] && (first < 0 || times[i] < times[first]) ? i : first;
    }
    return first;
  }

  /** The place of the last time. */
  static int last(long[] times) {
    int last = 0;
    for (int i = 1; i < times.length; i++) {
      last = times[i] > times[last] ? i : last;
    }
    return last;
  }

  /**
   * The time of the first step behind all times that is ahead.
   *
   * @param times none of which is ahead
   * @param ahead whether a time is in the future; all later times are then
   */
  static long next(long[] times, Frequency frequency, LongPredicate ahead) {
    Frequency own = frequency.anchored(times);
    long past = own.step(times[last(times)]);
    long width = 1;
    while (!ahead.test(own.time(past + width))) {
      past += width;
      width *= 2;
    }
    long future = past + width;
    while (future - past > 1) {
      long middle = past + (future - past) / 2;
      if (ahead.test(own.time(middle))) {
        future = middle;
      } else {
        past = middle;
      }
    }
    return own.time(future);
  }
}
