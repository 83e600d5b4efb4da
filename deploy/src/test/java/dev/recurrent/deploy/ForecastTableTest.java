package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.job.ForecastingBacktest;
import dev.recurrent.timeseries.job.ForecastingForecast;
import dev.recurrent.timeseries.job.ForecastingTrain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule's jobs, whose rows go to tables of Iceberg. */
class ForecastTableTest {
  private static final String FORECASTS = "lake.shop.forecasts";
  private static final String BACKTESTS = "lake.shop.backtests";
  private static final String METRICS = "lake.shop.metrics";

  @TempDir Path folder;
  private LakeSession sessions;
  private SparkSession lake;

  @BeforeEach
  void open() throws ReflectiveOperationException {
    sessions = new LakeSession(folder);
    lake = sessions.lake();
    // Shops a and b rise and fall with a period of five days, one above the other.
    lake.sql(
        "CREATE TABLE lake.shop.sales USING iceberg AS SELECT date_add(DATE '2026-01-01', day) AS"
            + " day, shop, CAST(20 + ascii(shop) % 97 * 30 + 10 * sin(2 * pi() * day / 5) AS FLOAT)"
            + " AS sales FROM (SELECT explode(sequence(0, 119)) AS day), (SELECT explode(array('a',"
            + " 'b')) AS shop)");
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  private List<String> options(String words, String... more) {
    String all =
        words
            + " --input-table lake.shop.sales --time-column day --target-column sales"
            + " --series-column shop";
    List<String> options = new ArrayList<>(List.of(all.strip().split(" ")));
    options.addAll(List.of(more));
    return options;
  }

  private JobRun train(String... more) {
    List<String> options =
        options(
            "--horizon 3 --context-length 10 --hidden-size 12 --cell gru --shards 2 --batch-size 16"
                + " --epochs 2",
            more);
    options.addAll(List.of("--metrics-table", METRICS));
    options.addAll(List.of("--output", folder.resolve("run").toString()));
    options.addAll(List.of("--publish", folder.resolve("registry").toString()));
    return JobRun.of(new ForecastingTrain(), options);
  }

  private List<String> model(String... more) {
    List<String> options = options("", more);
    options.addAll(List.of("--model", folder.resolve("registry").toString()));
    return options;
  }

  private JobRun forecast(String date, String... more) {
    return forecastTo(FORECASTS, date, more);
  }

  private JobRun forecastTo(String table, String date, String... more) {
    List<String> options = model("--date", date, "--output-table", table);
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingForecast(), options);
  }

  private String rows(String query) {
    return lake.sql(query).collectAsList().toString();
  }

  @Test
  void aDateThatRunsAgainChangesNothing() {
    JsonNode trained = train().done().json();
    String rounds = "SELECT run, round, loss, theta FROM " + METRICS + " ORDER BY round";
    List<Row> metrics = lake.sql(rounds).collectAsList();
    assertEquals(trained.get("rounds").asInt(), metrics.size());
    assertEquals(1L, metrics.get(0).getLong(1));

    JsonNode result = forecast("2026-05-01").done().json();
    assertEquals(6, result.get("rows").asInt());
    assertEquals(FORECASTS, result.get("output_table").asText());
    String all = "SELECT * FROM " + FORECASTS + " WHERE date < '2026-05-02' ORDER BY series, time";
    String first = rows(all);
    assertEquals(
        "[[a,2026-05-01,2026-05-01], [a,2026-05-02,2026-05-01], [a,2026-05-03,2026-05-01],"
            + " [b,2026-05-01,2026-05-01], [b,2026-05-02,2026-05-01], [b,2026-05-03,2026-05-01]]",
        rows("SELECT series, time, date FROM " + FORECASTS + " ORDER BY series, time"));
    Row origin = lake.sql("SELECT DISTINCT model_path, model_theta FROM " + FORECASTS).first();
    assertTrue(origin.getString(0).contains("/registry/models/"), origin.toString());
    assertEquals(trained.get("theta").asText(), origin.getString(1));

    // The schedule runs all of it again, and another date.
    train("--resume").done();
    forecast("2026-05-01").done();
    forecast("2026-05-02", "--horizon", "1").done();
    assertEquals(metrics, lake.sql(rounds).collectAsList());
    assertEquals(first, rows(all));
    assertEquals("[[8]]", rows("SELECT count(*) FROM " + FORECASTS));

    aBacktestsRowsHaveTheMeansOfItsResult();
    whatDoesNotFitIsRefusedBeforeTheWork();
  }

  private void aBacktestsRowsHaveTheMeansOfItsResult() {
    List<String> options = model("--output-table", BACKTESTS, "--date", "2026-05-01");
    options.addAll(List.of("--test-rows", "12", "--stride", "2"));
    JobRun run = JobRun.of(new ForecastingBacktest(), options).done();
    JsonNode json = run.json();
    for (String metric :
        List.of("mse", "mae", "mape", "smape", "mase", "crps", "coverage_80", "msis_80")) {
      Row means =
          lake.sql(
                  "SELECT avg(model), avg(naive), avg(seasonal_naive) FROM "
                      + BACKTESTS
                      + " WHERE metric = '"
                      + metric
                      + "'")
              .first();
      assertEquals(json.get("model").get(metric).asDouble(), means.getDouble(0), 1e-6, metric);
      JsonNode naive = json.get("baselines").get("naive").get(metric);
      assertTrue(naive == null ? means.isNullAt(1) : near(naive, means.getDouble(1)), metric);
    }
    assertEquals("[[9]]", rows("SELECT count(DISTINCT metric) FROM " + BACKTESTS));
    assertEquals(
        "[[a,2026-04-19,1], [a,2026-04-19,2], [a,2026-04-19,3], [a,2026-04-21,1]]",
        rows(
            "SELECT series, origin, step FROM "
                + BACKTESTS
                + " WHERE metric = 'mae' ORDER BY series, origin, step LIMIT 4"));
    String worst = json.get("worst_series").fieldNames().next();
    assertTrue(run.err().contains("worst series: " + worst + ", MASE"), run.err());
  }

  private static boolean near(JsonNode expected, double actual) {
    return Math.abs(expected.asDouble() - actual) < 1e-6 * Math.abs(actual) + 1e-9;
  }

  private void whatDoesNotFitIsRefusedBeforeTheWork() {
    JobRun other = forecastTo(BACKTESTS, "2026-05-01");
    assertEquals(2, other.status(), other.err());
    assertTrue(other.err().contains("it has no column point DOUBLE"), other.err());
    // Before the data are opened: there is no such table.
    List<String> bands = model("--date", "2026-05-01", "--output-table", FORECASTS);
    bands.addAll(List.of("--levels", "90"));
    bands.replaceAll(word -> word.equals("lake.shop.sales") ? "lake.shop.nothing" : word);
    JobRun late = JobRun.of(new ForecastingForecast(), bands);
    assertEquals(2, late.status(), late.err());
    assertTrue(
        late.err().contains("no column low_90 DOUBLE; it has no column high_90"), late.err());
    JobRun both = forecast("2026-05-01", "--output", folder.resolve("out").toString());
    assertEquals(2, both.status(), both.err());
    assertTrue(both.err().contains("--output-table and --output exclude each other"), both.err());
  }
}
