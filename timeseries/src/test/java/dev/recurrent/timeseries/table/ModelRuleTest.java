package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A table that a model is to forecast has the model's rule. */
class ModelRuleTest {
  private static WindowConfig model(String frequency) {
    return new WindowConfig(
        6,
        2,
        Frequency.of(frequency),
        true,
        1,
        List.of(),
        false,
        List.of(),
        Scaling.STANDARD,
        BaseForecast.NAIVE,
        false);
  }

  private static SeriesSettings settings(String time) {
    SeriesSettings settings = new SeriesSettings();
    settings.given = TestSpark.session().range(0, 40, 1, 1).selectExpr(time + " t", "id y");
    settings.timeColumn = "t";
    settings.targetColumn = "y";
    return settings;
  }

  private static SeriesTable read(SeriesSettings settings, String model) {
    return SeriesTable.read(TestSpark.session(), settings, model(model));
  }

  private static final String SUNDAYS = "date'2026-01-04' + 7 * int(id)";

  @Test
  void weeklyRowsAreNotForecastByAModelOfDaysUnlessAUserSaysSo() {
    SeriesSettings weeks = settings(SUNDAYS);
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> read(weeks, "D"));
    assertEquals(
        "series \"series\" has rows for weeks ending on Sunday (W-SUN), the model was trained on"
            + " days (D): 234 of its 274 steps would have no row; give a table of the model's"
            + " frequency, or pass --frequency D to put the rows on the model's steps",
        e.getMessage());
    weeks.trainedFrequency = "D";
    String longest =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read(weeks, "D")).getMessage());
    assertTrue(longest.startsWith("the longest series has rows for weeks ending"), longest);
    weeks.frequency = "D";
    assertEquals(1, read(weeks, "D").count());
  }

  @Test
  void aModelOfSundaysForecastsMondaysOnMondaysAndSaysSo() {
    SeriesTable mondays = read(settings("date'2026-01-05' + 7 * int(id)"), "W-SUN");
    List<String> said = new ArrayList<>();
    mondays.announce(new SeriesSettings(), said::add);
    assertEquals(
        List.of(
            "the model was trained on weeks ending on Sunday, the table has weeks ending on Monday:"
                + " forecasts are dated on the table's steps"),
        said);
    TimeSeries series = mondays.series().first();
    Frequency own = Objects.requireNonNull(series.frequency());
    assertEquals("2026-10-12", Clock.text(own.time(series.step(series.length()))));
    List<String> nothing = new ArrayList<>();
    read(settings(SUNDAYS), "W-SUN").announce(new SeriesSettings(), nothing::add);
    assertEquals(List.of(), nothing);
  }

  @Test
  void rowsOnWeekendsAreNotMovedToBusinessDays() {
    SeriesSettings everyDay = settings("date'2026-01-05' + int(id)");
    everyDay.frequency = "B";
    for (boolean trained : new boolean[] {true, false}) {
      UnusableInputException e =
          assertThrows(
              UnusableInputException.class,
              () -> SeriesTable.read(TestSpark.session(), everyDay, trained ? model("B") : null));
      assertEquals(
          "10 of 40 rows are on weekends or holidays, which --frequency B leaves out, such as"
              + " 2026-01-10 (Saturday) of series \"series\"; expected at most 1 %: train with"
              + " --frequency D, or remove these rows",
          e.getMessage());
    }
  }

  @Test
  void oneRowOnAWeekendIsNamedWithItsDay() {
    SeriesSettings settings = settings("date'2026-01-05' + 7 * int(id / 5) + int(id % 5)");
    settings.given =
        Objects.requireNonNull(settings.given)
            .union(TestSpark.session().sql("select date'2026-01-11' t, 1000 y"));
    settings.frequency = "B";
    SeriesTable read = SeriesTable.read(TestSpark.session(), settings, null);
    List<String> said = new ArrayList<>();
    read.announce(settings, said::add);
    assertEquals(
        "rows between two steps: series \"series\": 2026-01-11 (Sunday) is left out, 2026-01-12 has"
            + " a row of its own",
        said.get(0));
    assertEquals(5, read.series().first().values()[5]);
  }
}
