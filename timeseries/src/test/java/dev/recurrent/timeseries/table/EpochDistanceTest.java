package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small numbers since 1970 are not taken for a larger unit or an index. */
class EpochDistanceTest {
  private static long[] numbers(long first, int count, long distance) {
    return LongStream.range(0, count).map(i -> first + i * distance).toArray();
  }

  private static TimeReading reading(long[] numbers, @Nullable String format) {
    TimeForm form = TimeForm.none();
    for (long n : numbers) {
      form = form.add(SeriesRow.of(n, new TimeCell(n, TimeCell.DIGITS, TimeCell.NO_OFFSET)));
    }
    StructField field = DataTypes.createStructField("t", DataTypes.LongType, false);
    return TimeReading.of(TimeColumn.of(field, false, format), form, null);
  }

  private static Frequency found(long[] numbers, @Nullable String format, @Nullable String given) {
    return new FrequencyChoice(reading(numbers, format), numbers, List.of())
        .choose(given, null, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({
    "0,200,3600000,seconds,milliseconds",
    "0,20,3600000,an index,milliseconds",
    "-36000000,20,3600000,an index,milliseconds",
    "0,60,86400000,seconds,milliseconds",
    "0,1500,60000,an index,milliseconds",
    "0,400,900000,seconds,milliseconds",
    "0,200,86400,an index,seconds",
    "0,1000,3600,an index,seconds",
    "50000000,300,60,an index,seconds",
    "0,200,3600000000,milliseconds,microseconds",
    "0,300,3600000000000,microseconds,nanoseconds"
  })
  void aDistanceThatIsUsualInASmallerUnitAloneIsRefusedWithWhatToPass(
      long first, int count, long distance, String bySize, String unit) {
    long[] numbers = numbers(first, count, distance);
    for (String given : new String[] {null, "h"}) {
      UnusableInputException e =
          assertThrows(UnusableInputException.class, () -> found(numbers, null, given));
      String message = e.getMessage();
      assertTrue(message.contains("would be read as " + bySize), message);
      assertTrue(message.contains("a usual step in " + unit), message);
      assertTrue(message.contains("pass --time-format " + unit + ", or --"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,300,1",
    "0,300,10",
    "1000,300,1000",
    "0,300,25",
    "1700000000,100,3600",
    "1700000000,100,1",
    "1700000000,100,90",
    "1700000000,40,2678400",
    "1700000000,100,5400",
    "1700000000000,100,250",
    "1700000000000,100,86400000",
    "1700000000000,40,604800000",
    "1700000000000000,100,1000000",
    "-1500000000,30,31536000"
  })
  void usualStepsOfTheUnitThatTheirSizeTellsAreThose(long first, int count, long distance) {
    long[] numbers = numbers(first, count, distance);
    assertDoesNotThrow(() -> EpochDistance.requireUsual(reading(numbers, null).unit(), numbers));
  }

  @Test
  void whoSaysTheUnitGetsIt() {
    long[] hours = numbers(0, 200, 3_600_000);
    TimeReading reading = reading(hours, "milliseconds");
    assertEquals(NumberUnit.MILLISECONDS, reading.unit());
    Frequency frequency = found(hours, "milliseconds", null);
    assertEquals("h", frequency.toString());
    assertEquals(720_000_000L, reading.cell(frequency, 200 * Clock.HOUR, true));
    assertEquals("D", found(numbers(0, 200, 86_400), "seconds", null).toString());
    assertEquals("1000h", found(hours, "seconds", null).toString());
    assertEquals("index by 3600", found(numbers(0, 50, 3600), null, "index by 3600").toString());
  }

  @Test
  void numbersInOneKindOfTextAreNoneOfAUnit() {
    TimeForm form = TimeForm.none().add(SeriesRow.of(0, new TimeCell(0)));
    StructField field = DataTypes.createStructField("t", DataTypes.StringType, false);
    UnusableInputException e =
        assertThrows(
            UnusableInputException.class,
            () -> TimeReading.of(TimeColumn.of(field, false, "seconds"), form, null));
    assertTrue(e.getMessage().contains("expected those of --time-format seconds"), e.getMessage());
  }

  @Test
  void otherWordsForUnitsAreNoPattern() {
    SeriesSettings settings = new SeriesSettings();
    settings.timeFormat = "milliseconds";
    settings.requireValues();
    settings.timeFormat = "millis";
    UnusableInputException e = assertThrows(UnusableInputException.class, settings::requireValues);
    assertTrue(e.getMessage().contains("or seconds, milliseconds, microseconds"), e.getMessage());
  }
}
