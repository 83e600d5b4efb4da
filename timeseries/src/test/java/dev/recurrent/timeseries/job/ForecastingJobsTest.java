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

/** The three jobs on series that a network can learn and a naive forecast cannot. */
class ForecastingJobsTest {
  private static final int DAYS = SalesTable.DAYS;

  @TempDir Path folder;
  private SalesTable sales;

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  @Test
  void aNetworkIsTrainedMeasuredAndForecasts() throws IOException {
    JobRun trained = sales.train("model").done();
    JsonNode validation = trained.json().path("validation");
    double naive = validation.path("baselines").path("naive").path("mse").asDouble();
    assertTrue(validation.path("mse").asDouble() < 0.1 * naive, validation.toString());
    String report = Files.readString(folder.resolve("model/report.html"));
    assertTrue(report.contains("80% interval") && report.contains("Best series: "));
    assertTrue(report.contains("data-x=\"time\"") && report.contains("<th scope=\"row\">2026-"));
    assertTrue(report.contains("<a href=\"./metrics.jsonl\">"));

    String model = folder.resolve("model").toString();
    JobRun measured =
        JobRun.of(
                new ForecastingBacktest(),
                sales.series(
                    "--model",
                    model,
                    "--test-rows",
                    "20",
                    "--levels",
                    "50,95",
                    "--report",
                    folder.resolve("tested").toString()))
            .done();
    ReportedMeasures.require(measured.json(), folder.resolve("tested/report.html"));
    // 18 origins in each of two series.
    assertEquals(36, measured.json().path("windows").asInt());
    assertEquals(3, measured.json().path("horizon").asInt());
    double mse = measured.json().path("model").path("mse").asDouble();
    double naiveMse = measured.json().path("baselines").path("naive").path("mse").asDouble();
    assertTrue(mse < 0.1 * naiveMse, measured.json().toString());

    requireForecasts(model);
    requireServing(model);
    requireModelAndInputAlone(model);
  }

  /** The model knows the rest, and a directory beside its own takes the forecasts. */
  private void requireModelAndInputAlone(String model) throws IOException {
    String input = sales.file().toString();
    List<String> options = List.of("--model", model + "/", "--input", input);
    JobRun.of(new ForecastingBacktest(), options).done();
    JobRun today = JobRun.of(new ForecastingForecast(), options);
    assertEquals(4, today.status());
    assertTrue(today.err().contains("bring the table up to date"), today.err());
    List<String> dated = new ArrayList<>(options);
    dated.addAll(List.of("--date", "2026-05-01"));
    String output =
        JobRun.of(new ForecastingForecast(), dated).done().json().path("output").asText();
    assertEquals(folder.resolve("model-forecasts") + "/date=2026-05-01", output);
    assertTrue(Files.exists(Path.of(output, "_forecast.json")));
    dated.addAll(List.of("--output", model));
    JobRun inside = JobRun.of(new ForecastingForecast(), dated);
    assertEquals(2, inside.status());
    assertTrue(inside.err().contains("the model's own directory"), inside.err());
    requireFollowed(model, input);
  }

  private void requireFollowed(String model, String input) throws IOException {
    StringBuilder rows = new StringBuilder("day,shop,sales\n");
    for (int day = 1; day < 10; day++) {
      for (String shop : List.of("b", "c")) {
        rows.append("2026-05-0").append(day).append(',').append(shop).append(",3\n");
      }
    }
    rows.append("2026-05-09,b,3\n");
    String more = Files.writeString(folder.resolve("more.csv"), rows).toString();
    JobRun run =
        JobRun.of(
                new ForecastingBacktest(),
                List.of("--model", model, "--input", input, "--test-input", more))
            .done();
    assertTrue(run.err().contains("irregular: 1 duplicate row"), run.err());
    assertTrue(run.err().contains("1 series is in --input only"), run.err());
    assertTrue(run.err().contains("1 series is in --test-input only"), run.err());
  }

  @Test
  void aModelWithoutANameNeedsAnOutput() {
    for (String model : List.of("/", "..", ".", "a/..")) {
      JobRun run =
          JobRun.of(new ForecastingForecast(), List.of("--model", model, "--input", "x.csv"));
      assertEquals(2, run.status(), run.err());
      assertTrue(run.err().contains("--output is required"), run.err());
    }
  }

  private JobRun forecast(String model, String date) {
    return JobRun.of(
        new ForecastingForecast(),
        sales.series(
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
    requireDates(model);
  }

  private void requireDates(String model) throws IOException {
    JobRun stale = forecast(model, "2026-05-09");
    assertEquals(4, stale.status());
    assertEquals(
        "the data end at 2026-04-30, 9 steps before --date 2026-05-09, expected at most 7: bring"
            + " the table up to date, pass --date, or raise --max-staleness",
        stale.json().path("error").asText());
    assertEquals("date=2026-05-03\n", Files.readString(folder.resolve("forecasts/latest")));
    assertFalse(Files.exists(folder.resolve("forecasts/date=2026-05-09")));

    forecast(model, "2026-03-01").done();
    String path = folder.resolve("forecasts/date=2026-03-01").toString();
    Dataset<Row> backfill = TestSpark.session().read().parquet(path);
    assertEquals("2026-03-02", backfill.orderBy("time").first().getString(1));
    assertEquals(6, backfill.count());
  }

  private void requireServing(String model) {
    Forecaster forecaster = Forecaster.load(ModelDirectory.local(Path.of(model)));
    float[] values = new float[DAYS];
    for (int day = 0; day < DAYS; day++) {
      values[day] = (float) (20 + 10 * Math.sin(2 * Math.PI * day / 5));
    }
    long step = forecaster.model().config().window().frequency().step(1_767_225_600_000_000L);
    TimeSeries series = new TimeSeries("a", step, values, new float[0][]);
    assertEquals(20, forecaster.forecast(series).point()[0], 4);
  }

  @Test
  void theSameSeedGivesTheSameThetaAlsoInAnotherOrderOfRows() throws IOException {
    String first = sales.train("one", "--epochs", "1").done().json().path("theta").asText();
    List<String> lines = new ArrayList<>(Files.readAllLines(sales.file()));
    List<String> reversed = new ArrayList<>(lines.subList(0, 1));
    for (int i = lines.size() - 1; i > 0; i--) {
      reversed.add(lines.get(i));
    }
    Files.write(sales.file(), reversed);
    assertEquals(first, sales.train("two", "--epochs", "1").done().json().path("theta").asText());
  }

  @Test
  void staticAndPastCovariatesAreInputs() throws IOException {
    String text =
        Files.readString(sales.file())
            .replace("promotion\n", "promotion,region\n")
            .replaceAll("(?m)^(.*,a,.*)$", "$1,north")
            .replaceAll("(?m)^(.*,b,.*)$", "$1,south");
    Files.writeString(sales.file(), text);
    String[] inputs = {"--past-covariates", "promotion", "--static-covariates", "region"};
    sales.train("with", concat(inputs, "--epochs", "1")).done();
    Forecaster forecaster = Forecaster.load(ModelDirectory.local(folder.resolve("with")));
    assertEquals(
        List.of("PAST promotion null", "STATIC region [north, south]"),
        forecaster.model().config().window().covariates().stream()
            .map(c -> c.kind() + " " + c.name() + " " + c.words())
            .toList());
    String[] options = {
      "--model", folder.resolve("with").toString(),
      "--output", folder.resolve("f").toString(),
      "--date", "2026-05-01"
    };
    JobRun.of(new ForecastingForecast(), sales.series(concat(options, inputs))).done();
    options[5] = "2026-05-02";
    JobRun.of(new ForecastingForecast(), sales.series(concat(options))).done();
    options[5] = "2026-05-03";
    JobRun other =
        JobRun.of(
            new ForecastingForecast(),
            sales.series(concat(options, "--past-covariates", "region")));
    assertEquals(2, other.status());
    assertEquals(
        "--past-covariates are [region], the model was trained with [promotion]",
        other.json().path("error").asText());

    Files.writeString(sales.file(), text.replaceFirst(",north", ",south"));
    JobRun changing = sales.train("bad", concat(inputs, "--epochs", "1"));
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
  void aNetworkOverSegmentsTellsSeriesApartAndForecastsNewOnes() throws IOException {
    JobRun trained =
        sales
            .train(
                "segments",
                "--architecture",
                "segment",
                "--segment-length",
                "5",
                "--window-weights",
                "uniform",
                "--covariates",
                "promotion")
            .done();
    JsonNode validation = trained.json().path("validation");
    double naive = validation.path("baselines").path("naive").path("mse").asDouble();
    assertTrue(validation.path("mse").asDouble() < 0.4 * naive, validation.toString());
    Path model = folder.resolve("segments");
    var config = Forecaster.load(ModelDirectory.local(model)).model().config();
    assertEquals(List.of("a", "b"), config.window().series());
    assertEquals(List.of(), config.window().lags());

    String rows = Files.readString(sales.file());
    String end =
        "2026-05-01,a,,0\n2026-05-02,a,,0\n2026-05-03,a,,0\n"
            + "2026-05-01,new,,0\n2026-05-02,new,,0\n2026-05-03,new,,0\n";
    String only =
        rows.lines().filter(row -> row.contains(",a,")).reduce("", (x, y) -> x + y + "\n");
    Files.writeString(
        sales.file(), "day,shop,sales,promotion\n" + only + only.replace(",a,", ",new,") + end);
    JobRun run =
        JobRun.of(
                new ForecastingForecast(),
                List.of(
                    "--model",
                    model.toString(),
                    "--input",
                    sales.file().toString(),
                    "--date",
                    "2026-04-30"))
            .done();
    Dataset<Row> forecasts = TestSpark.session().read().parquet(run.json().path("output").asText());
    assertEquals(6, forecasts.count());
    for (Row row : forecasts.orderBy("series", "time").collectAsList()) {
      assertEquals(20, row.getDouble(2), 15, row.toString());
    }
  }
}
