package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Frequency;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactDateTest {
  private static TimeReading reading(long[] numbers, @Nullable Frequency known) {
    return reading(numbers, DataTypes.LongType, known);
  }

  private static TimeReading reading(long[] numbers, DataType type, @Nullable Frequency known) {
    TimeForm form = TimeForm.none();
    for (long n : numbers) {
      form = form.add(SeriesRow.of(n, new TimeCell(n, TimeCell.DIGITS, TimeCell.NO_OFFSET)));
    }
    StructField field = DataTypes.createStructField("t", type, false);
    return TimeReading.of(TimeColumn.of(field, false, null), form, known);
  }

  private static Frequency frequency(long[] numbers, @Nullable String given) {
    TimeReading reading = reading(numbers, given == null ? null : Frequency.of(given));
    long[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return new FrequencyChoice(reading, sorted, List.of()).choose(given, null, ZoneOffset.UTC);
  }

  private static String refused(long[] numbers) {
    return String.valueOf(
        assertThrows(UnusableInputException.class, () -> frequency(numbers, null)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "yyMM,P1M",
    "MMyy,P1M",
    "MMyyyy,P1M",
    "yyMMdd,P1D",
    "yyMMdd,P7D",
    "ddMMyy,P1D",
    "MMddyy,P1D",
    "ddMMyyyy,P1D",
    "MMddyyyy,P1D",
    "yyDDD,P1D",
    "yyyyDDD,P1D",
    "yyMMddHH,PT1H",
    "ddMMyyyyHH,PT1H",
    "yyMMddHHmm,PT1H",
    "ddMMyyyyHHmm,PT1H",
    "yyMMddHHmmss,PT15M"
  })
  void datesInOneNumberAreNoIndexAndTheirPatternIsNamed(String pattern, String step) {
    DateTimeFormatter written = DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT);
    LocalDateTime time = LocalDateTime.of(2023, 10, 1, 0, 0);
    long[] numbers = new long[150];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(written.format(time));
      time =
          step.startsWith("PT")
              ? time.plus(java.time.Duration.parse(step))
              : time.plus(java.time.Period.parse(step));
    }
    String message = refused(numbers);
    assertTrue(message.contains("pass --time-format " + pattern), message);
    boolean index = Long.parseLong(message.replaceAll(".*such as (\\d+),.*", "$1")) < 100_000_000;
    String other = index ? ", or --frequency index if" : "seconds";
    assertTrue(message.contains(other), message);
  }

  @Test
  void quartersAndWeeksInOneNumberAreNoIndexEither() {
    long[] quarters = LongStream.range(0, 40).map(i -> (1980 + i / 4) * 10 + 1 + i % 4).toArray();
    assertTrue(refused(quarters).contains("write quarters as 2026-Q1"), refused(quarters));
    long[] weeks = LongStream.range(0, 156).map(i -> (2020 + i / 52) * 100 + 1 + i % 52).toArray();
    assertTrue(refused(weeks).contains("write each week as the date"), refused(weeks));
  }

  @Test
  void anIndexWithGapsThatFitsNoDateIsOne() {
    long[] numbers = LongStream.range(0, 300).filter(i -> i % 3 > 0).map(i -> 7000 + i).toArray();
    assertEquals("index", frequency(numbers, null).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "230101,31,1,yyMMdd",
    "2301,12,1,yyMM",
    "12023,12,10000,MMyyyy",
    "1012024,31,1000000,ddMMyyyy",
    "2023001,90,1,yyyyDDD",
    "23001,90,1,yyDDD",
    "23010100,24,1,yyMMddHH",
    "2301010000,24,100,yyMMddHHmm",
    "3101202300,24,1,ddMMyyyyHH"
  })
  void datesWithinAMonthOrAYearAreNoIndexThoughNoneIsMissing(
      long first, int count, long step, String pattern) {
    long[] numbers = LongStream.range(0, count).map(i -> first + i * step).toArray();
    String message = refused(numbers);
    assertTrue(message.contains("pass --time-format " + pattern), message);
    boolean seconds = first > 1_000_000_000;
    String other = seconds ? "or --time-format seconds" : "or --frequency index if they count on";
    assertTrue(message.contains(other), message);
    String days =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> given(numbers, "D")).getMessage());
    assertTrue(days.contains("pass --time-format " + pattern), days);
  }

  private static Frequency given(long[] numbers, String frequency) {
    return new FrequencyChoice(reading(numbers, null), numbers, List.of())
        .choose(frequency, null, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({"20240101,31,20240201", "20240210,20,20240301", "20231201,31,20240101"})
  void datesOfEightDigitsAreDatesAlsoWithinAMonth(long first, int count, long next) {
    long[] numbers = LongStream.range(first, first + count).toArray();
    for (DataType type : new DataType[] {DataTypes.IntegerType, DataTypes.StringType}) {
      TimeReading reading = reading(numbers, type, null);
      assertEquals(NumberUnit.DATE, reading.unit());
      Frequency days =
          new FrequencyChoice(reading, numbers, List.of()).choose("D", null, ZoneOffset.UTC);
      long last = days.step(NumberUnit.DATE.micros(numbers[count - 1]));
      assertEquals(
          String.valueOf(next), String.valueOf(reading.cell(days, days.time(last + 1), true)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0,300,1", "1,31,1", "100,200,1", "1000,50,10", "5000,400,5", "230180,200,1"})
  void anHonestIndexStaysOne(long first, int count, long step) {
    long[] numbers = LongStream.range(0, count).map(i -> first + i * step).toArray();
    assertTrue(frequency(numbers, null).toString().startsWith("index"));
  }

  @Test
  void whoSaysIndexGetsOne() {
    long[] numbers = {101, 102, 103, 107, 112, 201, 202, 203, 204};
    assertTrue(refused(numbers).contains("yyMM"), refused(numbers));
    assertEquals("index", frequency(numbers, "index").toString());
    long[] years = LongStream.range(1990, 2010).toArray();
    assertEquals("index", frequency(years, "index").toString());
    assertEquals("index by 10", frequency(new long[] {10, 20, 40}, "index by 10").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "DATE,230229,false",
    "DATE,240229,true",
    "DATE,231301,false",
    "DATE,-230101,false",
    "DAY_FIRST_LONG,31042023,false",
    "DAY_FIRST_LONG,1012023,true",
    "DAY_FIRST_LONG,1019999,false",
    "HOUR,23010124,false",
    "QUARTER,20235,false",
    "WEEK,202354,false",
    "DAY_OF_YEAR,23366,false",
    "DAY_OF_YEAR,24366,true",
    "MONTH,1,false"
  })
  void onlyDatesOfTheCalendarFit(CompactDate date, long number, boolean fits) {
    assertEquals(fits, date.fits(number));
  }

  /** Of texts, as a CSV has them. */
  private static Frequency ofTexts(@Nullable String given, String... texts) {
    TimeForm form = TimeForm.none();
    long[] numbers = new long[texts.length];
    StructField field = DataTypes.createStructField("t", DataTypes.StringType, false);
    TimeColumn column = TimeColumn.of(field, false, null);
    for (int i = 0; i < texts.length; i++) {
      TimeCell cell = column.read(texts[i], null);
      numbers[i] = cell.raw();
      form = form.add(SeriesRow.of(i, cell));
    }
    Arrays.sort(numbers);
    TimeReading reading = TimeReading.of(column, form, given == null ? null : Frequency.of(given));
    return new FrequencyChoice(reading, numbers, List.of()).choose(given, null, ZoneOffset.UTC);
  }

  @Test
  void numbersWithZerosBeforeThemAreNoIndexUnasked() {
    String[] months =
        LongStream.range(0, 108)
            .mapToObj(i -> String.format(Locale.ROOT, "%02d%02d", i / 12, 1 + i % 12))
            .toArray(String[]::new);
    String[] times =
        LongStream.range(0, 96)
            .mapToObj(i -> String.format(Locale.ROOT, "%02d%02d", i / 4, i % 4 * 15))
            .toArray(String[]::new);
    String[] counted =
        LongStream.range(0, 100)
            .mapToObj(i -> String.format(Locale.ROOT, "%03d", i))
            .toArray(String[]::new);
    for (String[] texts : List.of(months, times, counted)) {
      UnusableInputException e =
          assertThrows(UnusableInputException.class, () -> ofTexts(null, texts));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("pass --time-format"), message);
    }
    assertEquals("index", ofTexts("index", counted).toString());
    assertEquals("index", ofTexts(null, "0", "1", "2", "3", "4", "5", "6", "7").toString());
  }

  @Test
  void numbersOfWhichMostAreNotThereAreNoIndexUnasked() {
    long[] codes = LongStream.range(0, 60).map(i -> i / 6 * 7000 + i % 6).toArray();
    assertTrue(refused(codes).contains("would leave most of"), refused(codes));
    assertEquals("index", frequency(codes, "index").toString());
  }

  @Test
  void wholeNumbersThatCountOnAreAnIndex() {
    for (long first : new long[] {0, 1, 101, 1001}) {
      long[] numbers = LongStream.range(first, first + 50).toArray();
      assertEquals("index", frequency(numbers, null).toString(), "from " + first);
    }
  }
}
