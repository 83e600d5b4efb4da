package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in a notebook's session. */
class SessionJobsTest {
  @TempDir Path folder;

  private static String last(String printed) {
    return printed.lines().reduce("", (before, line) -> line);
  }

  @Test
  void aJobThatFailsSaysSoInItsLastLineAndLeavesTheSessionOpen() {
    SparkSession session = TestSpark.session();
    String missing = folder.resolve("missing.csv").toString();
    List<String> words =
        List.of("sentiment", "train", "--input", missing, "--output", folder.toString() + "/run");
    String line = last(SessionJobs.run(session, words));
    assertTrue(line.startsWith("{\"task\":\"sentiment\",\"action\":\"train\""), line);
    assertTrue(line.contains("\"status\":\"failed\",\"exit\":4"), line);
    assertFalse(session.sparkContext().isStopped());
    assertEquals(3, session.range(3).count());
  }

  @Test
  void whatAJobPrintsIsReturnedToo() throws IOException {
    Path model = TinyServed.write(folder.resolve("model"), "complete");
    SparkSession session = TestSpark.session();
    List<String> sample =
        List.of("generation", "sample", "--model", model.toString(), "--length", "3");
    assertTrue(SessionJobs.run(session, sample).lines().count() > 1);
    String summary =
        SessionJobs.run(session, List.of("model", "summary", "--model", model.toString()));
    assertTrue(summary.contains("embedding"), summary);
  }

  @Test
  void wordsThatAreNoCommandAndHelp() {
    SparkSession session = TestSpark.session();
    String line = last(SessionJobs.run(session, List.of("forecastin", "train")));
    assertTrue(line.contains("\"exit\":2"), line);
    String help = SessionJobs.run(session, List.of("forecasting", "--help"));
    assertTrue(help.contains("backtest") && !last(help).startsWith("{"), help);
  }
}
