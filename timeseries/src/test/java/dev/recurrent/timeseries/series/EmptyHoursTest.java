package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows at some times of the day alone have a rule that no calendar of ours has. */
class EmptyHoursTest {
  private static long[] times(int days, int minutes, Predicate<LocalDateTime> kept) {
    LocalDateTime first = LocalDateTime.of(2023, 3, 1, 0, 0);
    return IntStream.range(0, days * 1440 / minutes)
        .mapToObj(i -> first.plusMinutes((long) i * minutes))
        .filter(kept)
        .mapToLong(Clock::micros)
        .toArray();
  }

  private static String refused(long[] times) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Frequency.ofTimes(times, List.of()))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "60,8,18,7,08:00 to 18:00,h",
    "60,8,18,5,08:00 to 18:00,h",
    "15,9,17,5,09:00 to 17:00,15min",
    "5,9,16,7,09:00 to 16:00,5min",
    "120,6,22,7,06:00 to 22:00,2h"
  })
  void hoursThatAreEmptyDayAfterDayAreNotForecastUnasked(
      int minutes, int opens, int closes, int weekdays, String named, String rule) {
    long[] times =
        times(
            40,
            minutes,
            t ->
                t.getHour() >= opens
                    && t.getHour() < closes
                    && t.getDayOfWeek().getValue() <= weekdays);
    String message = refused(times);
    assertTrue(message.contains(" are from " + named + " alone"), message);
    assertTrue(message.contains("pass --frequency " + rule + " if"), message);
  }

  @Test
  void hoursMayGoOnBehindMidnightAndHaveABreak() {
    String night = refused(times(20, 60, t -> t.getHour() >= 22 || t.getHour() < 6));
    assertTrue(night.contains("from 22:00 to 06:00 alone"), night);
    String split =
        refused(
            times(20, 60, t -> t.getHour() / 4 == 2 || (t.getHour() >= 14 && t.getHour() < 20)));
    assertTrue(split.contains("from 08:00 to 12:00, 14:00 to 20:00 alone"), split);
  }

  @Test
  void gapsThatNoHourHasEveryDayAreGaps() {
    assertEquals("h", rule(times(60, 60, t -> t.toString().hashCode() % 10 > 0)));
    // A break of an hour, an outage of a week, and a few days are no office.
    assertEquals("h", rule(times(60, 60, t -> t.getHour() != 13)));
    assertEquals("h", rule(times(60, 60, t -> t.getDayOfYear() / 7 != 10)));
    assertEquals("h", rule(times(3, 60, t -> t.getHour() >= 8 && t.getHour() < 18)));
    assertEquals("D", rule(times(60, 60, t -> t.getHour() == 8)));
  }

  private static String rule(long[] times) {
    return Frequency.ofTimes(times, List.of()).toString();
  }
}
