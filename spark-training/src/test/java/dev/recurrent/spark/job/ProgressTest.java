package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.ProgressListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of a run. */
class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Progress progress(boolean terminal, boolean verbose) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(new Console(err, terminal, () -> verbose));
    progress.begin(new ProgressListener.Outlook(0, 123_456, 0, "validation loss"));
    return progress;
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static RoundReport round(long number, List<Integer> diverged) {
    return new RoundReport(
        number,
        12.345,
        1.5,
        null,
        null,
        12_345_678,
        0.003,
        1,
        2,
        3,
        4,
        5,
        0,
        0,
        0,
        diverged,
        "0123456789abcdef",
        null);
  }

  @Test
  void aLineTellsHowFarHowLongAndHowGood() {
    progress(false, false).round(round(61_728, List.of()), 0.5, 0.25);
    String line = said().strip();
    assertTrue(
        line.startsWith(
            "round 61728/123456 (50%)  epoch 12.35  loss 1.5000  12.35M targets/s  0:0"),
        line);
    assertTrue(line.endsWith("left  validation loss 0.5000 (best 0.2500)"), line);
    assertTrue(line.length() <= Console.COLUMNS, line);
    assertEquals(1, said().lines().count());
  }

  /** What a person looks for stays in it: how far, how long, how good. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWidestLineFitsWithItsScoreAndItsTime(boolean terminal) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(new Console(err, terminal, () -> false));
    progress.begin(new ProgressListener.Outlook(0, 9_999_999, 60_000, "validation loss"));
    for (double score : new double[] {-0.123456, 99_999.5, 1.5e30, Double.NaN}) {
      progress.round(round(9_999_999, List.of()), score, score);
      progress.round(round(9_999_998, List.of()), null, score);
    }
    for (String line : said().split("\n|\r\u001b\\[K")) {
      assertTrue(line.length() <= Console.COLUMNS, line);
      assertFalse(line.contains("..."), line);
      assertTrue(line.isEmpty() || line.contains("validation loss"), line);
      assertTrue(line.isEmpty() || line.contains(" left"), line);
    }
  }

  @Test
  void aLineOfDivergedShardsFits() {
    progress(false, false).round(round(7, IntStream.range(0, 5_000).boxed().toList()), null, null);
    String line = said().lines().skip(1).findFirst().orElseThrow();
    assertTrue(line.endsWith("diverged [0, 1, 2, 3, 4, ...]"), line);
    assertTrue(line.length() <= Console.COLUMNS, line);
  }

  @Test
  void anActivityOfALongPathKeepsItsNumbers() {
    Console console = new Console(new PrintStream(bytes), false, () -> false);
    try (Activity reading = Activity.begin(console, "reading " + "x".repeat(300), null)) {
      String line = reading.line();
      assertEquals(Console.COLUMNS, line.length(), line);
      assertTrue(line.endsWith("..., 0:00"), line);
    }
  }

  @Test
  void theBestSoFarStaysBetweenValidations() {
    progress(false, false).round(round(1, List.of()), null, 0.25);
    assertTrue(said().contains("best validation loss 0.2500"), said());
  }

  @Test
  void detailsAreForVerbose() {
    progress(false, true).round(round(1, List.of()), null, null);
    assertTrue(said().contains("theta 0123456789abcdef"), said());
    assertEquals(2, said().lines().count());
  }

  @Test
  void aShardThatDivergedIsAlwaysSaid() {
    progress(false, false).round(round(7, List.of(3)), null, null);
    assertTrue(
        said().contains("round 7: 0 shards empty, 0 retried, 0 steps skipped, diverged [3]"));
  }

  @Test
  void aTerminalShowsOneBarThatGoesAtTheEnd() {
    Progress progress = progress(true, false);
    progress.round(round(1, List.of()), null, null);
    progress.round(round(2, List.of()), null, null);
    assertFalse(said().contains("\n"), said());
    progress.end();
    assertTrue(said().endsWith("\r\u001b[K"), said());
    for (String shown : said().split("\r\u001b\\[K", -1)) {
      assertTrue(shown.length() <= Console.COLUMNS, shown);
    }
  }

  @Test
  void aRunByMinutesHasAShareToo() {
    Progress progress = progress(false, false);
    progress.begin(new ProgressListener.Outlook(0, 0, 10, "accuracy"));
    progress.round(round(3, List.of()), 0.9, 0.95);
    assertTrue(said().startsWith("round 3 (0%)  epoch"), said());
    assertTrue(said().contains(" left  accuracy 0.9000 (best 0.9500)"), said());
  }
}
