package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moved the forecasts of a network, by the command. */
class ForecastingExplainTest {
  private static final Map<String, String> COLUMNS =
      Map.of("time-column", "day", "target-column", "sales", "series-column", "shop");

  @TempDir Path folder;

  /** A network as it begins, in a model directory. */
  private String model(boolean feedback) throws IOException {
    Covariate promotion = Covariate.number("promotion", Covariate.Kind.PAST);
    WindowConfig window =
        new WindowConfig(
            8,
            3,
            Frequency.of("D"),
            true,
            5,
            List.of(5),
            false,
            List.of(promotion),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            feedback);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellType.GRU, 4, 1, 0f, true, Distribution.NORMAL));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    Map<String, byte[]> files =
        new LinkedHashMap<>(new Forecaster(model, parameters).files(Map.of("settings", COLUMNS)));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    Path directory = Files.createDirectories(folder.resolve("model-" + feedback));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory.toString();
  }

  private static JobRun explain(String model, SalesTable sales, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--model", model, "--input", sales.file().toString()));
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingExplain(), options);
  }

  @Test
  void contributionsOfEachTimeAddUpToItsForecast() throws IOException {
    SalesTable sales = SalesTable.in(folder);
    String model = model(false);
    String rows = folder.resolve("explained").toString();
    String page = folder.resolve("page").toString();
    JobRun run = explain(model, sales, "--output", rows, "--report", page, "--only", "b").done();
    assertEquals(1, run.json().path("series").asInt());
    assertEquals(rows, run.json().path("output").asText());
    String out = folder.resolve("forecasts").toString();
    JobRun.of(
            new ForecastingForecast(),
            List.of(
                "--model",
                model,
                "--input",
                sales.file().toString(),
                "--output",
                out,
                "--date",
                "2026-04-30"))
        .done();
    var read = TestSpark.session().read();
    List<Row> sums =
        read.parquet(rows)
            .groupBy("series", "time")
            .agg(functions.sum("contribution").as("sum"))
            .join(read.parquet(out + "/date=2026-04-30"), new String[] {"series", "time"}, "left")
            .collectAsList();
    assertEquals(3, sums.size());
    for (Row row : sums) {
      assertEquals(row.<Double>getAs("point"), row.<Double>getAs("sum"), 1e-4);
    }
    List<String> sources =
        read.parquet(rows).select("source").distinct().orderBy("source").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    assertEquals(
        List.of("baseline", "calendar", "lag 5", "naive forecast", "promotion", "value"), sources);
    String html = Files.readString(folder.resolve("page/report.html"));
    assertTrue(html.contains("Contributions along the horizon"), html);
    assertTrue(html.contains(">b</h2>") && !html.contains(">a</h2>"), html);
  }

  @Test
  void whatCannotBeExplainedIsRefusedBeforeTheTableIsRead() throws IOException {
    SalesTable sales = SalesTable.in(folder);
    String model = model(false);
    JobRun unknown =
        explain(model, sales, "--output", folder.resolve("x").toString(), "--only", "b,z");
    assertEquals(4, unknown.status());
    assertTrue(unknown.err().contains("series that the table has not: [z]"), unknown.err());
    JobRun nowhere = explain(model, sales);
    assertEquals(2, nowhere.status());
    assertTrue(nowhere.err().contains("--output or --output-table is required"), nowhere.err());
    JobRun drawn = explain(model(true), sales, "--output", folder.resolve("y").toString());
    assertEquals(2, drawn.status());
    assertTrue(drawn.err().contains("draws its forecasts"), drawn.err());
  }
}
