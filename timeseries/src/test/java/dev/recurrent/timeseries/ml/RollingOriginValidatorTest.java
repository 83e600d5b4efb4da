package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.util.List;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RollingOriginValidatorTest {
  private static final double NAN = Double.NaN;

  @Test
  void aMetricThatIsNoNumberIsTheWorstWhereverItStands() {
    assertEquals(1, RollingOriginValidator.best(List.of(NAN, 3.0, 4.0), false));
    assertEquals(2, RollingOriginValidator.best(List.of(NAN, 3.0, 4.0), true));
    assertEquals(0, RollingOriginValidator.best(List.of(3.0, NAN, 3.0), false));
    assertEquals(2, RollingOriginValidator.best(List.of(3.0, NAN, 2.0), false));
  }

  /** The series a has 40 rows, b has so many. */
  private static Dataset<Row> table(int rowsOfB) {
    return TestSpark.session()
        .range(0, 80, 1, 1)
        .filter("id % 2 = 0 or id < " + 2 * rowsOfB)
        .selectExpr(
            "date_add(date'2026-01-01', int(id / 2)) as day",
            "if(id % 2 = 0, 'a', 'b') as shop",
            "double(id) as sales");
  }

  private static String refusal(RecurrentForecaster forecaster, int folds, Dataset<Row> table) {
    RegressionEvaluator evaluator = new RegressionEvaluator().setLabelCol("sales");
    ParamMap[] grid = {new ParamMap()};
    RollingOriginValidator search = new RollingOriginValidator(forecaster, grid, evaluator, folds);
    return assertThrows(IllegalArgumentException.class, () -> search.fit(table)).getMessage();
  }

  @Test
  void foldsThatAreLongerThanASeriesAreRefusedBeforeTraining() {
    RecurrentForecaster forecaster =
        new RecurrentForecaster()
            .setTimeCol("day")
            .setTargetCol("sales")
            .setSeriesCol("shop")
            .setHorizon(5);
    String shortest = refusal(forecaster, 3, table(15));
    assertTrue(
        shortest.startsWith(
            "the shortest series has 15 rows with a target, expected more than 15 for 3 folds"),
        shortest);
    String longest = refusal(forecaster, 7, table(40));
    assertTrue(longest.startsWith("the longest series has 40 rows"), longest);
    Dataset<Row> alone = table(0).drop("shop");
    RecurrentForecaster one =
        new RecurrentForecaster().setTimeCol("day").setTargetCol("sales").setHorizon(5);
    assertTrue(refusal(one, 8, alone).startsWith("the shortest series has 40 rows"), "one series");
  }

  @Test
  void aGridWithoutANumberIsRefused() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> RollingOriginValidator.best(List.of(NAN, NAN), false));
    assertTrue(e.getMessage().contains("no parameters of the grid"), e.getMessage());
  }
}
