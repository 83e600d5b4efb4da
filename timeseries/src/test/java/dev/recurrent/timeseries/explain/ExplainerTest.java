package dev.recurrent.timeseries.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contributions of a network's inputs. */
class ExplainerTest {
  private static final int CONTEXT = 6;
  private static final int HORIZON = 3;

  private static Forecaster forecaster(
      boolean decoder, boolean feedback, Integer segment, BaseForecast residual) {
    WindowConfig window =
        new WindowConfig(
            CONTEXT,
            HORIZON,
            null,
            false,
            1,
            List.of(2),
            true,
            List.of(
                Covariate.number("promotion", Covariate.Kind.KNOWN),
                Covariate.number("weather", Covariate.Kind.PAST),
                Covariate.number("size", Covariate.Kind.STATIC)),
            Scaling.STANDARD,
            residual,
            feedback);
    ForecastModel model =
        new ForecastModel(
            new ForecastConfig(
                window, CellType.GRU, 5, 1, 0, decoder, Distribution.NORMAL, segment));
    float[] parameters = new float[model.layout().size()];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (2 * random.nextDouble() - 1);
    }
    return new Forecaster(model, parameters);
  }

  private static TimeSeries series(boolean missing) {
    float[] values = {5, 3, 8, 9, 4, 7, 6, 2, 9, 5};
    if (missing) {
      values[7] = Float.NaN;
    }
    float[][] covariates = new float[3][values.length + HORIZON];
    for (int i = 0; i < covariates[0].length; i++) {
      covariates[0][i] = i % 2;
      covariates[1][i] = i % 3;
      covariates[2][i] = 2;
    }
    return new TimeSeries("s", 0, values, covariates);
  }

  @ParameterizedTest
  @CsvSource({"false,,NONE,false", "true,,NAIVE,false", "true,,NAIVE,true", "false,2,NAIVE,true"})
  void contributionsAddUpToTheForecast(
      boolean decoder, Integer segment, BaseForecast residual, boolean missing) {
    Forecaster forecaster = forecaster(decoder, false, segment, residual);
    TimeSeries series = series(missing);
    for (int origin : new int[] {3, 10}) {
      Explanation explanation = new Explainer(forecaster, 4).explain(series, origin);
      double[] expected =
          forecaster.forecast(List.of(new Forecaster.Origin(series, origin))).get(0).point();
      assertArrayEquals(expected, explanation.point(), 1e-5);
      double[] sum = explanation.baseline().clone();
      double moved = 0;
      for (Explanation.Source source : explanation.sources()) {
        for (int k = 0; k < HORIZON; k++) {
          sum[k] += source.contributions()[k];
          moved += Math.abs(source.contributions()[k]);
        }
        boolean there = source.back() <= origin && !(missing && origin - source.back() == 7);
        if (source.back() > 0 && !there) {
          assertArrayEquals(new double[HORIZON], source.contributions(), 0, "no value, no share");
        }
      }
      assertArrayEquals(expected, sum, 1e-5);
      assertTrue(moved > 0.1, "the network listens: " + moved);
    }
  }

  @Test
  void contributionsToAnEnsembleAreTheMeansOfItsMembers() {
    Forecaster one = forecaster(false, false, null, BaseForecast.NAIVE);
    float[] both = Arrays.copyOf(one.parameters(), 2 * one.parameters().length);
    for (int i = 0; i < one.parameters().length; i++) {
      both[one.parameters().length + i] = -one.parameters()[i];
    }
    Forecaster ensemble = new Forecaster(one.model(), both);
    Explanation explanation = new Explainer(ensemble, 4).explain(series(false), 10);
    double[] sum = explanation.baseline().clone();
    for (Explanation.Source source : explanation.sources()) {
      Arrays.setAll(sum, k -> sum[k] + source.contributions()[k]);
    }
    assertArrayEquals(ensemble.forecast(series(false)).point(), sum, 1e-5);
  }

  /** A direct network is smooth: with more steps the contributions come to rest. */
  @Test
  void contributionsComeToTheIntegral() {
    Forecaster forecaster = forecaster(false, false, null, BaseForecast.NONE);
    List<Explanation.Source> coarse = explain(forecaster, 16);
    List<Explanation.Source> fine = explain(forecaster, 256);
    assertEquals(
        List.of("value", "naive forecast", "lag 2", "promotion", "weather", "size"),
        fine.stream().map(Explanation.Source::name).distinct().toList());
    for (int s = 0; s < fine.size(); s++) {
      assertArrayEquals(fine.get(s).contributions(), coarse.get(s).contributions(), 0.02);
    }
  }

  private static List<Explanation.Source> explain(Forecaster forecaster, int steps) {
    return new Explainer(forecaster, steps).explain(series(false), 10).sources();
  }

  @Test
  void whatCannotBeExplainedIsRefused() {
    Forecaster drawn = forecaster(true, true, null, BaseForecast.NONE);
    assertThrows(IllegalArgumentException.class, () -> new Explainer(drawn, 4));
    Explainer explainer = new Explainer(forecaster(false, false, null, BaseForecast.NONE), 4);
    assertThrows(IllegalArgumentException.class, () -> explainer.explain(series(false), 0));
  }
}
