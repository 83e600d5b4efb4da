package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.train.GradientCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastModelTest {
  private static final WindowConfig WINDOW = window(false);

  private static WindowConfig window(boolean feedback) {
    return new WindowConfig(
        6,
        3,
        Frequency.of("h"),
        true,
        4,
        List.of(4),
        true,
        List.of(
            Covariate.number("k", Covariate.Kind.KNOWN).scaled(2, 1),
            Covariate.number("p", Covariate.Kind.PAST),
            Covariate.category("s", Covariate.Kind.STATIC, List.of("north"))),
        Scaling.STANDARD,
        BaseForecast.SEASONAL,
        feedback);
  }

  private static TimeSeries series(int length) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[length];
    float[] covariate = new float[length + 3];
    for (int i = 0; i < covariate.length; i++) {
      covariate[i] = (float) random.nextDouble();
      if (i < length) {
        values[i] = (float) (10 + 3 * Math.sin(i * Math.PI / 2) + random.nextDouble());
      }
    }
    return new TimeSeries(
        "s", 100, values, new float[][] {covariate, Arrays.copyOf(covariate, length), {1}});
  }

  private static ForecastModel model(CellType cell, boolean decoder, Distribution distribution) {
    return model(WINDOW, cell, decoder, distribution);
  }

  private static ForecastModel model(
      WindowConfig window, CellType cell, boolean decoder, Distribution distribution) {
    return new ForecastModel(new ForecastConfig(window, cell, 5, 2, 0f, decoder, distribution));
  }

  private static WindowBatch batch(WindowConfig window, TimeSeries series, int... origins) {
    WindowBatch batch = new WindowBatch(window, origins.length);
    for (int b = 0; b < origins.length; b++) {
      new WindowCutter(window).cut(series, origins[b], batch, b, true);
    }
    return batch;
  }

  @ParameterizedTest
  @CsvSource({
    "lstm,true,false,NORMAL",
    "gru,true,false,QUANTILE",
    "gru,false,false,STUDENT_T",
    "lstm,false,false,POINT",
    "gru,true,true,NORMAL"
  })
  void theGradientIsTheDifferenceOfTheLoss(
      String cell, boolean decoder, boolean feedback, Distribution kind) {
    WindowConfig window = window(feedback);
    ForecastModel model = model(window, CellType.of(cell), decoder, kind);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.4 * random.nextDouble() - 0.2);
    }
    double limit = kind == Distribution.QUANTILE ? 0.1 : 2e-3;
    GradientCheck.errors(model, parameters, batch(window, series(20), 8, 11, 17), 1)
        .forEach((name, error) -> assertTrue(error < limit, name + " misses by " + error));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsShareAForecaster(boolean feedback) {
    ForecastModel model = model(window(feedback), CellType.GRU, true, Distribution.STUDENT_T);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Forecaster forecaster = new Forecaster(model, parameters);
    TimeSeries series = series(60);
    IntFunction<String> forecast =
        at -> {
          Forecast found = forecaster.forecast(List.of(new Forecaster.Origin(series, at))).get(0);
          return Arrays.toString(found.point()) + Arrays.deepToString(found.quantiles());
        };
    List<String> alone = IntStream.range(1, 55).mapToObj(forecast).collect(Collectors.toList());
    List<String> together =
        IntStream.range(1, 55).parallel().mapToObj(forecast).collect(Collectors.toList());
    assertEquals(alone, together);
    assertEquals(54, Set.copyOf(alone).size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aForecastSeesNothingBehindItsOriginButWhatIsKnown(boolean feedback) {
    ForecastModel model = model(window(feedback), CellType.GRU, true, Distribution.NORMAL);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Forecaster forecaster = new Forecaster(model, parameters);
    TimeSeries all = series(20);
    float[][] covariates = all.covariates().clone();
    covariates[1] = covariates[1].clone();
    TimeSeries planted = new TimeSeries("s", 100, all.values().clone(), covariates);
    Arrays.fill(planted.values(), 12, 20, 1e6f);
    Arrays.fill(covariates[1], 12, 20, 1e6f);
    double[] honest = point(forecaster, all);
    assertArrayEquals(honest, point(forecaster, planted));
    assertArrayEquals(honest, forecaster.forecast(all.until(12)).point());
    covariates[0] = covariates[0].clone();
    Arrays.fill(covariates[0], 12, 15, 5f);
    assertNotEquals(honest[0], point(forecaster, planted)[0]);
  }

  private static double[] point(Forecaster forecaster, TimeSeries series) {
    return forecaster.forecast(List.of(new Forecaster.Origin(series, 12))).get(0).point();
  }

  @Test
  void aStaticCovariateTellsSeriesApart() {
    ForecastModel model = model(CellType.LSTM, false, Distribution.POINT);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Forecaster forecaster = new Forecaster(model, parameters);
    TimeSeries north = series(20);
    float[][] covariates = north.covariates().clone();
    covariates[2] = new float[] {0};
    TimeSeries south = new TimeSeries("s", 100, north.values(), covariates);
    assertNotEquals(point(forecaster, north)[0], point(forecaster, south)[0]);
  }

  @Test
  void drawnForecastsDependOnTheirWindowAlone() {
    ForecastModel model = model(window(true), CellType.GRU, true, Distribution.STUDENT_T);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Forecaster forecaster = new Forecaster(model, parameters);
    TimeSeries series = series(20);
    Forecaster.Origin one = new Forecaster.Origin(series, 9);
    Forecaster.Origin other = new Forecaster.Origin(series, 15);
    Forecast together = forecaster.forecast(List.of(one, other)).get(1);
    Forecast alone = forecaster.forecast(List.of(other)).get(0);
    assertArrayEquals(alone.point(), together.point(), 1e-4);
    for (int k = 0; k < 3; k++) {
      assertTrue(alone.quantile(0.1, k) < alone.quantile(0.5, k));
      assertTrue(alone.quantile(0.5, k) < alone.quantile(0.9, k));
    }
  }

  @Test
  void aFreshNetworkIsNearlyItsBase() {
    ForecastModel model = model(CellType.LSTM, true, Distribution.POINT);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TimeSeries series = series(20);
    double[] mean = new Forecaster(model, parameters).forecast(series).point();
    double[] base = Naive.seasonal(series.values(), 20, 3, 4);
    for (int k = 0; k < 3; k++) {
      assertEquals(base[k], mean[k], 0.2);
    }
  }

  @Test
  void windowsInABatchDoNotKnowOfOneAnother() {
    ForecastModel model = model(CellType.LSTM, false, Distribution.QUANTILE);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Forecaster forecaster = new Forecaster(model, parameters);
    TimeSeries series = series(20);
    List<Forecaster.Origin> origins =
        List.of(new Forecaster.Origin(series, 9), new Forecaster.Origin(series, 15));
    Forecast together = forecaster.forecast(origins).get(1);
    Forecast alone = forecaster.forecast(origins.subList(1, 2)).get(0);
    assertArrayEquals(alone.point(), together.point(), 1e-5);
    assertEquals(115, together.firstStep());
  }

  /** Two LSTM(50), a window of 100 of one feature, one dense output: Keras's own example. */
  @Test
  void parametersOfKerasExampleAreKerass() {
    WindowConfig window =
        new WindowConfig(
            100,
            1,
            null,
            false,
            1,
            List.of(),
            false,
            List.of(),
            Scaling.STANDARD,
            BaseForecast.NONE,
            false);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(window, CellType.LSTM, 50, 2, 0f, false, Distribution.POINT));
    assertEquals(
        List.of(10_400L, 20_200L, 51L),
        model.layers().stream().map(l -> l.parameters()).collect(Collectors.toList()));
    assertEquals(30_651, model.layout().size());
  }
}
