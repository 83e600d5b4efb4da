package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps on a local clock that leaves out times, and in some zones a whole day. */
class ZonedStepsTest {
  private static Frequency rule(String frequency, String zone) {
    return Frequency.of(frequency).inZone(ZoneId.of(zone), true);
  }

  @ParameterizedTest
  @CsvSource({
    "Pacific/Apia,D,2011-12-29,2011-12-31",
    "Pacific/Fakaofo,D,2011-12-29,2011-12-31",
    "Pacific/Apia,B,2011-12-29,2012-01-02",
    "Pacific/Kwajalein,D,1993-08-20,1993-08-22",
    "Europe/Berlin,D,2023-03-25,2023-03-26",
    "Africa/Cairo,D,2023-04-27,2023-04-28"
  })
  void aDayThatAZoneSkippedIsNoStep(String zone, String frequency, String day, String next) {
    Frequency rule = rule(frequency, zone);
    long step = rule.step(Clock.micros(LocalDate.parse(day)));
    assertEquals(Clock.micros(LocalDate.parse(day)), rule.time(step));
    assertEquals(Clock.micros(LocalDate.parse(next)), rule.time(step + 1));
    assertEquals(step + 1, rule.step(Clock.micros(LocalDate.parse(next))));
  }

  @Test
  void noTwoStepsHaveOneInstantAndStepsAndTimesAgree() {
    Frequency rule = rule("D", "Pacific/Apia");
    long first = rule.step(Clock.micros(LocalDate.of(2011, 12, 1)));
    long[] instants =
        LongStream.range(first, first + 60).map(k -> rule.instant(rule.time(k))).toArray();
    assertEquals(60, LongStream.of(instants).distinct().count());
    for (long k = first; k < first + 60; k++) {
      assertEquals(k, rule.step(rule.time(k)));
    }
    assertFalse(rule.holds(Clock.micros(LocalDate.of(2011, 12, 30))));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,h,2023-03-26T02:30,false",
    "Europe/Berlin,h,2023-03-26T03:30,true",
    "Europe/Berlin,D,2023-03-26T02:30,true",
    "Africa/Cairo,h,2023-04-28T00:00,false",
    "Africa/Cairo,D,2023-04-28T00:00,true",
    "Pacific/Apia,D,2011-12-30T00:00,false"
  })
  void aTimeIsShownWhereTheClockHasItOrItsDay(
      String zone, String frequency, String time, boolean shown) {
    long local = Clock.micros(LocalDateTime.parse(time));
    assertEquals(shown, rule(frequency, zone).shows(local));
    assertTrue(Frequency.of(frequency).shows(local));
  }
}
