package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that no rule explains are named, with what to pass. */
class IrregularTimesTest {
  private static long at(String day) {
    return Clock.micros(LocalDate.parse(day));
  }

  private static long[] every(String first, int days, int count) {
    return LongStream.range(0, count).map(i -> at(first) + i * days * Clock.DAY).toArray();
  }

  private static Frequency found(long... times) {
    return Frequency.ofTimes(times, List.of());
  }

  @Test
  void whereNoRuleExplainsTheTimesTheGapsAreNamed() {
    long[] times = new long[40];
    for (int i = 1; i < times.length; i++) {
      times[i] = times[i - 1] + (2 + i * i % 5) * Clock.DAY;
    }
    Exception e = assertThrows(IllegalArgumentException.class, () -> found(times));
    assertTrue(e.getMessage().contains("40 times follow no rule"), e.getMessage());
    assertTrue(e.getMessage().contains("3 d (4"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> found(at("2026-01-01")));
  }

  @Test
  void stepsShorterThanAMillisecondAreSaidToBe() {
    long[] times = new long[40];
    for (int i = 1; i < times.length; i++) {
      times[i] = times[i - 1] + 250;
    }
    Exception e = assertThrows(IllegalArgumentException.class, () -> found(times));
    assertEquals(
        "of 40 times 100 % are 250 us apart, and steps are of whole milliseconds; round the times"
            + " to milliseconds, or give a --time-column that numbers the rows",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"250us", "100ns", "us", "PT0.0002S", "7 microseconds"})
  void stepsShorterThanAMillisecondHaveNoName(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Frequency.of(text));
    assertTrue(e.getMessage().contains("milliseconds"), e.getMessage());
  }

  @Test
  void weeksOfWhichAFewAreShiftedNeedTheirFrequencyAndTheMessageSaysWhich() {
    long[] weeks = every("2021-01-03", 7, 104);
    for (int shifted : new int[] {20, 50, 80}) {
      weeks[shifted] += Clock.DAY;
    }
    Exception e = assertThrows(IllegalArgumentException.class, () -> found(weeks));
    assertEquals(
        "3 of 104 times lie between the steps of weeks ending on Sunday, the first at 2021-05-24,"
            + " expected at most 1 %; pass --frequency W-SUN, and each of them counts for the"
            + " nearest step without a row",
        e.getMessage());
  }

  @Test
  void monthsOfWhichAFewAreShiftedNeedTheirFrequencyToo() {
    long[] months =
        IntStream.range(0, 36)
            .mapToObj(i -> LocalDate.of(2021, 1, 15).plusMonths(i))
            .map(day -> day.getMonthValue() == 8 ? day.minusDays(2) : day)
            .mapToLong(Clock::micros)
            .toArray();
    Exception e = assertThrows(IllegalArgumentException.class, () -> found(months));
    assertTrue(e.getMessage().contains("of months at day 15"), e.getMessage());
    assertTrue(e.getMessage().contains("pass --frequency P1M, and each"), e.getMessage());
  }
}
