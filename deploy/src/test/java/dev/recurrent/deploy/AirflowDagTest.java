package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/airflow's DAG, run on stand-ins for Airflow where there is a Python 3. */
class AirflowDagTest {
  private static final Path FILE = CommandCheck.DEPLOY.resolve("airflow/recurrent_forecasts.py");

  @TempDir static Path folder;
  private static JsonNode dag;

  @BeforeAll
  static void read() throws Exception {
    Path out = folder.resolve("dag.json");
    Path err = folder.resolve("err.txt");
    Path reader = Path.of(AirflowDagTest.class.getResource("/read_dag.py").toURI());
    Process python;
    try {
      python =
          new ProcessBuilder("python3", reader.toString(), FILE.toString())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 here");
      return;
    }
    assertTrue(python.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, python.exitValue(), Files.readString(err));
    dag = new ObjectMapper().readTree(out.toFile());
  }

  private static List<String> arguments(String task) {
    List<String> words = new ArrayList<>();
    dag.path("tasks")
        .path(task)
        .path("application_args")
        .forEach(word -> words.add(word.asText().replaceAll("\\{\\{.*?}}", "2026-01-05")));
    return words;
  }

  @Test
  void itsCommandsAreTakenByTheJar() throws Exception {
    for (String task : List.of("train", "forecast")) {
      CommandCheck.requireTaken(arguments(task));
      Class.forName(dag.path("tasks").path(task).path("java_class").asText());
    }
  }

  @Test
  void aForecastIsOfTheRunsDayAndKnowsNoLaterOne() {
    String raw = dag.path("tasks").path("forecast").path("application_args").toString();
    assertTrue(raw.contains("\"--date\",\"{{ ds }}\""), raw);
    assertTrue(raw.contains("until={{ ds }}"), raw);
  }

  @Test
  void pastDaysAreFilledInOneAfterTheOther() {
    assertEquals("True", dag.path("dag").path("catchup").asText());
    assertEquals("1", dag.path("dag").path("max_active_runs").asText());
  }

  @Test
  void mondaysTrainBeforeTheyForecastAndOtherDaysOnlyForecast() {
    JsonNode choices = dag.path("tasks").path("choose").path("choices");
    assertEquals(7, choices.size());
    choices
        .fields()
        .forEachRemaining(
            day ->
                assertEquals(
                    day.getKey().equals("2026-01-05") ? "train" : "forecast",
                    day.getValue().asText(),
                    day.getKey()));
    String edges = dag.path("edges").toString();
    assertTrue(edges.contains("[\"train\",\"forecast\"]"), edges);
    assertEquals(
        "none_failed_min_one_success",
        dag.path("tasks").path("forecast").path("trigger_rule").asText());
  }

  @Test
  void theFirstRunTrains() {
    assertEquals("2026-01-05 00:00:00", dag.path("dag").path("start_date").asText());
    assertEquals(
        "train", dag.path("tasks").path("choose").path("choices").path("2026-01-05").asText());
  }
}
