package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvingPlanTest {
  @ParameterizedTest
  @CsvSource({
    "9,  3, 10, 9x2 3x4 1x0",
    "27, 3, 100, 27x4 9x12 3x34 1x0",
    "8,  3, 10, 8x4 2x0",
    "4,  2, 2,  4x1 2x0",
    "9,  1, 10, 9x0",
    "1,  3, 10, 1x0",
    "9,  3, 1,  9x0",
    "9,  3, 0,  9x0"
  })
  void stagesKeepOneInSomeAndTrainLonger(int trials, int keep, long length, String expected) {
    List<String> stages = new ArrayList<>();
    for (HalvingPlan.Stage stage : HalvingPlan.of(trials, keep, length).stages()) {
      stages.add(stage.trials() + "x" + stage.budget());
    }
    assertEquals(expected, String.join(" ", stages));
  }

  @Test
  void theBestGoOnTheEarlierOfEqualsFirstAndNoneThatFailed() {
    List<Trial> trials = new ArrayList<>();
    for (double score : new double[] {0.5, 0.9, 0.9, 1.0}) {
      Trial trial = new Trial(trials.size(), Map.of(), new SearchMetric("accuracy", false));
      if (trial.number() == 3) {
        trial.failed(new Diagnosis(ExitCode.DIVERGED, "diverged"));
      } else {
        trial.scored("accuracy", score);
      }
      trials.add(trial);
    }
    List<Integer> best = HalvingPlan.best(trials, 0, 2).stream().map(Trial::number).toList();
    assertEquals(List.of(1, 2), best);
    assertEquals(List.of(), HalvingPlan.best(trials, 1, 2));
  }

  private static final SearchMetric MASE = new SearchMetric("MASE", true);

  private static List<Trial> scored(String... measures) {
    List<Trial> trials = new ArrayList<>();
    for (String measure : measures) {
      Trial trial = new Trial(trials.size(), Map.of("layers", measure), MASE);
      trial.scored(measure, -1 - trials.size());
      trials.add(trial);
    }
    return trials;
  }

  @Test
  void aSearchWithoutMaseNamesTheMeasureThatItHas() {
    List<Trial> trials = scored("MAE", "MAE");
    assertFalse(TrainingSearch.requireOneMeasure(trials, MASE));
    SearchReport report = new SearchReport(trials, trials.get(0), 1);
    assertEquals("trials by MAE, lower is better:", report.lines().get(0));
    String page = report.html("runs/search");
    assertTrue(page.contains("MAE, lower is better") && !page.contains("MASE"), page);
    Map<String, Object> line = trials.get(1).toMap();
    assertEquals("MAE", line.get("metric"));
    assertEquals(List.of(2.0), line.get("scores"));
    Trial again = new Trial(1, Map.of("layers", "MAE"), MASE);
    again.restore(
        JsonObject.read(Json.line(line).getBytes(StandardCharsets.UTF_8), "trials.jsonl"));
    assertEquals(line, again.toMap());
  }

  @Test
  void errorsOfTwoMeasuresAreNotCompared() {
    List<Trial> trials = scored("MAE", "MASE", "MASE");
    assertTrue(TrainingSearch.requireOneMeasure(trials, MASE));
    assertEquals(
        "it has no MASE, as others have, but MAE",
        Objects.requireNonNull(trials.get(0).failure()).message());
    assertEquals(trials.subList(1, 3), HalvingPlan.best(trials, 0, 3));
  }
}
