package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are small, large, infinite or not there; covariates of which some are missing. */
class ForecastingValuesTest {
  @TempDir Path folder;
  private SalesTable sales;

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  private void change(UnaryOperator<String> rows) throws IOException {
    Files.writeString(sales.file(), rows.apply(Files.readString(sales.file())));
  }

  private JobRun forecast(String date, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--model", folder.resolve("model").toString(), "--input"));
    options.addAll(List.of(sales.file().toString(), "--date", date));
    options.addAll(List.of("--output", folder.resolve("forecasts").toString()));
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingForecast(), options);
  }

  private static String error(JobRun run, int status) {
    assertEquals(status, run.status(), run.err());
    return run.json().path("error").asText();
  }

  @Test
  void valuesOfAnyUnitTrainAsThoseOfOneDo() throws IOException {
    double loss = validation("one").path("loss").asDouble();
    for (String unit : new String[] {"e-30", "e30"}) {
      change(rows -> rows.replaceAll("(,[ab],[0-9.]+)[^,]*,", "$1" + unit + ","));
      JsonNode validation = validation("unit" + unit);
      assertEquals(loss, validation.path("loss").asDouble(), 2e-3 * loss);
      assertTrue(validation.path("mase").asDouble() > 0, validation.toString());
    }
  }

  private JsonNode validation(String output) {
    return sales.train(output, "--epochs", "1").done().json().path("validation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e39", "-1e39", "inf", "-Infinity"})
  void anInfiniteValueIsNamedAndNoDivergence(String value) throws IOException {
    change(rows -> rows.replaceFirst("2026-02-01,b,[^,]*,", "2026-02-01,b," + value + ","));
    assertTrue(
        error(sales.train("bad"), 4)
            .contains(
                "series \"b\" at 2026-02-01: column \"sales\" holds "
                    + value
                    + ", which is infinite or more than a 32-bit float can hold"),
        value);
  }

  @Test
  void anInfiniteCovariateOrWideCellIsNamed() throws IOException {
    change(rows -> rows.replaceFirst("(2026-02-01,a,[^,]*,)[01]", "$11e300"));
    String error = error(sales.train("bad", "--covariates", "promotion"), 4);
    assertTrue(error.contains("series \"a\" at 2026-02-01: column \"promotion\" holds"), error);
    Path wide = Files.writeString(folder.resolve("wide.csv"), "s,v1,v2,v3\nx,1,2,3\ny,1,inf,3\n");
    JobRun run =
        JobRun.of(
            new ForecastingTrain(),
            List.of("--wide", "--input", wide.toString(), "--output", folder.resolve("w") + ""));
    assertTrue(
        error(run, 4).contains("wide.csv, row 2: series \"y\": column \"v2\" holds inf"),
        run.err());
  }

  @Test
  void aSeriesWithoutACovariateIsNamedAndLeftOutWithinTheBudget() throws IOException {
    change(rows -> rows.replaceAll("(?m)^(.*,b,.*,)[01]$", "$1"));
    String error = error(sales.train("bad", "--covariates", "promotion"), 4);
    assertTrue(
        error.startsWith(
            "1 of 2 series cannot be used: series \"b\" has no value of covariate \"promotion\""),
        error);
    JobRun within =
        sales.train("model", "--covariates", "promotion", "--bad-series", "1", "--epochs", "1");
    JsonNode bad = within.done().json().path("bad_series");
    assertEquals("has no value of covariate \"promotion\"", bad.path("b").asText());
    assertEquals(1, bad.size());
    assertTrue(Double.isFinite(within.json().path("validation").path("loss").asDouble()));
  }

  @Test
  void oneBadSeriesDoesNotKeepTheGoodOnesFromBeingPublished() throws IOException {
    String[] covariates = {"--covariates", "promotion", "--epochs", "1"};
    sales.train("model", covariates).done();
    StringBuilder future = new StringBuilder();
    for (int day = 0; day < 3; day++) {
      LocalDate date = LocalDate.of(2026, 1, 1).plusDays(SalesTable.DAYS + day);
      future.append(date).append(",a,,1\n").append(date).append(",b,,");
      // The middle day of b is not known.
      future.append(day == 1 ? "\n" : "1\n");
    }
    change(rows -> rows + future);
    String error = error(forecast("2026-05-01"), 4);
    assertTrue(
        error.contains("series \"b\" has no value of covariate \"promotion\" 2 steps after"),
        error);
    assertFalse(Files.exists(folder.resolve("forecasts/date=2026-05-01")));

    JobRun published = forecast("2026-05-01", "--bad-series", "0.5").done();
    assertEquals(3, published.json().path("rows").asInt());
    assertTrue(published.json().path("bad_series").has("b"), published.json().toString());
    Path day = folder.resolve("forecasts/date=2026-05-01");
    assertTrue(Files.readString(day.resolve("_forecast.json")).contains("2 steps after"));
    JobRun again = forecast("2026-05-01").done();
    assertTrue(again.json().path("already_done").asBoolean());
    assertTrue(again.json().path("bad_series").has("b"), again.json().toString());
    List<String> columns = Arrays.asList(TestSpark.session().read().parquet(day + "").columns());
    assertEquals(List.of("series", "time", "point", "q10"), columns.subList(0, 4));
    assertEquals("mean", columns.get(columns.size() - 1));
  }

  @Test
  void aModelKnowsItsTableAndWhatIsGivenMustAgree() throws IOException {
    String text = Files.readString(sales.file()).replace(",promotion\n", ",promotion,rain\n");
    Files.writeString(sales.file(), text.replaceAll("(?m)^(.*,[01])$", "$1,2"));
    sales
        .train(
            "model", "--past-covariates", "rain,promotion", "--missing", "forward", "--epochs", "1")
        .done();
    List<String> bare =
        List.of("--model", folder.resolve("model") + "", "--input", sales.file() + "");
    JsonNode measured = JobRun.of(new ForecastingBacktest(), bare).done().json();
    assertEquals(2, measured.path("windows").asInt());
    assertEquals(6, forecast("2026-05-01").done().json().path("rows").asInt());
    forecast("2026-05-02", "--past-covariates", "promotion,rain", "--frequency", "D").done();
    for (String[] wrong :
        new String[][] {
          {"--time-column", "date", "day"},
          {"--target-column", "rain", "sales"},
          {"--series-column", "store", "shop"},
          {"--missing", "mask", "forward"},
          {"--frequency", "W-SUN", "D"},
          {"--past-covariates", "rain", "[rain, promotion]"}
        }) {
      String error = error(forecast("2026-05-03", wrong[0], wrong[1]), 2);
      assertTrue(error.contains(wrong[0]) && error.contains(wrong[1]), error);
      assertTrue(error.contains("trained with " + wrong[2]), error);
    }
    assertTrue(error(forecast("2026-05-03", "--wide"), 2).contains("--time-column day"));
  }

  /** Thousands with points, between circumflexes, in Latin-1, a row and a series not usable. */
  private void writeAsFewDo() throws IOException {
    String rows = Files.readString(sales.file()).replaceAll("(?m)^(.*,a,.*,)[01]$", "$1");
    String thousands =
        Pattern.compile(",([ab]),([0-9.]+),")
            .matcher(rows)
            .replaceAll(
                row -> {
                  int value = (int) Math.round(100 * Double.parseDouble(row.group(2)));
                  return String.format(
                      Locale.ROOT, ",%s,%d.%03d,", row.group(1), value / 1000, value % 1000);
                });
    String broken = thousands.replaceFirst("2026-02-01,b,[^,]*,", "2026-02-01,b,lost,");
    Files.writeString(
        sales.file(),
        broken.replace(",b,", ",\u00e9,").replace(',', '^'),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void howTheTableWasReadInTrainingItIsReadInTheForecast() throws IOException {
    writeAsFewDo();
    String[] said = {
      "--decimal", ",", "--delimiter", "^", "--encoding", "ISO-8859-1", "--max-bad-fraction",
      "0.01", "--bad-series", "1", "--past-covariates", "promotion", "--epochs", "1"
    };
    sales.train("model", said).done();
    assertEquals(3, forecast("2026-05-01").done().json().path("rows").asInt());
    String day = folder.resolve("forecasts/date=2026-05-01").toString();
    for (Row row : TestSpark.session().read().parquet(day).collectAsList()) {
      assertEquals("\u00e9", row.getAs("series"));
      assertTrue(row.<Number>getAs("point").doubleValue() > 1000, row.toString());
    }
    assertTrue(
        error(forecast("2026-05-03", "--decimal", "."), 2)
            .startsWith("--decimal is ., the model was trained with ,"));
    // A budget is of this table: what is given holds.
    assertTrue(error(forecast("2026-05-03", "--max-bad-fraction", "0"), 4).contains("lost"));
    assertTrue(error(forecast("2026-05-03", "--bad-series", "0"), 4).contains("--bad-series 0"));
  }
}
