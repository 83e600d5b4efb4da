package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesRankingTest {
  private static final WindowConfig WINDOW =
      new WindowConfig(
          4,
          1,
          null,
          false,
          1,
          List.of(),
          false,
          List.of(),
          Scaling.STANDARD,
          BaseForecast.NAIVE,
          false);

  /** The scores of one part of a series whose forecast is wrong by an error. */
  private static BacktestScores scores(String name, int part, double error, double scale) {
    SplitRule rule = new SplitRule(0, 0, 1);
    Backtest.Plan plan =
        new Backtest.Plan(new Backtest.Rows(rule, 2), WINDOW, 1, false)
            .with(List.of(), Levels.DECILES);
    TimeSeries series = new TimeSeries(name, 0, new float[12], new float[0][]);
    ForecastMetrics model = new ForecastMetrics(1);
    model.add(0, 0, error, scale);
    return new BacktestScores(
        BacktestPart.of(series, name.hashCode(), plan, 1).toList().get(part),
        1,
        model,
        new ForecastMetrics[0],
        new CellErrors(0),
        new BacktestExample(series.slice(part, part + 1), 0, new double[1], new double[0][]));
  }

  private static SeriesRanking ranking(List<BacktestScores> scores) {
    return SeriesRanking.of(TestSpark.context().parallelize(scores, 3));
  }

  private static List<String> shown(List<RankedExample> examples) {
    return examples.stream()
        .map(
            e ->
                e.rank()
                    + " "
                    + e.example().observed().name()
                    + " "
                    + e.example().observed().firstStep())
        .toList();
  }

  @Test
  void picturesAreOfTheBestTheMedianAndTheWorstSeriesAndOfTheirLastPart() {
    List<BacktestScores> scores = new ArrayList<>();
    double[] errors = {3, 1, 5, 2, 4};
    for (int part = 1; part >= 0; part--) {
      for (int i = 0; i < errors.length; i++) {
        scores.add(scores("s" + i, part, errors[i], 1));
      }
    }
    SeriesRanking ranking = ranking(scores);
    assertEquals(List.of("best s1 1", "median s0 1", "worst s2 1"), shown(ranking.examples()));
    assertEquals(3, ranking.examples().get(1).mase());
    assertEquals(Map.entry("s2", 5.0), ranking.worst().get(0));
    assertEquals(5, ranking.worst().size());
  }

  @Test
  void equalErrorsRankByName() {
    List<BacktestScores> scores = new ArrayList<>();
    for (String name : List.of("c", "b", "d", "a")) {
      scores.add(scores(name, 0, 2, 1));
    }
    assertEquals(List.of("best a 0", "median b 0", "worst d 0"), shown(ranking(scores).examples()));
  }

  @Test
  void twoSeriesAreBestAndWorstAndOneHasNoRank() {
    List<BacktestScores> scores = List.of(scores("a", 0, 2, 1), scores("b", 0, 1, 1));
    assertEquals(List.of("best b 0", "worst a 0"), shown(ranking(scores).examples()));
    assertEquals(List.of(" a 0"), shown(ranking(scores.subList(0, 1)).examples()));
  }

  @Test
  void withoutAnyMaseTheFirstSeriesAreShown() {
    SeriesRanking ranking = ranking(List.of(scores("a", 0, 2, Double.NaN)));
    assertEquals(List.of(" a 0"), shown(ranking.examples()));
    assertTrue(ranking.worst().isEmpty());
  }
}
