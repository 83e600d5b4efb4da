package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class BadSeriesTest {
  private static final float NAN = Float.NaN;
  private static final List<Covariate> INPUTS =
      List.of(
          Covariate.number("promotion", Covariate.Kind.KNOWN),
          Covariate.number("rain", Covariate.Kind.PAST),
          Covariate.number("size", Covariate.Kind.STATIC));

  private static TimeSeries series(float[] promotion, float[] rain, float size) {
    return new TimeSeries("s", 0, new float[] {1, 2}, new float[][] {promotion, rain, {size}});
  }

  private static final float[] RAIN = {0, 1};

  @Test
  void aSeriesThatHasItsCovariatesIsGood() {
    TimeSeries good = series(new float[] {0, 1, 0, 1}, RAIN, 3);
    assertNull(new SeriesDefect(INPUTS, 2).of(good));
    assertNull(new SeriesDefect(INPUTS, 0).of(series(new float[] {0, 1}, RAIN, 3)));
  }

  @Test
  void aCovariateWithoutAnyValueIsNamedWithItsKind() {
    SeriesDefect defect = new SeriesDefect(INPUTS, 0);
    assertEquals(
        "has no value of covariate \"promotion\"",
        defect.of(series(new float[] {NAN, NAN, 1, 1}, RAIN, 3)));
    assertEquals(
        "has no value of past covariate \"rain\"",
        defect.of(series(new float[] {0, 1}, new float[] {NAN, NAN}, 3)));
    assertEquals(
        "has no value of static covariate \"size\"",
        defect.of(series(new float[] {0, 1}, RAIN, NAN)));
  }

  @Test
  void aGapInTheHorizonOrItsEndIsNamedWithItsStep() {
    SeriesDefect defect = new SeriesDefect(INPUTS, 2);
    String rows = "; the horizon needs 2: add rows with covariates and without a target";
    assertEquals(
        "has no value of covariate \"promotion\" 1 step after its last value" + rows,
        defect.of(series(new float[] {0, 1, NAN, 1}, RAIN, 3)));
    assertEquals(
        "has no value of covariate \"promotion\" 2 steps after its last value" + rows,
        defect.of(series(new float[] {0, 1, 1}, RAIN, 3)));
  }

  @Test
  void anEmptySeriesCountsWhereItIsToBeForecast() {
    TimeSeries empty = new TimeSeries("e", 0, new float[0], new float[][] {{}, {}, {1}});
    assertEquals("has no value", new SeriesDefect(INPUTS, 0).of(empty));
    assertEquals(false, new SeriesDefect(INPUTS, 0).counts("has no value"));
    assertEquals(true, new SeriesDefect(INPUTS, 2).counts("has no value"));
  }

  @Test
  void manySeriesAreNamedInLinesThatFitATerminal() {
    List<TimeSeries> all = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      String name = i == 3 ? "two\nlines" : i == 4 ? "x".repeat(300) : "s" + i;
      all.add(
          new TimeSeries(
              name, 0, new float[] {1, 2}, new float[][] {{0, 1}, {NAN, NAN}, {i < 12 ? 1 : NAN}}));
    }
    JavaRDD<TimeSeries> series =
        JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext()).parallelize(all, 2);
    List<String> said = BadSeries.of(series, new SeriesDefect(INPUTS, 2)).said();
    assertEquals("14 of 14 series cannot be used and are left out:", said.get(0));
    assertEquals("  \"s0\" has no value of past covariate \"rain\"", said.get(1));
    assertEquals("  \"two\\nlines\" has no value of past covariate \"rain\"", said.get(4));
    assertEquals("  and 4 more", said.get(11));
    assertEquals(12, said.size());
    said.forEach(line -> assertTrue(line.length() <= 120, line));
  }
}
