package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.JobRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The day that a forecast looks ahead from. */
class ForecastDateTest {
  @TempDir Path folder;

  private JobRun forecast(String... more) {
    List<String> options =
        new java.util.ArrayList<>(
            List.of(
                "--model", folder.resolve("none").toString(),
                "--input", "sales.csv",
                "--output", folder.resolve("out").toString()));
    options.addAll(List.of(more));
    return JobRun.of(new ForecastingForecast(), options);
  }

  @Test
  void withoutADateItIsTodaySoThatOnlyTheModelIsMissing() {
    JobRun run = forecast();
    assertEquals(5, run.status(), run.err());
    assertTrue(run.err().contains("none"), run.err());
  }

  @Test
  void aDateThatIsNoneIsRefused() {
    JobRun run = forecast("--date", "2026-02-30");
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().contains("2026-02-30"), run.err());
  }
}
