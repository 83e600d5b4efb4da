package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a table's times, rows and columns. */
class SeriesMessagesTest {
  @TempDir Path folder;

  private SeriesSettings settings(String name, String rows) throws IOException {
    SeriesSettings settings = new SeriesSettings();
    settings.input = Files.writeString(folder.resolve(name), rows).toString();
    settings.timeColumn = "t";
    settings.targetColumn = "y";
    return settings;
  }

  private static String refused(SeriesSettings settings) {
    return String.valueOf(
        assertThrows(
                UnusableInputException.class,
                () -> SeriesTable.read(TestSpark.session(), settings, null))
            .getMessage());
  }

  @Test
  void theRuleThatIsFoundIsSaidInOneLineWithItsAnchorAndWhatIsMissing() throws IOException {
    StringBuilder rows = new StringBuilder("t,y\n");
    for (int week = 0; week < 60; week++) {
      if (week % 5 != 2) {
        rows.append(LocalDate.of(2022, 1, 2).plusWeeks(week)).append(",").append(week).append('\n');
      }
    }
    SeriesSettings sundays = settings("sundays.csv", rows.toString());
    List<String> said = new ArrayList<>();
    SeriesTable.read(TestSpark.session(), sundays, null).announce(sundays, said::add);
    assertEquals("frequency found: weeks ending on Sunday (W-SUN), 12 steps missing", said.get(0));
  }

  @Test
  void aTimeFarFromAllOthersIsNamedWithItsFileAndRow() throws IOException {
    StringBuilder rows = new StringBuilder("t,y\n");
    for (int minute = 0; minute < 100; minute++) {
      rows.append(LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(minute)).append(",1\n");
    }
    SeriesSettings settings = settings("far.csv", rows + "9999-12-31T00:00,1\n");
    String message = refused(settings);
    String start = settings.input + ", row 101, series \"series\": the time 9999-12-31 is far";
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains("would open ") && message.contains(" steps (min)"), message);
  }

  @Test
  void noColumnOfOursIsInAMessage() throws IOException {
    SeriesSettings settings = settings("t.csv", "t,y\n2026-01-01,1\n2026-01-02,2\n");
    settings.targetColumn = "z";
    String message = refused(settings);
    assertTrue(message.contains("\"z\"") && message.contains("[t, y]"), message);
    Path parquet = folder.resolve("p");
    TestSpark.session().sql("select '2026-01-01' t, 1 y").write().parquet(parquet.toString());
    settings.input = parquet.toString();
    String other = refused(settings);
    assertTrue(other.contains("\"z\""), other);
    assertFalse((message + other).toLowerCase(java.util.Locale.ROOT).contains("recurrent "), other);
  }

  /** What a network gets of the covariate of a table, whose cells are in some unit. */
  private float[] scaled(String unit, double offset) throws IOException {
    StringBuilder rows = new StringBuilder("t,y,x\n");
    for (int day = 0; day < 40; day++) {
      double cell = offset + day * day % 17 * Double.parseDouble(unit);
      rows.append(LocalDate.of(2026, 1, 1).plusDays(day)).append(",1,").append(cell).append('\n');
    }
    SeriesSettings settings = settings("x" + unit + ".csv", rows.toString());
    settings.covariates = List.of("x");
    SeriesTable table = SeriesTable.read(TestSpark.session(), settings, null);
    Covariate covariate = Covariates.scaled(table, new SplitRule(0, 0, 3)).get(0);
    float[] values = table.series().first().covariates()[0];
    float[] inputs = new float[values.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = covariate.apply(values[i]);
    }
    return inputs;
  }

  @Test
  void covariatesOfAnyUnitAreTheSameInputs() throws IOException {
    float[] ones = scaled("1", 0);
    assertArrayEquals(ones, scaled("1e-7", 0), 1e-4f);
    assertArrayEquals(ones, scaled("1e7", 0), 1e-4f);
    assertArrayEquals(ones, scaled("1.0", 1e5), 2e-2f);
  }

  private SeriesSettings hours(String name, LocalDateTime first, int count) throws IOException {
    StringBuilder rows = new StringBuilder("t,y,x\n");
    for (int i = 0; i < count; i++) {
      rows.append(first.plusHours(i)).append(",1,2\n");
    }
    return settings(name, rows.toString());
  }

  @Test
  void aTimeThatAZoneSkipsIsABadRow() throws IOException {
    SeriesSettings settings = hours("spring.csv", LocalDateTime.of(2023, 3, 25, 0, 30), 60);
    settings.timeZone = "Europe/Berlin";
    String message = refused(settings);
    assertTrue(message.contains("1 of 60 rows cannot be used: "), message);
    assertTrue(
        message.contains("row 27: the time 2023-03-26 02:30 does not exist in Europe/Berlin"),
        message);
    settings.maxBadFraction = 0.1;
    List<String> said = new ArrayList<>();
    SeriesTable table = SeriesTable.read(TestSpark.session(), settings, null);
    table.announce(settings, said::add);
    assertTrue(said.toString().contains("60 rows, 1 left out: "), said.toString());
    assertEquals(59, table.values());
    assertEquals("", table.irregular());
    settings.timeZone = null;
    assertEquals(60, SeriesTable.read(TestSpark.session(), settings, null).values());
  }

  @Test
  void aCovariateIsNoTargetAndNamedOnce() throws IOException {
    SeriesSettings settings = hours("c.csv", LocalDateTime.of(2023, 3, 1, 0, 0), 30);
    settings.covariates = List.of("x", "y");
    assertTrue(refused(settings).contains("--covariates names \"y\", the column to forecast"));
    settings.covariates = List.of("x", "2");
    assertTrue(refused(settings).contains("--covariates names \"2\", the column to forecast"));
    settings.covariates = List.of("x", " x");
    assertTrue(refused(settings).contains("which --covariates names already"));
    settings.covariates = List.of("x");
    settings.pastCovariates = List.of("x");
    assertTrue(refused(settings).contains("--past-covariates names \"x\", which --covariates"));
  }

  @Test
  void aTimeOfTheTableIsShownWhereItsCellsAreTooShort() throws IOException {
    StringBuilder rows = new StringBuilder("t,y\n");
    for (int day = 0; day < 30; day++) {
      rows.append(LocalDate.of(2024, 2, 1).plusDays(day)).append(",1\n");
    }
    SeriesSettings settings = settings("days.csv", rows.toString());
    settings.frequency = "h";
    String message = refused(settings);
    assertTrue(
        message.contains("such as 2024-02-01, are the same for several steps of h"), message);
    settings.frequency = "index";
    assertTrue(refused(settings).contains("holds times"), refused(settings));
  }
}
