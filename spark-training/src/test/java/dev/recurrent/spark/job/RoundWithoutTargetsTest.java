package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.ProgressListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundWithoutTargetsTest {
  private static String line(double loss, int trained, int empty) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(new Console(out, false, () -> false));
    progress.begin(new ProgressListener.Outlook(0, 4, 0, "loss"));
    progress.round(
        new RoundReport(
            1, 0.5, loss, null, null, 10, 0.1, 1, 1, 1, 1, trained, empty, 0, 0, List.of(), "ab",
            null),
        null,
        null);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRoundWithoutTargetsIsReportedAsSuchAndNotAsALossThatIsNoNumber() {
    String line = line(Double.NaN, 0, 2);
    assertTrue(line.contains("no targets"), line);
    assertTrue(line.contains("2 shards empty"), line);
    assertFalse(line.contains("NaN"), line);
    assertTrue(line(0.25, 2, 0).contains("loss 0.2500"));
  }
}
