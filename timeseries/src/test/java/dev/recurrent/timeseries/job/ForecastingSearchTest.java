package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.spark.job.TrialRanking;
import dev.recurrent.timeseries.forecast.Forecaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with different options, of which the best is kept. */
class ForecastingSearchTest {
  @TempDir Path folder;
  private SalesTable sales;

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  private JobRun search(String output, String ranges, String... more) {
    List<String> options =
        sales.series(
            "--output",
            folder.resolve(output).toString(),
            "--search",
            ranges,
            "--horizon",
            "3",
            "--context-length",
            "10",
            "--shards",
            "2",
            "--batch-size",
            "16",
            "--epochs",
            "2",
            "--local-steps",
            "2",
            "--trials",
            "4",
            "--halving",
            "2");
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingSearch(), options);
  }

  @Test
  void aSearchThatFailedOnItsWayComesToTheSameModelHoweverManyTrialsRunAtATime()
      throws IOException {
    String ranges = "learning-rate=0.01|1e30,hidden-size=4|8";
    JobRun whole = search("whole", ranges, "--parallel", "3").done();
    JsonNode found = whole.json();
    assertEquals(4, found.path("search").path("trials").asInt());
    assertTrue(found.path("search").path("failed").asInt() >= 1, "1e30 diverges");
    double score = found.path("search").path("score").asDouble();
    assertTrue(score > 0, "MASE, not its negative");
    assertTrue(whole.err().contains("trials by MASE, lower is better:"), whole.err());
    assertEquals("0.01", found.path("search").path("options").path("learning-rate").asText());
    Forecaster.load(ModelDirectory.local(folder.resolve("whole")));
    List<String> log = Files.readAllLines(folder.resolve("whole/trials.jsonl"));
    assertEquals(4, log.size());
    assertTrue(log.stream().anyMatch(line -> line.contains("diverged")), log.toString());

    // The first stage is done, but nobody can write down what its trials came to.
    Path blocked = Files.createDirectories(folder.resolve("again/trials.jsonl/blocked"));
    assertEquals(1, search("again", ranges, "--parallel", "1").status());
    Files.delete(blocked);
    Files.delete(blocked.getParent());
    JobRun again = search("again", ranges, "--parallel", "1", "--resume").done();
    assertEquals(found.path("theta"), again.json().path("theta"));
    assertEquals(log, Files.readAllLines(folder.resolve("again/trials.jsonl")));
    JobRun more = search("again", ranges, "--resume").done();
    assertTrue(more.json().path("already_done").asBoolean());
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingRuns() {
    requireRefused("hiden-size=4..8", "the nearest is hidden-size");
    requireRefused("horizon=1..3", "horizon cannot differ");
    requireRefused("layers=-3..-1", "search gives layers -");
    requireRefused("cell=gru|gruu", "search gives cell gruu");
    requireRefused(
        "hidden-size=4..8",
        "halving needs to know the end",
        "--epochs",
        "0",
        "--max-minutes",
        "1",
        "--schedule",
        "constant");
    requireRefused("hidden-size=4..8", "ensemble belongs to train", "--ensemble", "2");
    requireRefused("cell=gru|lstm", "a range as search layers=1..3", "--layers", "1..3");
    assertTrue(Files.notExists(folder.resolve("refused")));
    List<String> none = sales.series("--output", folder.resolve("refused").toString());
    none.addAll(List.of("--horizon", "3"));
    JobRun run = JobRun.of(new ForecastingSearch(), none);
    assertEquals(2, run.status());
    assertTrue(
        run.err().contains("--search hidden-size=64..512:log,learning-rate=1e-4..1e-2:log"),
        run.err());
  }

  private void requireRefused(String ranges, String part, String... more) {
    JobRun run = search("refused", ranges, more);
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().replace("--", "").contains(part), run.err());
  }

  @Test
  void theScoreNamesTheErrorThatItIs() {
    assertEquals(
        new TrialRanking.Score("MASE", -0.5),
        ValidationForecasts.score(Map.of("mase", 0.5, "mae", 7.0)));
    assertEquals(
        new TrialRanking.Score("MAE", -7),
        ValidationForecasts.score(Map.of("mase", Double.NaN, "mae", 7.0)));
    assertEquals(
        new TrialRanking.Score("MASE", Double.NaN),
        ValidationForecasts.score(Map.of("mae", Double.POSITIVE_INFINITY)));
  }
}
