package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.train.GradientCheck;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that read categories: of a series, known in advance, and of the past. */
class CategoryModelTest {
  private static final int CONTEXT = 6;
  private static final int HORIZON = 4;
  private static final double LIMIT = 5e-3;

  private static WindowConfig window(boolean feedback, double shortContexts) {
    return new WindowConfig(
            CONTEXT,
            HORIZON,
            null,
            false,
            1,
            List.of(2),
            false,
            List.of(
                Covariate.category("promotion", Covariate.Kind.KNOWN, List.of("leaflet", "radio")),
                Covariate.number("price", Covariate.Kind.KNOWN),
                Covariate.category("weather", Covariate.Kind.PAST, List.of("rain", "sun")),
                Covariate.category("shop", Covariate.Kind.STATIC, List.of("north", "south"))),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            feedback)
        .withSeries(List.of("a", "b"))
        .withShortContexts(shortContexts);
  }

  private static ForecastModel model(WindowConfig window, boolean decoder, Integer segment) {
    return new ForecastModel(
        new ForecastConfig(window, CellType.GRU, 5, 1, 0f, decoder, Distribution.NORMAL, segment));
  }

  /** Values by a seed, words that change from step to step. */
  private static TimeSeries series(String name, int length, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    float[][] covariates = new float[4][length + HORIZON];
    for (int i = 0; i < length + HORIZON; i++) {
      if (i < length) {
        values[i] = (float) (10 + 5 * random.nextDouble());
      }
      covariates[0][i] = random.nextInt(3);
      covariates[1][i] = (float) random.nextDouble();
      covariates[2][i] = random.nextInt(3);
    }
    covariates[3] = new float[] {1 + seed % 2};
    return new TimeSeries(name, 0, values, covariates);
  }

  private static WindowBatch batch(WindowConfig window, int... origins) {
    WindowBatch batch = new WindowBatch(window, origins.length);
    for (int b = 0; b < origins.length; b++) {
      String name = List.of("a", "b", "new").get(b % 3);
      new WindowCutter(window).cut(series(name, 20, b), origins[b], batch, b, true);
    }
    return batch;
  }

  private static float[] parameters(ForecastModel model, int seed) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.6 * random.nextDouble() - 0.3);
    }
    return parameters;
  }

  private static Forecaster forecaster(boolean decoder, Integer segment, double shortContexts) {
    ForecastModel model = model(window(false, shortContexts), decoder, segment);
    return new Forecaster(model, parameters(model, 3));
  }

  @ParameterizedTest
  @CsvSource({"true,false,", "false,false,", "true,true,", "false,false,3"})
  void theGradientOfTheVectorsIsTheDifferenceOfTheLoss(
      boolean decoder, boolean feedback, Integer segment) {
    WindowConfig window = window(feedback, 0.1);
    ForecastModel model = model(window, decoder, segment);
    WindowBatch batch = batch(window, 8, 11, 15, 0, 3);
    // A difference may cross the kink of a relu: other parameters have it elsewhere.
    Map<String, Double> least = new HashMap<>();
    least.put("none yet", 1.0);
    for (int seed = 1; seed <= 3 && !least.values().stream().allMatch(e -> e < LIMIT); seed++) {
      GradientCheck.errors(model, parameters(model, seed), batch, 1)
          .forEach((name, error) -> least.merge(name, error, Math::min));
      least.remove("none yet");
    }
    assertTrue(least.keySet().stream().anyMatch(name -> name.startsWith("category.3.")));
    least.forEach((name, error) -> assertTrue(error < LIMIT, name + " misses by " + error));
    long sum = model.layers().stream().mapToLong(line -> line.parameters()).sum();
    assertEquals(model.layout().size(), sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void trainingReachesTheVectorOfUnknownValues(int length) {
    Integer segment = length == 0 ? null : length;
    WindowConfig window = window(false, 0);
    ForecastModel model = model(window, segment == null, segment);
    float[] gradient = new float[model.layout().size()];
    BoundForecast bound = model.bind(parameters(model, 1), gradient);
    TimeSeries known = series("a", 20, 0);
    Arrays.fill(known.covariates()[0], 1);
    Arrays.fill(known.covariates()[2], 2);
    WindowBatch batch = new WindowBatch(window, 4);
    for (int b = 0; b < 4; b++) {
      new WindowCutter(window).cut(known, 9 + b, batch, b, true);
    }
    for (int seed = 0; seed < 20; seed++) {
      bound.lossAndGradient(batch, seed);
    }
    String series = segment == null ? "category.0." : SegmentLayout.SERIES;
    for (String table : List.of(series, "category.1.", "category.2.", "category.3.")) {
      Matrix rows = model.layout().view(gradient, table + "weight");
      assertTrue(rows.get(0, 0) != 0, "the row of unknown values of " + table);
    }
    assertTrue(model.layout().view(gradient, "category.3.weight").get(1, 0) != 0);
    assertEquals(0, model.layout().view(gradient, "category.3.weight").get(2, 0));
  }

  private static double[] point(Forecaster forecaster, TimeSeries series) {
    return forecaster.forecast(List.of(new Forecaster.Origin(series, 12))).get(0).point();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aForecastReadsTheWordsThatAreKnownAndNoOthers(int length) {
    Forecaster forecaster = forecaster(length == 0, length == 0 ? null : length, 0);
    double[] honest = point(forecaster, series("a", 20, 0));
    TimeSeries planted = series("a", 20, 0);
    Arrays.fill(planted.covariates()[2], 12, 24, 2f);
    Arrays.fill(planted.values(), 12, 20, 1e6f);
    assertArrayEquals(honest, point(forecaster, planted));
    for (int[] changed : new int[][] {{0, 14}, {0, 11}, {2, 11}, {3, 0}}) {
      TimeSeries other = series("a", 20, 0);
      float[] words = other.covariates()[changed[0]];
      words[changed[1]] = (words[changed[1]] + 1) % 3;
      assertFalse(Arrays.equals(honest, point(forecaster, other)), Arrays.toString(changed));
    }
    assertFalse(Arrays.equals(honest, point(forecaster, series("b", 20, 0))));
    assertArrayEquals(point(forecaster, series("x", 20, 0)), point(forecaster, series("y", 20, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void aNewSeriesOfAFewValuesHasAFiniteForecast(int values) {
    for (Integer segment : new Integer[] {null, 3}) {
      Forecaster forecaster = forecaster(segment == null, segment, 0.1);
      TimeSeries series = series("new", values, 7);
      series.covariates()[3][0] = Float.NaN;
      Forecast forecast = forecaster.forecast(series);
      assertEquals(HORIZON, forecast.point().length);
      assertEquals(values, forecast.firstStep());
      for (int k = 0; k < HORIZON; k++) {
        assertTrue(Double.isFinite(forecast.point()[k]), "step " + k);
        assertTrue(forecast.quantiles()[0][k] <= forecast.quantiles()[8][k]);
      }
    }
  }

  @Test
  void aNetworkThatHasNotLearnedItRefusesASeriesWithoutAValue() {
    Forecaster forecaster = forecaster(true, null, 0);
    var failure =
        assertThrows(IllegalArgumentException.class, () -> forecaster.forecast(series("a", 0, 7)));
    assertTrue(failure.getMessage().contains("expected 1 to 0"), failure.getMessage());
  }

  /** What lies behind a new series' first step is not seen, whichever covariate it is of. */
  @Test
  void aSeriesWithoutAValueDoesNotSeeTheFutureOfThePast() {
    Forecaster forecaster = forecaster(true, null, 0.1);
    TimeSeries one = series("new", 0, 7);
    TimeSeries other = series("new", 0, 7);
    Arrays.fill(other.covariates()[2], 2f);
    assertArrayEquals(forecaster.forecast(one).point(), forecaster.forecast(other).point());
    other.covariates()[1][2] += 3;
    assertNotEquals(forecaster.forecast(one).point()[2], forecaster.forecast(other).point()[2]);
  }

  @Test
  void fewValuesAreNotScaledByTheirDeviationAlone() {
    float[] few = {100, 100.1f, 100};
    double deviation = Scaling.STANDARD.of(few, 0, 3, 1).scale();
    assertTrue(deviation < 0.1);
    assertEquals(100 * Math.sqrt(5 / 8.0), Scaling.STANDARD.ofFew(few, 0, 3, 1).scale(), 0.1);
    assertEquals(7, Scaling.STANDARD.ofFew(few, 0, 0, 7).scale());
    assertEquals(7, Scaling.ROBUST.ofFew(new float[] {0, 0}, 0, 2, 7).scale());
    float[] many = new float[9];
    IntStream.range(0, 9).forEach(i -> many[i] = 100 + i % 2);
    assertEquals(Scaling.STANDARD.of(many, 0, 9, 1), Scaling.STANDARD.ofFew(many, 0, 9, 1));
  }
}
