package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.spark.run.JobStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words of the table by the commands: learned, missing, and of a shop that is not open yet. */
class CategoriesJobTest {
  @TempDir Path folder;

  /** The table of sales with a word for each row, a region for each shop, and more rows. */
  private SalesTable table(String more) throws IOException {
    SalesTable sales = SalesTable.in(folder);
    String text =
        Files.readString(sales.file())
            .replace("promotion\n", "promotion,region\n")
            .replaceAll("(?m)^(.*),1$", "$1,leaflet")
            .replaceAll("(?m)^(.*),0$", "$1,")
            .replaceAll("(?m)^(.*,a,.*)$", "$1,north")
            .replaceAll("(?m)^(.*,b,.*)$", "$1,south");
    Files.writeString(sales.file(), text + more);
    return sales;
  }

  private List<String> forecast(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--model",
                folder.resolve("model").toString(),
                "--input",
                folder.resolve("sales.csv").toString(),
                "--output",
                folder.resolve("forecasts").toString(),
                "--date",
                "2026-04-30"));
    options.addAll(List.of(more));
    return options;
  }

  /** Values that are dropped at random are those of the same rounds. */
  private void aKilledTrainingComesToTheSameModel(SalesTable sales, List<String> words)
      throws IOException {
    List<JobRun> whole = new ArrayList<>();
    List<Path> states =
        JobStates.of(
            folder.resolve("model"),
            folder.resolve("states"),
            () -> whole.add(sales.train("model", words.toArray(String[]::new)).done()));
    Path first = Path.of("checkpoints", "round-0000000001", Manifest.NAME);
    List<Path> afterOne = states.stream().filter(s -> Files.exists(s.resolve(first))).toList();
    JobStates.copy(afterOne.get(0), folder.resolve("killed"));
    words.add("--resume");
    JobRun resumed = sales.train("killed", words.toArray(String[]::new)).done();
    assertTrue(resumed.err().contains("resuming after round 1\n"), resumed.err());
    assertEquals(whole.get(0).json().path("theta"), resumed.json().path("theta"));
  }

  @Test
  void wordsHaveVectorsAndAShopThatOpensIsForecast() throws IOException {
    SalesTable sales = table("");
    String[] columns = {"--past-covariates", "promotion", "--static-covariates", "region"};
    JobRun unnamed = sales.train("model", columns);
    assertEquals(4, unnamed.status());
    assertTrue(unnamed.err().contains("name a column of words among --categories"), unnamed.err());
    JobRun nowhere = sales.train("model", "--categories", "promotion");
    assertEquals(2, nowhere.status());
    assertTrue(nowhere.err().contains("say when the values are known"), nowhere.err());
    List<String> words = new ArrayList<>(List.of(columns));
    words.addAll(List.of("--categories", "promotion", "--series-embedding", "true"));
    words.addAll(List.of("--epochs", "1", "--local-steps", "3", "--baselines", "naive"));
    aKilledTrainingComesToTheSameModel(sales, words);
    String json = Files.readString(folder.resolve("model/model.json"));
    assertTrue(json.replaceAll("\\s", "").contains("\"words\":[\"north\",\"south\"]"), json);

    // The shop c opens on the second of May, and d has been open for a day.
    table("2026-05-02,c,,,west\n2026-05-03,c,,,west\n2026-04-30,d,31.5,,south\n");
    JobRun run = JobRun.of(new ForecastingForecast(), forecast()).done();
    assertEquals(12, run.json().path("rows").asInt());
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(folder.resolve("forecasts/date=2026-04-30").toString())
            .where("series in ('c', 'd')")
            .orderBy("series", "time")
            .collectAsList();
    assertEquals("2026-05-02", rows.get(0).getAs("time").toString());
    assertEquals("2026-05-01", rows.get(3).getAs("time").toString());
    rows.forEach(row -> assertTrue(Double.isFinite(row.<Double>getAs("point")), row.toString()));

    SalesTable.in(folder);
    JobRun missing = JobRun.of(new ForecastingForecast(), forecast("--date", "2026-04-29"));
    assertEquals(4, missing.status());
    assertTrue(missing.err().contains("\"region\""), missing.err());
    JobRun other =
        JobRun.of(
            new ForecastingForecast(),
            forecast("--date", "2026-04-28", "--categories", "promotion,day"));
    assertEquals(2, other.status());
    assertTrue(other.err().contains("--categories are [promotion, day]"), other.err());
  }
}
