package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.JobRun;
import dev.recurrent.spark.run.JobStates;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are trained at the same time, and forecast together. */
class EnsembleJobTest {
  private static final float[][] NO_OTHERS = {};

  @TempDir Path folder;

  private JobRun train(SalesTable sales, String output, String... more) {
    List<String> options = new ArrayList<>(List.of("--rounds", "2", "--local-steps", "3"));
    options.addAll(List.of(more));
    return sales.train(output, options.toArray(new String[0]));
  }

  private Forecaster load(String directory) {
    return Forecaster.load(ModelDirectory.local(folder.resolve(directory)));
  }

  @Test
  void membersDependOnTheirSeedAloneAndAKilledEnsembleComesToTheSameModel() throws IOException {
    SalesTable sales = SalesTable.in(folder);
    String single = train(sales, "single").done().json().path("theta").asText();
    List<JsonNode> result = new ArrayList<>();
    List<Path> states =
        JobStates.of(
            folder.resolve("together"),
            folder.resolve("states"),
            () -> result.add(train(sales, "together", "--ensemble", "2").done().json()));
    JsonNode members = result.get(0).path("members");
    assertEquals(single, members.path(0).path("theta").asText(), "the first has the run's seed");
    assertNotEquals(single, members.path(1).path("theta").asText());
    requireMean(load("together"), List.of(load("together/members/0"), load("together/members/1")));

    String theta = result.get(0).path("theta").asText();
    for (int part = 1; part <= 2; part++) {
      String again = "again" + part;
      JobStates.copy(states.get(part * (states.size() - 1) / 3), folder.resolve(again));
      JobRun resumed = train(sales, again, "--ensemble", "2", "--resume").done();
      assertEquals(theta, resumed.json().path("theta").asText(), again);
    }
    requireNotStartedFrom(sales);
  }

  /** Two networks of three validations, of which each gives the best two. */
  @Test
  void snapshotsAreMembersThatResumeAsTheyWere() throws IOException {
    SalesTable sales = SalesTable.in(folder);
    String[] options = {"--rounds", "3", "--evaluate-every", "1", "--snapshots", "2"};
    String alone = train(sales, "alone", options).done().json().path("theta").asText();
    assertEquals(2, load("alone").members());
    JobRun refused = train(sales, "other", "--init-from", folder.resolve("alone").toString());
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("is an ensemble of 2 networks"), refused.err());

    List<String> both = new ArrayList<>(List.of(options));
    both.addAll(List.of("--ensemble", "2"));
    List<JsonNode> result = new ArrayList<>();
    List<Path> states =
        JobStates.of(
            folder.resolve("both"),
            folder.resolve("states"),
            () -> result.add(train(sales, "both", both.toArray(new String[0])).done().json()));
    assertEquals(4, load("both").members());
    assertEquals(alone, result.get(0).path("members").path(0).path("theta").asText());
    both.add("--resume");
    for (int part = 1; part <= 2; part++) {
      String again = "again" + part;
      JobStates.copy(states.get(part * (states.size() - 1) / 3), folder.resolve(again));
      JsonNode resumed = train(sales, again, both.toArray(new String[0])).done().json();
      assertEquals(result.get(0).path("theta"), resumed.path("theta"), again);
    }
  }

  private static void requireMean(Forecaster ensemble, List<Forecaster> members) {
    assertEquals(members.size(), ensemble.members());
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5;
    }
    TimeSeries series =
        new TimeSeries(
            "s", members.get(0).model().config().window().frequency(), 0, null, values, NO_OTHERS);
    Forecast together = ensemble.forecast(series);
    for (int k = 0; k < together.point().length; k++) {
      for (double level : new double[] {0.1, 0.5, 0.9}) {
        int step = k;
        double mean =
            members.stream()
                .mapToDouble(one -> one.forecast(series).quantile(level, step))
                .average()
                .orElseThrow();
        assertEquals(mean, together.quantile(level, k), 1e-9);
      }
    }
  }

  private void requireNotStartedFrom(SalesTable sales) throws IOException {
    JobRun refused = train(sales, "other", "--init-from", folder.resolve("together").toString());
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("together/members/0"), refused.err());
    assertTrue(Files.notExists(folder.resolve("other/model.json")));
  }
}
