package dev.recurrent.timeseries.series;

import java.time.LocalDate;
import java.util.Set;

/** Dates that tables hold where none is known. */
final class Sentinel {
  private static final Set<LocalDate> USUAL =
      Set.of(
          LocalDate.of(1, 1, 1),
          LocalDate.of(1753, 1, 1),
          LocalDate.of(1899, 12, 30),
          LocalDate.of(1899, 12, 31),
          LocalDate.of(1900, 1, 1),
          LocalDate.of(1970, 1, 1),
          LocalDate.of(1980, 1, 1),
          LocalDate.of(2099, 12, 31));

  private static final int FAR = 2200;

  private Sentinel() {}

  static boolean is(Frequency frequency, long time) {
    if (frequency.calendarSize() == 0) {
      return false;
    }
    LocalDate date = Clock.time(frequency.local(time)).toLocalDate();
    return date.getYear() >= FAR || USUAL.contains(date);
  }
}
