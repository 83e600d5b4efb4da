package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.report.HtmlReport;
import dev.recurrent.spark.LineModel;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.TrainingRun;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunFiguresTest {

  /** Each round trains on 1,000 targets in half a second; each tenth is validated. */
  private static RoundReport round(int number, boolean scored) {
    boolean validated = number % 10 == 0;
    double loss = 1 + 100.0 / number;
    return new RoundReport(
        number,
        number / 10.0,
        loss,
        validated ? loss + Math.abs(number - 50) : null,
        validated && scored ? Math.min(80.0, number) : null,
        2000,
        0.001,
        50,
        400,
        50,
        20,
        2,
        0,
        0,
        0,
        List.of(),
        "theta" + number,
        null);
  }

  private static String page(int rounds, boolean scored, TrainingRun.@Nullable End end) {
    List<RoundReport> all =
        IntStream.rangeClosed(1, rounds).mapToObj(i -> round(i, scored)).toList();
    return new HtmlReport(
            "Run",
            "",
            new RunFigures(all, new LineModel(3), "nats", "accuracy", end)
                .sections(
                    Map.of("local-steps", "auto"),
                    Map.of("localSteps", 7, "spark", "3.5"),
                    List.of("model.json", "tokenizer.json")))
        .html();
  }

  @Test
  void marksTheBestValidationAtItsTargetsAndItsTime() {
    String html = page(100, false, TrainingRun.End.ROUNDS);
    assertTrue(html.contains("<g class=\"mark\" data-x=\"50000.0\">"), "round 50 of 1,000 targets");
    assertTrue(html.contains("<g class=\"mark\" data-x=\"25.0\">"), "round 50 of half a second");
    assertFalse(html.contains("accuracy"), "no round has a score");
  }

  @Test
  void aScoreDecidesWhichValidationIsBest() {
    String html = page(100, true, TrainingRun.End.ROUNDS);
    assertTrue(html.contains("<figcaption>Validation accuracy</figcaption>"));
    assertTrue(html.contains(">validation accuracy</th>"));
    assertFalse(html.contains(">score<"), "the chart and the table name the metric");
    assertTrue(html.contains("<g class=\"mark\" data-x=\"80000.0\">"), "the least loss of equals");
  }

  @Test
  void showsTheEffectiveSettingsAndLinksTheRunsFiles() {
    String html = page(3, false, TrainingRun.End.ROUNDS);
    assertTrue(html.contains("<th scope=\"row\">local-steps</th><td>7</td>"));
    assertFalse(html.contains("localSteps"));
    for (String file :
        List.of(
            "model.json",
            "parameters.safetensors",
            "tokenizer.json",
            "metrics.jsonl",
            "manifest.json",
            "run-status.json")) {
      assertEquals(2, html.split("<a href=\"./" + file + "\">", -1).length, file);
    }
  }

  @Test
  void aRunThatGoesOnHasAPageFromItsFirstRound() {
    String html = page(1, false, null);
    assertTrue(html.contains("not finished"));
    assertTrue(html.contains("theta1"));
  }

  @Test
  void aLongRunHasASmallPageWithEveryValidation() {
    String html = page(20_000, false, TrainingRun.End.EPOCHS);
    assertTrue(html.length() < 2_000_000, () -> "" + html.length());
    assertTrue(html.contains(">theta10<") && html.contains(">theta20000<"));
    assertTrue(html.contains("Every 100 rounds"));
  }
}
