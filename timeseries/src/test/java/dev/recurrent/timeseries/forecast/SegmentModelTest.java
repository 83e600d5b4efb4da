package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.OnnxFiles;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.train.GradientCheck;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentModelTest {
  private static final double LIMIT = 5e-3;

  /** A context of 7 and a horizon of 5 in segments of 3: both ends are cut short. */
  private static WindowConfig window(boolean covariates, String... series) {
    return new WindowConfig(
            7,
            5,
            covariates ? Frequency.of("h") : null,
            covariates,
            4,
            List.of(),
            covariates,
            covariates
                ? List.of(
                    Covariate.number("k", Covariate.Kind.KNOWN).scaled(2, 1),
                    Covariate.number("p", Covariate.Kind.PAST))
                : List.of(),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            false)
        .withSeries(List.of(series));
  }

  private static ForecastModel model(
      WindowConfig window, String cell, int layers, float dropout, Head head) {
    return new ForecastModel(
        new ForecastConfig(window, CellType.of(cell), 4, layers, dropout, false, head, 3));
  }

  private static TimeSeries series(String name) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[40];
    float[][] covariates = new float[2][45];
    for (int i = 0; i < 45; i++) {
      covariates[0][i] = (float) random.nextDouble();
      covariates[1][i] = (float) random.nextDouble();
    }
    for (int i = 0; i < 40; i++) {
      values[i] = (float) (10 + 3 * Math.sin(i * Math.PI / 2) + random.nextDouble());
    }
    return new TimeSeries(name, 100, values, covariates);
  }

  private static WindowBatch batch(WindowConfig window, String... names) {
    WindowBatch batch = new WindowBatch(window, names.length);
    for (int b = 0; b < names.length; b++) {
      new WindowCutter(window).cut(series(names[b]), 8 + 5 * b, batch, b, true);
    }
    return batch;
  }

  private static float[] parameters(ForecastModel model) {
    return parameters(model, 3);
  }

  private static float[] parameters(ForecastModel model, int seed) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.4 * random.nextDouble() - 0.2);
    }
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({"gru,1,false,0,POINT", "lstm,2,true,0,NORMAL", "gru,2,true,0.4,STUDENT_T"})
  void theGradientIsTheDifferenceOfTheLoss(
      String cell, int layers, boolean covariates, float dropout, Distribution head) {
    ForecastModel model = model(window(covariates, "a", "b"), cell, layers, dropout, head);
    WindowBatch batch = batch(model.config().window(), "a", "b", "new");
    assertArrayEquals(new int[] {1, 2, 0}, batch.categories[0]);
    // A difference may cross the kink of a relu: other parameters have it elsewhere.
    Map<String, Double> least = new HashMap<>(Map.of("none yet", 1.0));
    for (int seed = 1; seed <= 3 && !least.values().stream().allMatch(e -> e < LIMIT); seed++) {
      GradientCheck.errors(model, parameters(model, seed), batch, 1)
          .forEach((name, error) -> least.merge(name, error, Math::min));
      least.remove("none yet");
    }
    least.forEach((name, error) -> assertTrue(error < LIMIT, name + " misses by " + error));
  }

  @Test
  void windowsInABatchDoNotKnowOfOneAnother() {
    ForecastModel model = model(window(true, "a"), "gru", 2, 0f, Distribution.QUANTILE);
    Forecaster forecaster = new Forecaster(model, parameters(model));
    List<Forecaster.Origin> origins =
        List.of(new Forecaster.Origin(series("a"), 9), new Forecaster.Origin(series("b"), 15));
    Forecast together = forecaster.forecast(origins).get(1);
    Forecast alone = forecaster.forecast(origins.subList(1, 2)).get(0);
    assertArrayEquals(alone.point(), together.point(), 1e-5);
  }

  private static double[] point(Forecaster forecaster, TimeSeries series) {
    return forecaster.forecast(List.of(new Forecaster.Origin(series, 20))).get(0).point();
  }

  @Test
  void aForecastSeesNothingBehindItsOriginButWhatIsKnown() {
    ForecastModel model = model(window(true), "gru", 1, 0f, Distribution.POINT);
    Forecaster forecaster = new Forecaster(model, parameters(model));
    TimeSeries planted = series("a");
    double[] honest = point(forecaster, series("a"));
    Arrays.fill(planted.values(), 20, 40, 1e6f);
    Arrays.fill(planted.covariates()[1], 20, 45, 1e6f);
    assertArrayEquals(honest, point(forecaster, planted));
    planted.covariates()[0][24] = 5;
    double[] other = point(forecaster, planted);
    assertNotEquals(honest[4], other[4]);
    // The fourth and the fifth value share a segment, the first three do not.
    assertArrayEquals(Arrays.copyOf(honest, 3), Arrays.copyOf(other, 3));
    assertNotEquals(honest[3], other[3]);
  }

  @Test
  void anUnknownSeriesHasARowOfItsOwnThatTrainingReaches() {
    ForecastModel model = model(window(false, "a", "b"), "gru", 1, 0f, Distribution.POINT);
    Forecaster forecaster = new Forecaster(model, parameters(model));
    double[] unknown = point(forecaster, series("new"));
    assertArrayEquals(unknown, point(forecaster, series("newer")));
    assertFalse(Arrays.equals(unknown, point(forecaster, series("a"))));

    float[] gradient = new float[model.layout().size()];
    BoundForecast bound = model.bind(parameters(model), gradient);
    for (int seed = 0; seed < 20; seed++) {
      bound.lossAndGradient(batch(model.config().window(), "a", "b", "a", "b"), seed);
    }
    Matrix rows = model.layout().view(gradient, SegmentLayout.SERIES + "weight");
    for (int row = 0; row < 3; row++) {
      assertTrue(rows.get(row, 0) != 0, "row " + row);
    }
  }

  @Test
  void aSegmentIsNoLongerThanTheContext() {
    WindowConfig window = window(false);
    assertThrows(
        IllegalArgumentException.class,
        () -> new ForecastConfig(window, CellType.GRU, 6, 1, 0f, false, Distribution.POINT, 8));
    assertEquals(3, model(window, "gru", 1, 0f, Distribution.POINT).config().contextSteps());
  }

  @Test
  void theSummaryCountsEveryParameter() {
    ForecastModel model = model(window(true, "a"), "lstm", 2, 0f, Distribution.QUANTILE);
    long sum = model.layers().stream().mapToLong(line -> line.parameters()).sum();
    assertEquals(model.layout().size(), sum);
  }

  /** Time-major rows as (B,T,columns). */
  private static float[] byWindow(Matrix rows, int windows) {
    int steps = rows.rows / windows;
    float[] all = new float[rows.rows * rows.columns];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < windows; b++) {
        int to = (b * steps + t) * rows.columns;
        System.arraycopy(rows.data, rows.index(t * windows + b), all, to, rows.columns);
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"gru,1,false", "lstm,2,true"})
  void onnxGivesOurOutputs(String cell, int layers, boolean covariates) throws OrtException {
    WindowConfig window = covariates ? window(true, "a", "b") : window(false);
    ForecastModel model = model(window, cell, layers, 0.1f, Distribution.NORMAL);
    float[] parameters = OnnxFiles.parameters(model, 4);
    WindowBatch batch = batch(window, "a", "b", "new");
    OnnxFiles files = OnnxFiles.of(model, model.config(), parameters);
    Matrix expected = model.bind(parameters, new float[parameters.length]).predict(batch);
    OnnxFiles.Run run =
        files
            .run("model.onnx")
            .with("context", byWindow(batch.context, 3), 3, 7, batch.context.columns);
    if (covariates) {
      run.with("known", byWindow(batch.known, 3), 3, 5, batch.known.columns);
      run.with("series", new int[] {1, 2, 0}, 3);
    }
    assertArrayEquals(byWindow(expected, 3), run.outputs().get("outputs"), 1e-5f);
  }
}
