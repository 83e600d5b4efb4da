package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three jobs on series that a network can learn and a naive forecast cannot. */
class ForecastingJobsTest {
  private static final int DAYS = 120;

  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void writeTable() throws IOException {
    // Series "a" and "b" rise and fall with a period of 5 days, one above the other.
    StringBuilder rows = new StringBuilder("day,shop,sales,promotion\n");
    for (int day = 0; day < DAYS; day++) {
      for (String shop : new String[] {"a", "b"}) {
        double sales = (shop.equals("a") ? 20 : 50) + 10 * Math.sin(2 * Math.PI * day / 5);
        rows.append(java.time.LocalDate.of(2026, 1, 1).plusDays(day))
            .append(',')
            .append(shop)
            .append(',')
            .append(sales)
            .append(',')
            .append(day % 2)
            .append('\n');
      }
    }
    table = Files.writeString(folder.resolve("sales.csv"), rows);
  }

  private List<String> series(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input",
                table.toString(),
                "--time-column",
                "day",
                "--target-column",
                "sales",
                "--series-column",
                "shop"));
    options.addAll(List.of(more));
    return options;
  }

  private JobRun train(String output, String... more) {
    List<String> options =
        series(
            "--output",
            folder.resolve(output).toString(),
            "--horizon",
            "3",
            "--context-length",
            "10",
            "--hidden-size",
            "12",
            "--cell",
            "gru",
            "--shards",
            "2",
            "--batch-size",
            "16",
            "--epochs",
            "20",
            "--learning-rate",
            "0.01");
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingTrain(), options);
  }

  @Test
  void aNetworkIsTrainedMeasuredAndForecasts() throws IOException {
    JobRun trained = train("model").done();
    JsonNode validation = trained.json().path("validation");
    double naive = validation.path("baselines").path("naive").path("mse").asDouble();
    assertTrue(validation.path("mse").asDouble() < 0.1 * naive, validation.toString());
    assertTrue(Files.readString(folder.resolve("model/report.html")).contains("80 % band"));

    String model = folder.resolve("model").toString();
    JobRun measured =
        JobRun.of(new ForecastingBacktest(), series("--model", model, "--test-rows", "20")).done();
    // 18 origins in each of two series.
    assertEquals(36, measured.json().path("windows").asInt());
    assertEquals(3, measured.json().path("horizon").asInt());
    double mse = measured.json().path("model").path("mse").asDouble();
    double naiveMse = measured.json().path("baselines").path("naive").path("mse").asDouble();
    assertTrue(mse < 0.1 * naiveMse, measured.json().toString());

    requireForecasts(model);
    requireServing(model);
  }

  private JobRun forecast(String model, String date) {
    return JobRun.of(
        new ForecastingForecast(),
        series(
            "--model", model, "--output", folder.resolve("forecasts").toString(), "--date", date));
  }

  private void requireForecasts(String model) throws IOException {
    JobRun first = forecast(model, "2026-05-02").done();
    assertEquals(6, first.json().path("rows").asInt());
    assertFalse(first.json().path("already_done").asBoolean());
    Path day = folder.resolve("forecasts/date=2026-05-02");
    Dataset<Row> rows = TestSpark.session().read().parquet(day.toString());
    assertEquals(6, rows.count());
    Row row = rows.orderBy("series", "time").first();
    assertEquals("a", row.getString(0));
    assertEquals(20, row.getDouble(2), 4);

    String before = Files.readString(day.resolve("_forecast.json"));
    JobRun again = forecast(model, "2026-05-02").done();
    assertTrue(again.json().path("already_done").asBoolean());
    assertEquals(before, Files.readString(day.resolve("_forecast.json")));

    forecast(model, "2026-05-01").done();
    assertEquals("date=2026-05-02\n", Files.readString(folder.resolve("forecasts/latest")));
    forecast(model, "2026-05-03").done();
    assertEquals("date=2026-05-03\n", Files.readString(folder.resolve("forecasts/latest")));
  }

  private void requireServing(String model) {
    Forecaster forecaster = Forecaster.load(ModelDirectory.local(Path.of(model)));
    float[] values = new float[DAYS];
    for (int day = 0; day < DAYS; day++) {
      values[day] = (float) (20 + 10 * Math.sin(2 * Math.PI * day / 5));
    }
    long step = forecaster.model().config().window().frequency().step(1_767_225_600L);
    TimeSeries series = new TimeSeries("a", step, values, new float[0][]);
    assertEquals(20, forecaster.forecast(series).mean()[0], 4);
  }

  @Test
  void theSameSeedGivesTheSameThetaAlsoInAnotherOrderOfRows() throws IOException {
    String first = train("one", "--epochs", "1").done().json().path("theta").asText();
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    List<String> reversed = new ArrayList<>(lines.subList(0, 1));
    for (int i = lines.size() - 1; i > 0; i--) {
      reversed.add(lines.get(i));
    }
    Files.write(table, reversed);
    assertEquals(first, train("two", "--epochs", "1").done().json().path("theta").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "4,--target-column,sale,there is no column \"sale\"; the nearest is \"sales\"",
    "4,--covariates,promotions,the nearest is \"promotion\"",
    "4,--time-column,shop,'holds \"a\", expected a time'",
    "2,--frequency,often,frequency is \"often\"",
    "2,--missing,guess,expected drop, forward, interpolate or mask",
    "2,--distribution,gamma,distribution is \"gamma\"",
    "2,--architecture,autoregressive,quantiles say nothing of the tails",
    "4,--static-covariates,regions,there is no column \"regions\"",
    "4,--horizon,110,no series is longer than the horizon of 110"
  })
  void whatCannotBeUsedIsSaidInOneLine(int status, String option, String value, String message) {
    JobRun run = train("bad", option, value);
    assertEquals(status, run.status(), run.err());
    assertTrue(run.json().path("error").asText().contains(message), run.json().toString());
  }

  @Test
  void countsMayNotBeNegative() throws IOException {
    Files.writeString(table, Files.readString(table).replace("2026-02-01,a,", "2026-02-01,a,-"));
    JobRun run = train("bad", "--distribution", "negative-binomial");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().contains("a value is below 0"));
  }

  @Test
  void shortAndConstantSeriesAreNamed() throws IOException {
    String rows = Files.readString(table);
    StringBuilder more = new StringBuilder(rows);
    for (int day = 0; day < 7; day++) {
      more.append(java.time.LocalDate.of(2026, 4, 1).plusDays(day)).append(",short,7,0\n");
    }
    Files.writeString(table, more);
    JobRun run = train("short", "--epochs", "1").done();
    assertTrue(run.status() == 0);
    SeriesOptions options = new SeriesOptions();
    options.input = table.toString();
    options.timeColumn = "day";
    options.targetColumn = "sales";
    options.seriesColumn = "shop";
    SeriesTable read = SeriesTable.read(TestSpark.session(), options, null);
    Forecaster trained = Forecaster.load(ModelDirectory.local(folder.resolve("short")));
    assertEquals(
        List.of(
            "1 of 3 series are shorter than the context of 10, and read as far as they go: short",
            "1 of 3 series are constant: short"),
        SeriesCheck.of(read, trained.model().config().window()).lines());
  }

  @Test
  void whereEverySeriesIsConstantThereIsNothingToLearn() throws IOException {
    Files.writeString(table, Files.readString(table).replaceAll("(,[ab]),[^,]*,", "$1,5,"));
    JobRun run = train("bad");
    assertEquals(4, run.status());
    assertTrue(run.json().path("error").asText().startsWith("every series is constant"), run.err());
  }

  @Test
  void staticAndPastCovariatesAreInputs() throws IOException {
    String text =
        Files.readString(table)
            .replace("promotion\n", "promotion,region\n")
            .replaceAll("(?m)^(.*,a,.*)$", "$1,north")
            .replaceAll("(?m)^(.*,b,.*)$", "$1,south");
    Files.writeString(table, text);
    String[] inputs = {"--past-covariates", "promotion", "--static-covariates", "region"};
    train("with", concat(inputs, "--epochs", "1")).done();
    Forecaster forecaster = Forecaster.load(ModelDirectory.local(folder.resolve("with")));
    assertEquals(
        List.of("PAST promotion null", "STATIC region north", "STATIC region south"),
        forecaster.model().config().window().covariates().stream()
            .map(c -> c.kind() + " " + c.name() + " " + c.category())
            .toList());
    String[] options = {
      "--model", folder.resolve("with").toString(),
      "--output", folder.resolve("f").toString(),
      "--date", "2026-05-01"
    };
    JobRun.of(new ForecastingForecast(), series(concat(options, inputs))).done();
    JobRun without = JobRun.of(new ForecastingForecast(), series(concat(options)));
    assertEquals(0, without.status(), "the date is there already");
    options[5] = "2026-05-02";
    without = JobRun.of(new ForecastingForecast(), series(concat(options)));
    assertEquals(2, without.status());
    assertEquals(
        "--past-covariates are [], the model was trained with [promotion]",
        without.json().path("error").asText());

    Files.writeString(table, text.replaceFirst(",north", ",south"));
    JobRun changing = train("bad", concat(inputs, "--epochs", "1"));
    assertEquals(4, changing.status());
    assertTrue(
        changing.json().path("error").asText().contains("\"region\" changes within series \"a\""),
        changing.err());
  }

  private static String[] concat(String[] first, String... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(first), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  @Test
  void anAutoregressiveNetworkDrawsItsForecasts() {
    JobRun trained =
        train("drawn", "--architecture", "autoregressive", "--distribution", "normal").done();
    JsonNode validation = trained.json().path("validation");
    double naive = validation.path("baselines").path("naive").path("mse").asDouble();
    assertTrue(validation.path("mse").asDouble() < 0.1 * naive, validation.toString());
    assertTrue(validation.path("coverage_80").asDouble() > 0.5, validation.toString());
  }

  @Test
  void aHorizonBeyondTheKnownCovariatesIsRefused() {
    train("with", "--epochs", "1", "--covariates", "promotion").done();
    JobRun run =
        JobRun.of(
            new ForecastingForecast(),
            series(
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
    assertTrue(error.contains("has covariates for 0 steps behind its last value"), error);
    assertFalse(Files.exists(folder.resolve("f/date=2026-05-01")));
  }

  @Test
  void aBacktestRefusesWhatShowsTheFuture() {
    JobRun run =
        JobRun.of(
            new ForecastingBacktest(),
            series("--model", folder.resolve("any").toString(), "--missing", "interpolate"));
    assertEquals(2, run.status());
    assertTrue(run.json().path("error").asText().contains("what lies behind it"));
  }

  @Test
  void irregularSeriesAreNamed() throws IOException {
    Files.writeString(table, Files.readString(table).replaceAll("2026-01-1\\d,b,[^\\n]*\\n", ""));
    TestSpark.session();
    SeriesOptions options = new SeriesOptions();
    options.input = table.toString();
    options.timeColumn = "day";
    options.targetColumn = "sales";
    options.seriesColumn = "shop";
    SeriesTable read = SeriesTable.read(TestSpark.session(), options, null);
    assertEquals(
        "irregular: 0 duplicate rows, 10 steps without a row, 0 rows without a value, 0 rows out of"
            + " order\n  b: 0 duplicate rows, 10 steps without a row, 0 rows without a value, 0"
            + " rows out of order",
        read.irregular());
  }
}
