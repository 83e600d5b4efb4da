package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.ml.ForecastRows;
import dev.recurrent.timeseries.ml.LazyForecast;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import java.util.List;
import java.util.TimeZone;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A forecast's times have the type and the zone of the table's times, and follow them. */
class ForecastTimesTest {
  private static final String NEW_YORK = "America/New_York";

  /** A session of its own, so that settings stay here. */
  private final SparkSession session = TestSpark.session().newSession();

  @BeforeEach
  void beActive() {
    SparkSession.setActiveSession(session);
  }

  @AfterEach
  void leave() {
    SparkSession.clearActiveSession();
  }

  private Dataset<Row> table(String time) {
    return session.range(0, 40, 1, 2).selectExpr(time + " t", "double(id % 7) y");
  }

  private static SeriesSettings options(Dataset<Row> table) {
    SeriesSettings options = new SeriesSettings();
    options.given = table;
    options.timeColumn = "t";
    options.targetColumn = "y";
    return options;
  }

  private static Forecaster forecaster(Frequency frequency) {
    WindowConfig window =
        new WindowConfig(
            6,
            2,
            frequency,
            true,
            1,
            List.of(),
            false,
            List.of(),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            false);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellType.GRU, 3, 1, 0f, true, Distribution.POINT));
    return new Forecaster(model, new float[model.layout().size()]);
  }

  /** Type and text of the times of two steps, by the command and by Spark ML. */
  private String times(SeriesSettings options) {
    Dataset<Row> table = java.util.Objects.requireNonNull(options.given);
    SeriesTable read = SeriesTable.read(session, options, null);
    Forecaster forecaster = forecaster(java.util.Objects.requireNonNull(read.frequency()));
    String eager = text(ForecastRows.of(session, read, forecaster, 2));
    LazyForecast lazy =
        new LazyForecast(
                forecaster.model().config().window(),
                String.valueOf(options.timeColumn),
                "y",
                null,
                "mask")
            .times(options.timeFormat, options.timeZone);
    assertEquals(eager, text(lazy.of(table, forecaster)));
    return eager;
  }

  private static String text(Dataset<Row> forecasts) {
    List<Row> rows = forecasts.collectAsList();
    return forecasts.schema().fields()[1].dataType().simpleString()
        + " "
        + rows.get(0).get(1)
        + " "
        + rows.get(1).get(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date'2023-08-28' + int(id)|date 2023-10-07 2023-10-08",
        "timestamp_ntz'2023-10-05 00:30:00' + make_interval(0,0,0,0,int(id))|timestamp_ntz"
            + " 2023-10-06T16:30 2023-10-06T17:30",
        "string(date'2023-08-28' + int(id))|string 2023-10-07 2023-10-08",
        "date_format(timestamp'2023-10-05 00:00:00' + make_interval(0,0,0,0,int(id)), 'yyyy/MM/dd"
            + " HH:mm')|string 2023/10/06 16:00 2023/10/06 17:00",
        "1696464000 + 3600 * id|bigint 1696608000 1696611600",
        "(1696464000 + 3600 * id) * 1000|bigint 1696608000000 1696611600000",
        "(1696464000 + 3600 * id) * 1000000|bigint 1696608000000000 1696611600000000",
        "(1696464000 + 3600 * id) * 1000000000|bigint 1696608000000000000 1696611600000000000",
        "int(1980 + id)|int 2020 2021",
        "string(1980 + id)|string 2020 2021",
        "int(20200001 + 10000 * int(id / 12) + 100 * (1 + id % 12))|int 20230501 20230601",
        "decimal(100 + 2 * id)|decimal(10,0) 180 182",
        "smallint(7 + 5 * id)|smallint 207 212",
        "double(id)|double 40.0 41.0"
      })
  void aTimeHasTheTypeOfTheInput(String time, String expected) {
    session.conf().set("spark.sql.session.timeZone", "UTC");
    assertEquals(expected, times(options(table(time))));
  }

  @ParameterizedTest
  @CsvSource({"America/New_York,true", "Pacific/Auckland,false", "UTC,true"})
  void datesAreTheSameInEveryZoneOfMachineAndSession(String zone, boolean java8) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      session.conf().set("spark.sql.session.timeZone", zone);
      session.conf().set("spark.sql.datetime.java8API.enabled", java8);
      assertEquals(
          "date 2023-10-07 2023-10-08", times(options(table("date'2023-08-28' + int(id)"))));
      assertEquals(
          "string 2024-03-10 01:00 2024-03-10 02:00",
          times(
              options(
                  table(
                      "replace(string(timestamp_ntz'2024-03-08 09:00:00'"
                          + " + make_interval(0,0,0,0,int(id))), ':00:00', ':00')"))));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static final String MIDNIGHTS = "timestamp(date'2024-02-05' + int(id))";

  @Test
  void localMidnightsStayLocalMidnightsWhereClocksChange() {
    session.conf().set("spark.sql.session.timeZone", NEW_YORK);
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    SeriesSettings options = options(table(MIDNIGHTS));
    // Clocks were set forward on 10 March: midnight is at four o'clock of UTC from then on.
    String expected = "timestamp 2024-03-16T04:00:00Z 2024-03-17T04:00:00Z";
    assertEquals(expected, times(options));
    options.timeZone = NEW_YORK;
    assertEquals(expected, times(options));
    Dataset<Row> instants = options.given.selectExpr("unix_millis(t) t", "y");
    session.conf().set("spark.sql.session.timeZone", "UTC");
    SeriesSettings elsewhere = options(instants);
    assertTrue(
        assertThrows(RuntimeException.class, () -> times(elsewhere))
            .getMessage()
            .contains("or --time-zone"));
    elsewhere.timeZone = NEW_YORK;
    assertEquals("bigint 1710561600000 1710648000000", times(elsewhere));
  }

  @Test
  void hoursCrossBothChangesOfClocks() {
    session.conf().set("spark.sql.session.timeZone", "Europe/Berlin");
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    for (String start : new String[] {"2024-03-30T06:00:00Z", "2023-10-28T06:00:00Z"}) {
      String hours = "timestamp'" + start + "' + make_interval(0,0,0,0,int(id))";
      String day = start.startsWith("2024") ? "2024-03-31" : "2023-10-29";
      assertEquals(
          "timestamp " + day + "T22:00:00Z " + day + "T23:00:00Z", times(options(table(hours))));
    }
  }

  @Test
  void localHoursOfAZoneComeTwiceWhereClocksAreSetBack() {
    session.conf().set("spark.sql.session.timeZone", "Europe/Berlin");
    String hours =
        "date_format(timestamp'2023-10-27T10:00:00Z' + make_interval(0,0,0,0,int(id)),"
            + " 'dd.MM.yyyy HH:mm')";
    SeriesSettings options = options(table(hours));
    options.timeFormat = "dd.MM.yyyy HH:mm";
    options.timeZone = "Europe/Berlin";
    SeriesTable read = SeriesTable.read(session, options, null);
    assertEquals("", read.irregular());
    assertEquals("string 29.10.2023 03:00 29.10.2023 04:00", times(options));
  }

  @Test
  void textWithAnOffsetKeepsIt() {
    session.conf().set("spark.sql.session.timeZone", "+05:30");
    String days =
        "date_format(timestamp(date'2023-08-28' + int(id)), \"yyyy-MM-dd'T'HH:mm:ssxxx\")";
    assertEquals(
        "string 2023-10-07T00:00:00+05:30 2023-10-08T00:00:00+05:30", times(options(table(days))));
  }

  /**
   * Texts with the offsets of a zone, at local midnights or at hours, across a change of clocks.
   */
  private SeriesSettings offsets(String zone, String time) {
    session.conf().set("spark.sql.session.timeZone", zone);
    Dataset<Row> table = table("date_format(" + time + ", \"yyyy-MM-dd'T'HH:mm:ssxxx\")").cache();
    table.count();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return options(table);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,2023-10-01,'+01:00, +02:00',2023-11-10T00:00:00+01:00",
    "America/New_York,2024-02-05,'-05:00, -04:00',2024-03-16T00:00:00-04:00",
    "Australia/Sydney,2023-09-01,'+10:00, +11:00',2023-10-11T00:00:00+11:00",
    "Pacific/Auckland,2024-03-01,'+12:00, +13:00',2024-04-10T00:00:00+12:00",
    "Europe/London,2023-10-01,'+00:00, +01:00',2023-11-10T00:00:00+00:00"
  })
  void textsOfSeveralOffsetsNeedTheirZone(String zone, String day, String named, String next) {
    SeriesSettings options = offsets(zone, "timestamp(date'" + day + "' + int(id))");
    String message =
        assertThrows(UnusableInputException.class, () -> SeriesTable.read(session, options, null))
            .getMessage();
    assertTrue(message.contains("have the offsets from UTC " + named + ", and which"), message);
    assertTrue(message.contains("pass --time-zone"), message);
    options.timeZone = zone;
    assertEquals("string " + next, times(options).substring(0, 7 + next.length()));
  }

  @Test
  void hoursOfSeveralOffsetsMayBeCountedInUtcOnRequest() {
    SeriesSettings options =
        offsets("Europe/Berlin", "timestamp'2023-10-28 06:00:00' + make_interval(0,0,0,0,int(id))");
    assertThrows(UnusableInputException.class, () -> SeriesTable.read(session, options, null));
    options.timeZone = "UTC";
    assertEquals("string 2023-10-29T20:00:00+00:00 2023-10-29T21:00:00+00:00", times(options));
    options.timeZone = "Europe/Berlin";
    assertEquals("string 2023-10-29T21:00:00+01:00 2023-10-29T22:00:00+01:00", times(options));
  }

  @Test
  void aModelOfWintersOffsetForecastsSummersOwnDays() {
    SeriesSettings winter = offsets("Europe/Berlin", "timestamp(date'2023-11-01' + int(id))");
    Frequency known = SeriesTable.read(session, winter, null).frequency();
    WindowConfig window =
        forecaster(java.util.Objects.requireNonNull(known)).model().config().window();
    SeriesSettings summer = offsets("Europe/Berlin", "timestamp(date'2024-05-01' + int(id))");
    SeriesTable read = SeriesTable.read(session, summer, window);
    assertEquals("", read.irregular());
    assertEquals(
        "string 2024-06-10T00:00:00+02:00 2024-06-11T00:00:00+02:00",
        text(ForecastRows.of(session, read, forecaster(known), 2)));
    SeriesSettings both = offsets("Europe/Berlin", "timestamp(date'2024-03-01' + int(id))");
    UnusableInputException e =
        assertThrows(UnusableInputException.class, () -> SeriesTable.read(session, both, window));
    assertTrue(e.getMessage().contains("+01:00, +02:00"), e.getMessage());
  }

  @Test
  void aDateAndItsHourBecomeOneTime() {
    Dataset<Row> table =
        session
            .range(0, 40, 1, 2)
            .selectExpr("date'2023-10-05' + int(id / 24) t", "id % 24 hour", "double(id % 7) y");
    SeriesSettings options = options(table);
    options.timeColumn = "t,hour";
    assertEquals("timestamp_ntz 2023-10-06T16:00 2023-10-06T17:00", times(options));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void cellsAreOfTheTablesSessionWhicheverIsActive(boolean java8) {
    session.conf().set("spark.sql.datetime.java8API.enabled", java8);
    SeriesSettings options = options(table("date_add(date '2026-01-01', int(id))"));
    SeriesTable read = SeriesTable.read(session, options, null);
    SparkSession other = session.newSession();
    other.conf().set("spark.sql.datetime.java8API.enabled", !java8);
    SparkSession.setActiveSession(other);
    Forecaster forecaster = forecaster(java.util.Objects.requireNonNull(read.frequency()));
    assertEquals(
        "2026-02-10", ForecastRows.of(session, read, forecaster, 1).first().get(1).toString());
  }
}
