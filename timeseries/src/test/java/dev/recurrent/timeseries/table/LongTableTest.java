package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of one time each are put on the steps of one rule, or refused. */
class LongTableTest {
  private static SeriesSettings options(String time, int rows) {
    return options(TestSpark.session().range(0, rows, 1, 1).selectExpr(time + " t", "id y"));
  }

  private static SeriesSettings options(Dataset<Row> table) {
    SeriesSettings options = new SeriesSettings();
    options.given = table;
    options.timeColumn = "t";
    options.targetColumn = "y";
    return options;
  }

  private static SeriesTable read(SeriesSettings options) {
    return SeriesTable.read(TestSpark.session(), options, null);
  }

  private static void requireRefused(SeriesSettings options, String message) {
    Exception e = assertThrows(Exception.class, () -> read(options));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  /** The time so many steps behind a series' last value. */
  private static String next(TimeSeries series, int k) {
    Frequency own = Objects.requireNonNull(series.frequency());
    return Clock.text(own.time(series.step(series.length() - 1 + k)));
  }

  @Test
  void rowsOfSeveralSeriesWithoutTheirColumnAreNamed() {
    requireRefused(
        options("date'2026-01-01' + int(id / 3)", 60),
        "the table: 40 of 60 rows fall on a step that has a row already (days), expected at most 1"
            + " %; series \"series\" has 3 rows at 2026-01-01");
  }

  @Test
  void aFewRowsAtOneStepAreCountedAndNoPartitionChoosesAmongThem() {
    SeriesSettings options = options("date'2026-01-01' + int(if(id < 3, 0, id))", 60);
    SeriesTable read = read(options);
    assertTrue(read.irregular().startsWith("irregular: 2 duplicate rows, 2 steps without a row"));
    float value = read.series().first().values()[0];
    SeriesSettings scattered = options("date'2026-01-01' + int(if(id < 3, 0, id))", 60);
    scattered.given = Objects.requireNonNull(options.given).repartition(7);
    assertEquals(value, read(scattered).series().first().values()[0]);
  }

  @Test
  void anEmptyNameIsNoSeriesCalledNull() {
    String day = "date'2026-01-01' + int(id / 2)";
    SeriesSettings named =
        options(
            TestSpark.session()
                .range(0, 40, 1, 1)
                .selectExpr(day + " t", "id y", "if(id % 2 = 0, 'null', 'b') s"));
    named.seriesColumn = "s";
    assertEquals(List.of("b", "null"), read(named).series().map(TimeSeries::name).collect());
    for (String cell : new String[] {"null", "''", "' '"}) {
      SeriesSettings empty =
          options(
              TestSpark.session()
                  .range(0, 40, 1, 1)
                  .selectExpr(day + " t", "id y", "if(id % 2 = 0, 'null', " + cell + ") s"));
      empty.seriesColumn = "s";
      requireRefused(empty, "the series column holds an empty cell at the time \"2026-01-");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9999-12-31 00:00:00|the time 9999-12-31 is far from all others",
        "1900-01-01 00:00:00|the time 1900-01-01 is far from all others",
        "2031-05-06 07:08:00|would open 3,862,208 steps (min)"
      })
  void aTimeFarFromAllOthersIsNamed(String far, String message) {
    String minutes = "timestamp_ntz'2024-01-01 00:00:00' + make_interval(0,0,0,0,0,int(id))";
    SeriesSettings options =
        options("if(id = 300, timestamp_ntz'" + far + "', " + minutes + ")", 301);
    // The driver says so: a task that failed would come as an exception of Spark's.
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> read(options));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void seriesOfAnotherRuleAreNamed() {
    SeriesSettings options =
        options(
            TestSpark.session()
                .range(0, 200, 1, 1)
                .selectExpr(
                    "if(id < 150, timestamp_ntz'2026-01-01 00:00:00' +"
                        + " make_interval(0,0,0,0,int(id)), timestamp_ntz'2026-01-01' +"
                        + " make_interval(0,0,0,0,0,61 * int(id))) t",
                    "id y",
                    "if(id < 150, 'hourly', 'odd') s"));
    options.seriesColumn = "s";
    requireRefused(
        options,
        "series \"odd\" has rows for every 61 minutes (61min), the table's longest series for hours"
            + " (h): 49 of its 50 rows would lie between two steps");
  }

  @Test
  void aSeriesOfWhichManyRowsLieBetweenTheStepsIsNamedWithWhatToPass() {
    SeriesSettings options =
        options(
            TestSpark.session()
                .range(0, 200, 1, 1)
                .selectExpr(
                    "timestamp_ntz'2026-01-01 00:00:00' + make_interval(0,0,0,0,int(id),"
                        + " if(id < 150, 0, int(id * id % 17))) t",
                    "id y", "if(id < 150, 'hourly', 'odd') s"));
    options.seriesColumn = "s";
    requireRefused(
        options,
        "the first series with such rows is \"odd\". Pass --frequency h, and each counts for the"
            + " nearest step without a row");
  }

  @Test
  void seriesOfOneRuleHavePhasesOfTheirOwn() {
    SeriesSettings options =
        options(
            TestSpark.session()
                .range(0, 60, 1, 1)
                .selectExpr(
                    "date'2026-01-04' + int(id % 3) + 7 * int(id / 3) t", "id y", "id % 3 s"));
    options.seriesColumn = "s";
    assertEquals(
        List.of("2026-05-24", "2026-05-25", "2026-05-26"),
        read(options).series().map(s -> next(s, 1)).collect());
  }

  @Test
  void aNameThatContradictsTheDataIsRefused() {
    SeriesSettings mondays = options("date'2026-01-05' + 7 * int(id)", 30);
    mondays.frequency = "W-SUN";
    requireRefused(mondays, "has its steps on Sunday, the data on Monday; pass W-MON");
    mondays.frequency = "W";
    assertEquals("2026-08-03", next(read(mondays).series().first(), 1));
    SeriesSettings index = options("int(id)", 30);
    index.frequency = "h";
    requireRefused(index, "whole numbers that are not times");
  }

  @Test
  void irregularTimesArePutOnTheStepsOfAGivenFrequency() {
    String minutes = "timestamp_ntz'2026-01-01' + make_interval(0,0,0,0,0,60*int(id)+int(7*id%13))";
    SeriesSettings options = options(minutes, 50);
    requireRefused(
        options,
        "50 times follow no rule: the most frequent gaps are 54 min (53 %), 1 h 7 min (47 %)");
    options.frequency = "h";
    SeriesTable read = read(options);
    assertEquals("2026-01-03 02:00", next(read.series().first(), 1));
    assertTrue(read.irregular().contains("46 rows between two steps"), read.irregular());
  }

  @Test
  void everyMissingRuleForecastsTheNextBusinessDay() {
    for (String rule : new String[] {"drop", "mask", "forward", "interpolate"}) {
      SeriesSettings options =
          options(
              TestSpark.session()
                  .range(0, 40, 1, 1)
                  .selectExpr("date'2023-08-28' + int(id) t", "if(id % 9 = 8, null, id) y")
                  .filter("weekday(t) < 5"));
      options.missing = rule;
      TimeSeries series = read(options).series().first();
      assertEquals("2023-10-09", next(series, 1), rule);
      assertEquals("2023-10-10", next(series, 2), rule);
    }
  }

  @Test
  void holidaysOfAFileAreLeftOut(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("holidays.txt");
    Files.writeString(file, "# Columbus Day\n2023-10-09\n\n2023-12-25 # Christmas\n");
    SeriesSettings options =
        options(
            TestSpark.session()
                .range(0, 40, 1, 1)
                .selectExpr("date'2023-08-28' + int(id) t", "id y")
                .filter("weekday(t) < 5"));
    options.frequency = "B";
    options.holidays = file.toString();
    assertEquals("2023-10-10", next(read(options).series().first(), 1));
    Files.writeString(file, "09.10.2023\n");
    requireRefused(options, "holds \"09.10.2023\", expected a date such as 2026-12-25");
  }

  @Test
  void rowsBehindADayAreNotSeenButTheirCovariatesAre() {
    SeriesSettings options =
        options(
            TestSpark.session()
                .range(0, 40, 1, 1)
                .selectExpr("date'2026-01-01' + int(id) t", "id y", "id x"));
    options.until = LocalDate.of(2026, 1, 20);
    TimeSeries alone = read(options).series().first();
    assertEquals(20, alone.length());
    assertEquals("2026-01-21", next(alone, 1));
    options.covariates = List.of("x");
    TimeSeries known = read(options).series().first();
    assertEquals(20, known.length());
    assertEquals(40, known.covariates()[0].length);
    options.covariates = List.of();
    options.seriesColumn = "s";
    options.given =
        TestSpark.session()
            .range(0, 40, 1, 1)
            .selectExpr("date'2026-01-01' + int(id) t", "id y", "if(id < 30, 'old', 'new') s");
    SeriesTable begun = read(options);
    assertEquals(List.of("old"), begun.series().map(TimeSeries::name).collect());
    options.until = LocalDate.of(2025, 1, 1);
    requireRefused(options, "has no values up to --date 2025-01-01");
  }

  @Test
  void cellsThatCannotTellStepsApartAreRefused() {
    for (String time :
        new String[] {
          "date'2026-01-01' + int(id)", "string(date'2026-01-01' + int(id))", "int(1980 + id)"
        }) {
      SeriesSettings options = options(time, 30);
      options.frequency = "6h";
      requireRefused(options, "are the same for several steps of every 6 hours");
    }
  }

  @Test
  void cellsOfSeveralKindsAreRefused() {
    requireRefused(
        options("if(id = 3, '2026', string(date'2026-01-01' + int(id)))", 30),
        "1 number, 0 times with an offset from UTC and 29 without, expected cells of one kind");
  }

  @Test
  void aWordThatTrainingDidNotSeeIsNoneOfItsWords() {
    SeriesSettings settings =
        options(
            TestSpark.session()
                .sql(
                    "select date'2026-01-01' t, 1 y, 'south' region union all select"
                        + " date'2026-01-02', 2, null union all select date'2026-01-03', 3,"
                        + " 'north'"));
    Dataset<Row> table = Objects.requireNonNull(settings.given);
    Columns columns =
        Columns.of(
            table,
            settings,
            List.of(Covariate.category("region", Covariate.Kind.STATIC, List.of("north", "east"))));
    List<String> inputs =
        table.orderBy("t").collectAsList().stream()
            .map(row -> Arrays.toString(columns.numbers(columns.constant(), row)))
            .toList();
    assertEquals(List.of("[0.0]", "[NaN]", "[2.0]"), inputs);
  }
}
