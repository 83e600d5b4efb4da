package dev.recurrent.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is read at its validations, ours and a peer's alike. */
class TrainingSuiteTest {
  @TempDir Path directory;

  private static final TrainingCurve CURVE =
      new TrainingCurve(
          "P",
          List.of(
              new TrainingCurve.Point(10, 1000, 2.0),
              new TrainingCurve.Point(20, 3000, 1.6),
              new TrainingCurve.Point(30, 5000, 1.7)),
          20_000L);

  @Test
  void ratesLeaveTheFirstStretchOut() {
    assertEquals(200, CURVE.targetsPerSecond(), 1e-9);
    assertEquals(0, CURVE.spread(), 1e-9);
    assertEquals(1.6, CURVE.best(), 1e-9);
  }

  @Test
  void theTimeToALossLiesBetweenValidations() {
    assertEquals(15, CURVE.secondsTo(1.8), 1e-9);
    assertEquals(10, CURVE.secondsTo(2.5), 1e-9);
    assertTrue(Double.isNaN(CURVE.secondsTo(1.5)));
    assertTrue(CURVE.line(1.5, CURVE).contains("no time"));
    assertEquals("never", CURVE.row(1.5, CURVE).get("minutes_to_target"));
  }

  @Test
  void thePageHasARowForEachCurveWithoutItsPoints() {
    String page = BenchmarkPage.with("", "training", List.of(CURVE.row(1.8, CURVE)), "0.1.0+a");
    assertTrue(
        page.contains(
            "| name | targets per second | spread | ratio | minutes to target | best | bytes up |"),
        page);
    assertTrue(page.contains("| P | 200 | 0.00 | 1.00 | 0.250 | 1.60 | 20000 |"), page);
  }

  @Test
  void bytesAreToldWhereTheyWereCounted() {
    assertTrue(CURVE.line(1.5, CURVE).endsWith("; 0 MB up, 4.0 bytes a target"));
    TrainingCurve other = new TrainingCurve("P", CURVE.points(), null);
    assertFalse(other.line(1.5, CURVE).contains("MB"));
    assertFalse(other.row(1.5, CURVE).containsKey("bytes_up"));
  }

  @Test
  void secondsAndTargetsAddUpOverRounds() throws IOException {
    String round =
        "{\"broadcastMillis\":100,\"computeMillis\":300,\"reduceMillis\":100,"
            + "\"targetsPerSecond\":1000.0%s}";
    TrainingCurve curve =
        TrainingSuite.curve(
            List.of(String.format(round, ""), String.format(round, ",\"validation\":1.5")), 7);
    assertEquals(List.of(new TrainingCurve.Point(1, 1000, 1.5)), curve.points());
  }

  @Test
  void aRunAndAPeerStandBesideOneAnother() throws IOException {
    Path text = directory.resolve("text");
    Files.writeString(text, "to be or not to be, that is the question. ".repeat(150));
    TrainingTask task = new TrainingTask(text.toString(), "gru", 8, 4, 8, 2, 3.0);
    String answer =
        "{\\\"name\\\":\\\"P\\\",\\\"points\\\":[[1,10,2.5],[2,20,2.0]],\\\"bytes_up\\\":70}";
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Map<String, Object> result =
        new TrainingSuite(TestSpark.session(), nowhere)
            .run(task, List.of("sh -c 'read task; echo " + answer + "'"));
    List<?> rows = (List<?>) result.get("rows");
    assertEquals(2, rows.size());
    assertTrue(rows.get(0).toString().contains("Recurrent, 2 shards"), rows.toString());
    assertEquals(10.0, ((Map<?, ?>) rows.get(1)).get("targets_per_second"));
    assertEquals(70L, ((Map<?, ?>) rows.get(1)).get("bytes_up"));
    // At least the network's floats from every shard.
    long own = (Long) ((Map<?, ?>) rows.get(0)).get("bytes_up");
    assertTrue(own > 2 * 4 * 3 * 8 * 8, own + " bytes");
  }

  @Test
  void aRunThatFailsIsNoResult() {
    TrainingTask task = TrainingTask.of(directory.resolve("missing").toString());
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    assertThrows(
        JobException.class,
        () -> new TrainingSuite(TestSpark.session(), nowhere).run(task, List.of()));
  }
}
