package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data are as old as the steps that have passed since their last value when a day begins. */
class DataAgeTest {
  private static TimeSeries endingAt(Frequency rule, String end) {
    long time = Clock.micros(LocalDateTime.parse(end));
    Frequency own = rule.anchored(new long[] {time});
    return new TimeSeries("s", own, own.step(time), null, new float[1], new float[0][]);
  }

  @ParameterizedTest
  @CsvSource({
    "D,2023-10-06T00:00,2023-10-06,0",
    "D,2023-10-06T00:00,2023-10-07,1",
    "D,2023-10-06T00:00,2023-10-01,0",
    "D,2023-10-06T05:00,2023-10-08,1",
    "h,2023-10-06T23:00,2023-10-07,1",
    "h,2023-10-06T05:30,2023-10-07,18",
    "W-SUN,2023-04-16T00:00,2023-04-19,0",
    "W-SUN,2023-04-16T00:00,2023-04-23,1",
    "ME,2023-04-30T00:00,2023-05-30,0",
    "ME,2023-04-30T00:00,2023-05-31,1",
    "B,2023-10-06T00:00,2023-10-08,0",
    "B,2023-10-06T00:00,2023-10-10,2",
    "YE,2021-12-31T00:00,2023-12-30,1"
  })
  void stepsAreCountedOnTheRulesOwnTimes(String rule, String end, LocalDate day, long steps) {
    assertEquals(steps, DataAge.steps(endingAt(Frequency.of(rule), end), day));
  }

  @ParameterizedTest
  @CsvSource({"2023-03-26T21:00,2023-03-27,1", "2023-10-29T21:00,2023-10-30,2"})
  void aDayOfAZoneBeginsAtItsOwnMidnight(String end, LocalDate day, long steps) {
    // Instants: midnight in Berlin is at 22:00 of UTC in summer and at 23:00 in winter.
    Frequency hours = Frequency.of("h").inZone(ZoneId.of("Europe/Berlin"), false);
    assertEquals(steps, DataAge.steps(endingAt(hours, end), day));
  }

  @Test
  void aForecastForTodaySaysHowOldItsDataAre() {
    long end = Clock.micros(LocalDateTime.parse("2023-10-06T00:00"));
    assertEquals(
        "the data end at 2023-10-06, 2 steps before today, 2023-10-09 in UTC: forecasts begin after"
            + " the last row",
        new DataAge(2, end, 0, 7).said("today, 2023-10-09 in UTC"));
    String old = String.valueOf(new DataAge(2, end, 3, 7).said("--date 2023-10-09"));
    assertTrue(old.endsWith("3 series end more than 7 steps before it"), old);
    assertNull(new DataAge(0, end, 0, 7).said("today"));
    assertThrows(JobException.class, () -> new DataAge(8, end, 1, 7).requireFresh("today"));
  }
}
