package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  private static final Axis NUMBERS = Axis.linear("loss");

  private static List<String> around(double low, double high) {
    double[] range = Axis.rounded(low, high, 5);
    return labels(NUMBERS.ticks(range[0], range[1], 5, false));
  }

  private static List<String> labels(List<Axis.Tick> ticks) {
    return ticks.stream().map(Axis.Tick::label).toList();
  }

  private static double second(String time) {
    return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC);
  }

  private static List<String> dates(String from, String to) {
    return Axis.dates().ticks(second(from), second(to), 5, false).stream()
        .map(tick -> (tick.label() + " | " + tick.context()).strip())
        .toList();
  }

  @Test
  void marksRoundValuesAroundTheData() {
    assertEquals(List.of("1.0", "1.5", "2.0", "2.5", "3.0"), around(1.3, 2.9));
    assertEquals(List.of("-1.0", "-0.5", "0", "0.5"), around(-0.9, 0.4));
    assertEquals(List.of("0", "10,000", "20,000", "30,000"), around(0, 30_000));
    assertEquals(List.of("0", "500", "1,000", "1,500", "2,000"), around(0, 2000));
    assertEquals(List.of("0", "0.5M", "1.0M", "1.5M", "2.0M"), around(0, 2e6));
    assertEquals(List.of("0", "2G", "4G", "6G"), around(0, 6e9));
  }

  @Test
  void staysReadableAtTinyAndHugeValues() {
    assertEquals(List.of("0", "2e-10", "4e-10", "6e-10", "8e-10", "10e-10"), around(0, 1e-9));
    assertEquals(List.of("0", "1e12", "2e12", "3e12"), around(0.5, 2.9e12));
    assertEquals(List.of("0", "0.0002", "0.0004", "0.0006", "0.0008", "0.0010"), around(0, 1e-3));
  }

  @Test
  void marksWholeNumbersAtWholeNumbers() {
    assertEquals(List.of("1", "2", "3"), labels(NUMBERS.ticks(1, 3, 8, true)));
    assertEquals("1.5", labels(NUMBERS.ticks(1, 3, 5, false)).get(1));
  }

  @Test
  void marksDatesByTheirDistance() {
    assertEquals(
        List.of(
            "00:00 | 1 Mar 2017",
            "06:00 | 1 Mar 2017",
            "12:00 | 1 Mar 2017",
            "18:00 | 1 Mar 2017",
            "00:00 | 2 Mar 2017"),
        dates("2017-03-01T00:00:00", "2017-03-02T00:00:00"));
    assertEquals(
        List.of("27 Feb | 2017", "6 Mar | 2017", "13 Mar | 2017", "20 Mar | 2017"),
        dates("2017-02-26T00:00:00", "2017-03-25T00:00:00"),
        "weeks on Mondays");
    assertEquals(
        List.of("Oct | 2016", "Jan | 2017", "Apr | 2017", "Jul | 2017"),
        dates("2016-08-30T05:00:00", "2017-08-30T00:00:00"));
    assertEquals(
        List.of("1950 |", "1960 |", "1970 |", "1980 |", "1990 |"),
        dates("1949-01-01T00:00:00", "1990-01-01T00:00:00"));
    assertEquals(
        "00:00:05 | 1 Mar 2017", dates("2017-03-01T00:00:01", "2017-03-01T00:00:20").get(0));
  }

  @Test
  void tableTextHasTheTimeOfDayWhereOneIsNotMidnight() {
    double day = second("2017-03-01T00:00:00");
    assertEquals(List.of("2017-03-01"), Axis.dates().texts(new double[] {day}));
    assertEquals(
        List.of("2017-03-01 00:00", "2017-03-01 01:00"),
        Axis.dates().texts(new double[] {day, day + 3600}));
    assertEquals(
        List.of("2017-03-01 00:00:00", "2017-03-01 00:00:01"),
        Axis.dates().texts(new double[] {day, day + 1}));
  }

  @Test
  void tableNumbersAreWholeOrHaveSixDigits() {
    double[] values = {-0.0, 12_345_678, 0.1f, 1.234567, -0.001234567, 1.5e-7, 2.5e20, 1 / 3e7};
    assertEquals(
        List.of("0", "12345678", "0.1", "1.23457", "-0.00123457", "1.5e-7", "2.5e20", "3.33333e-8"),
        NUMBERS.texts(values));
  }

  @ParameterizedTest
  @CsvSource({
    "1e-300, 2e-300",
    "-1e300, 1e300",
    "1e299, 1e300",
    "123456789, 123456789.5",
    "-1e-9, 1e-9",
    "0.1, 0.30000000000000004",
    "-5, 1e6"
  })
  void enclosesAwkwardRangesWithFewDistinctMarks(double low, double high) {
    double[] range = Axis.rounded(low, high, 5);
    List<Axis.Tick> ticks = NUMBERS.ticks(range[0], range[1], 5, false);
    assertTrue(ticks.size() >= 2 && ticks.size() <= 8, ticks::toString);
    assertEquals(ticks.size(), new HashSet<>(labels(ticks)).size(), ticks::toString);
    assertTrue(range[0] <= low && range[1] >= high - Math.ulp(high), ticks::toString);
  }
}
