package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of tables and options that cannot be used, or only in part. */
class ForecastingInputTest {
  @TempDir Path folder;
  private SalesTable sales;

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "4,--target-column,sale,there is no column \"sale\"; the nearest is \"sales\"",
    "4,--covariates,promotions,the nearest is \"promotion\"",
    "4,--time-column,shop,'holds \"a\", expected a time'",
    "2,--frequency,often,frequency is \"often\"",
    "2,--missing,guess,expected drop, forward, interpolate or mask",
    "2,--distribution,gamma,distribution is \"gamma\"",
    "2,--architecture,autoregressive,quantile says nothing of the tails",
    "4,--static-covariates,regions,there is no column \"regions\"",
    "4,--horizon,110,no series is longer than the horizon of 110"
  })
  void whatCannotBeUsedIsSaidInOneLine(int status, String option, String value, String message) {
    JobRun run = sales.train("bad", option, value);
    assertEquals(status, run.status(), run.err());
    assertTrue(run.json().path("error").asText().contains(message), run.json().toString());
  }

  @Test
  void countsMayNotBeNegative() throws IOException {
    Files.writeString(
        sales.file(), Files.readString(sales.file()).replace("2026-02-01,a,", "2026-02-01,a,-"));
    JobRun run = sales.train("bad", "--distribution", "negative-binomial");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().contains("a value is below 0"));
  }

  @Test
  void shortAndConstantSeriesAreNamed() throws IOException {
    String rows = Files.readString(sales.file());
    StringBuilder more = new StringBuilder(rows);
    for (int day = 0; day < 7; day++) {
      more.append(java.time.LocalDate.of(2026, 4, 1).plusDays(day)).append(",short,7,0\n");
    }
    Files.writeString(sales.file(), more);
    JobRun run = sales.train("short", "--epochs", "1").done();
    assertTrue(run.status() == 0);
    SeriesSettings options = new SeriesSettings();
    options.input = sales.file().toString();
    options.timeColumn = "day";
    options.targetColumn = "sales";
    options.seriesColumn = "shop";
    SeriesTable read = SeriesTable.read(TestSpark.session(), options, null);
    Forecaster trained = Forecaster.load(ModelDirectory.local(folder.resolve("short")));
    assertEquals(
        List.of(
            "1 of 3 series is shorter than the context of 10, and read as far as they go: short",
            "1 of 3 series is constant: short"),
        SeriesCheck.of(read, trained.model().config().window()).lines());
  }

  @Test
  void whereEverySeriesIsConstantThereIsNothingToLearn() throws IOException {
    Files.writeString(
        sales.file(), Files.readString(sales.file()).replaceAll("(,[ab]),[^,]*,", "$1,5,"));
    JobRun run = sales.train("bad");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().startsWith("every series is constant"), run.err());
  }

  @Test
  void numbersThatFloatsDoNotTellApartAreSaidToBeSuch() throws IOException {
    Files.writeString(
        sales.file(),
        Files.readString(sales.file()).replaceAll("(,[ab]),[^,]*(.),", "$1,922337203685477580$2,"));
    String error = sales.train("bad").json().path("error").asText();
    assertTrue(error.contains("which near 9.223e+18 are 1.1e+12 apart"), error);
  }

  @Test
  void aHorizonBeyondTheKnownCovariatesIsRefused() {
    sales.train("with", "--epochs", "1", "--covariates", "promotion").done();
    JobRun run =
        JobRun.of(
            new ForecastingForecast(),
            sales.series(
                "--model",
                folder.resolve("with").toString(),
                "--covariates",
                "promotion",
                "--output",
                folder.resolve("f").toString(),
                "--date",
                "2026-05-01"));
    assertEquals(4, run.status());
    String error = run.json().path("error").asText();
    assertTrue(
        error.contains(
            "series \"a\" has no value of covariate \"promotion\" 1 step after its last value; the"
                + " horizon needs 3"),
        error);
    assertFalse(Files.exists(folder.resolve("f/date=2026-05-01")));
  }

  @Test
  void aBacktestRefusesWhatShowsTheFuture() {
    JobRun run =
        JobRun.of(
            new ForecastingBacktest(),
            sales.series("--model", folder.resolve("any").toString(), "--missing", "interpolate"));
    assertEquals(2, run.status());
    assertTrue(run.json().path("error").asText().contains("later values"));
  }

  @Test
  void irregularSeriesAreNamed() throws IOException {
    Files.writeString(
        sales.file(), Files.readString(sales.file()).replaceAll("2026-01-1\\d,b,[^\\n]*\\n", ""));
    TestSpark.session();
    SeriesSettings options = new SeriesSettings();
    options.input = sales.file().toString();
    options.timeColumn = "day";
    options.targetColumn = "sales";
    options.seriesColumn = "shop";
    SeriesTable read = SeriesTable.read(TestSpark.session(), options, null);
    assertEquals(
        "irregular: 10 steps without a row\n  b: 10 steps without a row", read.irregular());
  }
}
