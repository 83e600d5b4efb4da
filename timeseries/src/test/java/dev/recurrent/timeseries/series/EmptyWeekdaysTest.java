package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows on some days of the week alone have a rule that no calendar of ours has. */
class EmptyWeekdaysTest {
  /** Days from a Monday on. */
  private static long[] days(int count, IntPredicate kept) {
    LocalDate monday = LocalDate.of(2024, 1, 1);
    return IntStream.range(0, count)
        .filter(kept)
        .mapToLong(i -> Clock.micros(monday.plusDays(i)))
        .toArray();
  }

  private static long[] on(String weekdays, int count) {
    return days(count, i -> weekdays.indexOf('1' + i % 7) >= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "135,'Monday, Wednesday, Friday alone',B",
    "71234,'Monday, Tuesday, Wednesday, Thursday, Sunday alone',D",
    "123456,'Monday, Tuesday, Wednesday, Thursday, Friday, Saturday alone',D",
    "1234,'Monday, Tuesday, Wednesday, Thursday alone',B",
    "67,'Saturday, Sunday alone',D"
  })
  void daysThatAreEmptyWeekAfterWeekAreNotForecastUnasked(
      String weekdays, String named, String rule) {
    long[] times = on(weekdays, 140);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Frequency.ofTimes(times, List.of()));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(" are on " + named), message);
    assertTrue(message.contains("pass --frequency " + rule + " if"), message);
  }

  @ParameterizedTest
  @CsvSource({"12345,140,B", "1234567,140,D", "123456,20,D"})
  void fullWeeksAndFewWeeksHaveTheirRule(String weekdays, int count, String rule) {
    assertEquals(rule, Frequency.ofTimes(on(weekdays, count), List.of()).toString());
  }

  @Test
  void gapsAnywhereInTheWeekAreGaps() {
    assertEquals("D", Frequency.ofTimes(days(140, i -> i * 7919L % 10 > 2), List.of()).toString());
  }
}
