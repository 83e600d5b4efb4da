package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import java.time.ZoneOffset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeColumnTest {
  private static TimeColumn column(DataType type, @Nullable String format) {
    return TimeColumn.of(DataTypes.createStructField("t", type, true), false, format);
  }

  private static TimeCell text(String text) {
    return column(DataTypes.StringType, null).read(text, null);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-02,1970-01-02",
    "1970/01/02,1970-01-02",
    "1970.01.02,1970-01-02",
    "1970-1-2,1970-01-02",
    "1970-01,1970-01-01",
    "1970/02,1970-02-01",
    "1970-Q2,1970-04-01",
    "1970Q4,1970-10-01",
    "1970-01-01 01:00,1970-01-01 01:00",
    "1970-01-01 1:00:05,1970-01-01 01:00:05",
    "1970-01-01 24:00,1970-01-02",
    "1969-12-31T24:00:00.00Z,1970-01-01",
    "1970-1-31 24:00,1970-02-01",
    "1970-01-01T01:00:05.25,1970-01-01 01:00:05.250",
    "1970-01-01T01:00:00.000,1970-01-01 01:00",
    "1970-01-01T01:00:00Z,1970-01-01 01:00",
    "1970-01-01T02:00:00+01:00,1970-01-01 01:00",
    "1970-01-01 02:00:00+0100,1970-01-01 01:00",
    "1970-01-01 02:00:00 +01,1970-01-01 01:00",
    "2024-02-29,2024-02-29"
  })
  void textIsReadAndWrittenInItsOwnLayout(String text, String time) {
    TimeCell cell = text(text);
    assertEquals(time, Clock.text(cell.raw()));
    int seconds = cell.offset() == TimeCell.NO_OFFSET ? 0 : cell.offset();
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(seconds);
    String written = TimeText.write(cell.raw() + seconds * Clock.SECOND, cell.layout(), offset);
    assertEquals(text.replace(" +01", "+01"), written);
  }

  @Test
  void aTableThatEndsItsDaysAt24GoesOnSo() {
    int layout = 0;
    for (String text : new String[] {"1970-01-01 1:00", "1970-01-01 24:00", "1970-01-01 23:00"}) {
      layout = TimeText.finer(layout, text(text).layout());
    }
    long midnight = text("1970-01-02 00:00").raw();
    assertEquals("1970-01-01 24:00", TimeText.write(midnight, layout, ZoneOffset.UTC));
    assertEquals("1970-01-02 1:00", TimeText.write(midnight + Clock.HOUR, layout, ZoneOffset.UTC));
    assertEquals(
        "1970-01-02 00:00",
        TimeText.write(midnight, text("1970-01-01 23:00").layout(), ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1970-13-01",
        "01.02.1970",
        "2023-02-29",
        "2023-02-30",
        "2023-04-31",
        "2026-01-31 24:01",
        "2026-01-31 24:00:00.5",
        "2026-01-31 25:00",
        "2026-01-31\0",
        "2026-01-31 15:60",
        "2026.5",
        "2026-01 10:00",
        "12/31/2026",
        "9999999999999999999"
      })
  void whatIsNoTimeIsNamedAndNeverMovedToAnotherDay(String text) {
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> text(text));
    assertTrue(
        e.getMessage().startsWith("time column \"t\" holds \"" + text + "\""), e.getMessage());
    assertFalse(e.isUsage());
  }

  @ParameterizedTest
  @CsvSource({
    "dd.MM.yyyy,31.01.2026,2026-01-31",
    "d.M.yy,1.2.26,2026-02-01",
    "MM/dd/yyyy HH:mm,02/28/2026 15:30,2026-02-28 15:30",
    "MM/dd/yyyy hh:mm a,02/28/2026 03:30 PM,2026-02-28 15:30",
    "MMM yyyy,Feb 2026,2026-02-01",
    "yyyyMMdd,20260131,2026-01-31",
    "yyyy-DDD,2026-032,2026-02-01",
    "'y'yyyy,y2026,2026-01-01"
  })
  void aPatternIsReadAndWritten(String pattern, String text, String time) {
    TimeFormat format = new TimeFormat(pattern);
    TimeCell cell = java.util.Objects.requireNonNull(format.read(text));
    assertEquals(time, Clock.text(cell.raw()));
    assertEquals(text, format.write(cell.raw(), ZoneOffset.UTC));
  }

  @Test
  void textOfNanosecondsIsANumber() {
    assertEquals(1_700_000_000_123_456_789L, text("1700000000123456789").raw());
    assertEquals(TimeCell.DIGITS, text("1700000000123456789").layout());
  }

  @Test
  void aDateThatIsNoneIsRefusedByAPatternToo() {
    TimeColumn column = column(DataTypes.StringType, "dd.MM.yyyy");
    UnusableInputException e =
        assertThrows(UnusableInputException.class, () -> column.read("29.02.2023", null));
    assertTrue(e.getMessage().contains("\"29.02.2023\""), e.getMessage());
    assertTrue(e.getMessage().contains("--time-format dd.MM.yyyy"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new TimeFormat("dd.bb.yyyy"));
  }

  @ParameterizedTest
  @CsvSource({
    "2019,2024,YEAR",
    "201911,202002,MONTH",
    "20191230,20200102,DATE",
    "1500000000,1700000000,SECONDS",
    "1500000000000,1700000000000,MILLISECONDS",
    "1500000000000000,1700000000000000,MICROSECONDS",
    "1500000000000000000,1700000000000000000,NANOSECONDS",
    "-1500000000,-1000000000,SECONDS",
    "-1500000000000,-31536000000,MILLISECONDS",
    "31536000000,63072000000,MILLISECONDS",
    "31536000000000,63072000000000,MICROSECONDS",
    "31536000000000000,63072000000000000,NANOSECONDS",
    "6500000000,7200000000,SECONDS",
    "-300,300,INDEX",
    "0,300,INDEX",
    "1,2024,INDEX",
    "201911,201913,INDEX"
  })
  void numbersAreJudgedBySizeAndGoBackToNumbers(long first, long last, NumberUnit unit) {
    TimeForm form = TimeForm.none();
    for (long number : new long[] {first, last}) {
      SeriesRow row =
          SeriesRow.of(number, new TimeCell(number, TimeCell.DIGITS, TimeCell.NO_OFFSET));
      form = form.add(row);
    }
    assertEquals(unit, form.unit());
    assertEquals(first, unit.number(unit.micros(first)));
    assertEquals(last, unit.number(unit.micros(last)));
  }

  private static TimeForm form(long first, int count, long step, long... more) {
    TimeForm form = TimeForm.none();
    for (long n : more) {
      form = form.add(SeriesRow.of(n, new TimeCell(n, TimeCell.DIGITS, TimeCell.NO_OFFSET)));
    }
    for (int i = 0; i < count; i++) {
      long n = first + i * step;
      form = form.add(SeriesRow.of(n, new TimeCell(n, TimeCell.DIGITS, TimeCell.NO_OFFSET)));
    }
    return form.plus(TimeForm.none());
  }

  @ParameterizedTest
  @CsvSource({
    "20230201,28,1,20230229,dates (yyyyMMdd)",
    "20230201,28,1,99991231,dates (yyyyMMdd)",
    "20230201,3,1,0,dates (yyyyMMdd)",
    "202301,12,1,202313,months (yyyyMM)",
    "202301,12,1,999912,months (yyyyMM)",
    "1950,60,1,9999,years",
    "1950,60,1,0,years"
  })
  void aNumberThatIsNoDateAmongDatesIsNamedAndMakesNoIndex(
      long first, int count, long step, long other, String kind) {
    TimeForm form = form(first, count, step, other);
    UnusableInputException e = assertThrows(UnusableInputException.class, form::unit);
    assertTrue(e.getMessage().contains(kind), e.getMessage());
    assertTrue(e.getMessage().contains("the least of which is " + other + ","), e.getMessage());
    assertFalse(e.isUsage());
  }

  @ParameterizedTest
  @CsvSource({"0,5000,1", "1800,401,1", "1790,410,1", "180000,500,1", "18000000,900,1"})
  void anIndexMayPassThroughYearsAndMonths(long first, int count, long step) {
    assertEquals(NumberUnit.INDEX, form(first, count, step).unit());
  }

  @ParameterizedTest
  @CsvSource({
    "2024010100,24,1,yyyyMMddHH",
    "202401012300,60,1,yyyyMMddHHmm",
    "20240101235900,60,1,yyyyMMddHHmmss"
  })
  void datesWithTheirHourInOneNumberAreNoSecondsSince1970(
      long first, int count, long step, String pattern) {
    TimeForm form = form(first, count, step);
    UnusableInputException e = assertThrows(UnusableInputException.class, form::unit);
    assertTrue(e.getMessage().endsWith("pass --time-format " + pattern), e.getMessage());
    assertEquals(NumberUnit.SECONDS, form(2024010000L, 200, 1).unit());
  }

  @ParameterizedTest
  @CsvSource({
    "1600000000.0,1600000000",
    "1.6E+09,1600000000",
    "1.60000001e9,1600000010",
    "-3.00,-3",
    "2026.0,2026"
  })
  void wholeNumbersOfJsonAndSpreadsheetsAreNumbers(String text, long number) {
    TimeCell cell = text(text);
    assertEquals(number, cell.raw());
    assertEquals(TimeCell.DIGITS, cell.layout());
  }

  @Test
  void hoursBesideADateAreFromZeroToTwentyFour() {
    StructField field = DataTypes.createStructField("t", DataTypes.StringType, true);
    TimeColumn column = TimeColumn.of(field, true, null);
    assertEquals("2026-01-31 07:00", Clock.text(column.read("2026-01-31", "7").raw()));
    for (String hour : new String[] {"", "25", "-1", "7.5", "NA", "true"}) {
      UnusableInputException e =
          assertThrows(UnusableInputException.class, () -> column.read("2026-01-31", hour), hour);
      assertTrue(e.getMessage().contains("hour column holds \"" + hour + "\""), e.getMessage());
    }
  }

  @Test
  void numbersThatAreNotWholeAndOtherTypesAreRefused() {
    TimeColumn numbers = column(DataTypes.DoubleType, null);
    assertEquals(2019, numbers.read(2019.0, null).raw());
    assertThrows(UnusableInputException.class, () -> numbers.read(2019.5, null));
    assertThrows(UnusableInputException.class, () -> numbers.read(Double.NaN, null));
    UnusableInputException e =
        assertThrows(UnusableInputException.class, () -> column(DataTypes.BinaryType, null));
    assertTrue(e.getMessage().contains("is of type binary"), e.getMessage());
  }
}
