package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrequencyTest {
  private static long at(String time) {
    return Clock.micros(
        time.length() > 10 ? LocalDateTime.parse(time) : LocalDate.parse(time).atStartOfDay());
  }

  private static long[] times(String... times) {
    return List.of(times).stream().mapToLong(FrequencyTest::at).toArray();
  }

  /** Times from one on, so many days apart each. */
  private static long[] every(String first, int days, int count) {
    return LongStream.range(0, count).map(i -> at(first) + i * days * Clock.DAY).toArray();
  }

  private static Frequency found(long... times) {
    return Frequency.ofTimes(times, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "h,h,24",
    "1h,h,24",
    "H,h,24",
    "15min,15min,96",
    "PT15M,15min,96",
    "5T,5min,288",
    "10s,10s,360",
    "PT10S,10s,360",
    "1 day,D,7",
    "D,D,7",
    "P1D,D,7",
    "2D,2D,7",
    "28D,28D,13",
    "W-SUN,W-SUN,52",
    "P4W,4W-MON,13",
    "B,B,5",
    "MS,MS,12",
    "ME,ME,12",
    "P1M,MS,12",
    "QE-FEB,QE-NOV,4",
    "QE,QE-DEC,4",
    "P3M,QS-JAN,4",
    "2MS,P2M at day 1 of January,6",
    "YE,YE-DEC,1",
    "A-JUN,YE-JUN,1",
    "P1Y,YS-JAN,1",
    "P1Y6M,P18M at day 1 of January,1"
  })
  void namesOfPandasAndPeriodsOfIsoNameRules(String text, String name, int season) {
    Frequency frequency = Frequency.of(text);
    assertEquals(name, frequency.toString());
    assertEquals(season, frequency.season());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fortnight",
        "0h",
        "-1h",
        "99999999999h",
        "W-JAN",
        "ME-FEB",
        "2B",
        "P1M1D",
        "P"
      })
  void otherTextIsRefused(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Frequency.of(text));
    assertTrue(String.valueOf(e.getMessage()).contains("frequency"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0D", "0min", "0ME", "0W-SUN", "0 h", "P0D", "PT0S", "PT-5M", "P0M"})
  void aStepThatLeadsNowhereIsRefused(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Frequency.of(text));
    assertTrue(e.getMessage().startsWith("frequency is \"" + text + "\""), e.getMessage());
    assertTrue(e.getMessage().contains("at least 1"), e.getMessage());
  }

  @Test
  void oneOfEverythingIsSingular() {
    LocalDate holiday = LocalDate.of(2026, 1, 1);
    Frequency one = Frequency.of("B").withHolidays(List.of(holiday));
    assertTrue(one.describe().endsWith("without 1 holiday"), one.describe());
    assertEquals(
        "1 duplicate row, 1 step without a row, 1 row without a value, 1 row out of order, 1 row"
            + " between two steps",
        new Irregularities(9, 1, 1, 1, 1, 1).toString());
  }

  @Test
  void mAloneIsRefusedWithBothMeanings() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Frequency.of("m"));
    assertTrue(e.getMessage().contains("min for minutes, ME for month"), e.getMessage());
  }

  @Test
  void oldModelsHoldUnitAndCount() {
    assertEquals(Frequency.of("h"), read("{\"unit\":\"HOUR\",\"count\":1}"));
    Frequency months = read("{\"unit\":\"MONTH\",\"count\":1}");
    assertEquals(2026 * 12 + 2, months.step(at("2026-03-15T12:00")));
    assertEquals(12, months.season());
    // Its data may have been of month ends: their own days hold.
    long[] ends = times("2026-01-31", "2026-02-28", "2026-03-31");
    Frequency own = months.anchored(ends);
    assertEquals(at("2026-04-30"), own.time(own.step(ends[2]) + 1));
  }

  @Test
  void modelJsonIsReadable() {
    Frequency sundays = Frequency.of("W-SUN");
    assertEquals(
        "{\"unit\":\"WEEK\",\"count\":1,\"anchor\":\"1970-01-04T00:00\"}", Json.line(sundays));
    Frequency holidays = Frequency.of("B").withHolidays(List.of(LocalDate.of(2026, 12, 25)));
    assertEquals(
        "{\"unit\":\"BUSINESS_DAY\",\"count\":1,\"holidays\":[\"2026-12-25\"]}",
        Json.line(holidays));
    assertEquals(holidays, read(Json.line(holidays)));
  }

  private static Frequency read(String json) {
    return JsonObject.read(json.getBytes(StandardCharsets.UTF_8), "frequency")
        .made(Frequency.class);
  }

  @Test
  void thePhaseIsTheSeriesOwn() {
    Frequency halfHours = found(times("2026-01-01T00:30", "2026-01-01T01:30", "2026-01-01T03:30"));
    assertEquals("h", halfHours.toString());
    assertEquals(
        at("2026-01-01T04:30"), halfHours.time(halfHours.step(at("2026-01-01T03:30")) + 1));
    Frequency odd = found(every("2026-01-02", 2, 20));
    assertEquals(at("2026-02-11"), odd.time(odd.step(at("2026-02-09")) + 1));
    assertEquals("weeks ending on Sunday", found(every("2021-01-03", 7, 30)).describe());
    assertEquals("4W-TUE", found(every("2021-01-05", 28, 10)).toString());
  }

  @Test
  void dayThirtyOneIsTheLastDayOfTheMonth() {
    Frequency ends = found(times("2022-01-31", "2022-02-28", "2022-03-31", "2022-04-30"));
    assertEquals("months ending on the last day", ends.describe());
    long last = ends.step(at("2022-04-30"));
    assertEquals(at("2022-05-31"), ends.time(last + 1));
    assertEquals(at("2022-06-30"), ends.time(last + 2));
    Frequency middle = found(times("2022-01-15", "2022-02-15", "2022-03-15", "2022-05-15"));
    assertEquals("P1M at day 15", middle.toString());
    Frequency thirtieth = found(times("2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"));
    assertEquals(at("2024-04-30"), thirtieth.time(thirtieth.step(at("2024-03-30")) + 1));
    assertEquals(at("2024-05-30"), thirtieth.time(thirtieth.step(at("2024-03-30")) + 2));
  }

  @Test
  void aTradingWeekHasFiveSteps() {
    Frequency days = Frequency.of("B");
    long friday = days.step(at("2023-10-06"));
    assertEquals(at("2023-10-09"), days.time(friday + 1));
    assertEquals(5, days.step(at("2023-10-13")) - friday);
    assertEquals(friday, days.step(at("2023-10-08")), "a Sunday belongs to the Friday before");
    float[] monday = new float[4];
    float[] nextMonday = new float[4];
    days.calendar(days.time(friday + 1), monday, 0);
    days.calendar(days.time(friday + 6), nextMonday, 0);
    assertArrayEquals(
        new float[] {monday[2], monday[3]}, new float[] {nextMonday[2], nextMonday[3]}, 1e-6f);
  }

  @Test
  void holidaysAreNoBusinessDays() {
    Frequency days =
        Frequency.of("B")
            .withHolidays(
                List.of(
                    LocalDate.of(2026, 12, 24),
                    LocalDate.of(2026, 12, 25),
                    LocalDate.of(2026, 12, 26),
                    LocalDate.of(2027, 1, 1)));
    long step = days.step(at("2026-12-23"));
    assertEquals(at("2026-12-28"), days.time(step + 1));
    assertEquals(at("2026-12-31"), days.time(step + 4));
    assertEquals(at("2027-01-04"), days.time(step + 5));
    for (long s = step - 3000; s < step + 3000; s++) {
      assertEquals(s, days.step(days.time(s)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2023-01-02,2023-01-03,2023-01-04,days or business days",
    "2023-02-01,2023-03-01,2023-03-01,every 4 weeks ending on Wednesday or months starting on day"
        + " 1",
    "2023-01-06,2023-01-09,2023-01-09,every 3 days or business days"
  })
  void whereTwoRulesExplainTheTimesBothAreNamed(String a, String b, String c, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> found(times(a, b, c)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void anIndexGoesOnCounting() {
    Frequency index = Frequency.ofIndex(new long[] {3, 8, 13, 23});
    assertEquals(28, index.time(index.step(23) + 1));
    assertEquals(1, index.season());
    assertEquals(0, index.calendarSize());
  }

  @Test
  void theCalendarRepeatsWithDayAndWeek() {
    Frequency hours = Frequency.of("h");
    float[] now = new float[6];
    float[] tomorrow = new float[6];
    float[] nextWeek = new float[6];
    long time = at("2026-03-04T15:00");
    hours.calendar(time, now, 0);
    hours.calendar(time + Clock.DAY, tomorrow, 0);
    hours.calendar(time + 7 * Clock.DAY, nextWeek, 0);
    assertEquals(now[4], tomorrow[4], 1e-6);
    assertTrue(Math.abs(now[2] - tomorrow[2]) > 0.1);
    assertEquals(now[2], nextWeek[2], 1e-6);
    assertEquals(1, now[4] * now[4] + now[5] * now[5], 1e-6);
  }
}
