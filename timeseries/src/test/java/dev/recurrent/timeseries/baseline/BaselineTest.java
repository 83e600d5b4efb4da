package dev.recurrent.timeseries.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final double[] SEASON = {0.5, 1, 1.5, 1};

  private static double[] forecast(Baseline baseline, float[] values, int origin, int horizon) {
    return baseline.fit(values, origin, 4).forecast(origin, horizon);
  }

  private static float[] seasonal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((i < 40 ? 10 : 20) * SEASON[i % 4]);
    }
    return values;
  }

  /** A level that rises, times a season, with a little noise. */
  private static float[] rising(int count) {
    Random random = new Random(7);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((50 + i) * SEASON[i % 4] * (1 + 0.02 * random.nextGaussian()));
    }
    return values;
  }

  @Test
  void naive2KeepsAMultiplicativeSeasonAndDropsNoise() {
    double[] expected = {5, 10, 15, 10, 5};
    assertArrayEquals(expected, forecast(Baseline.NAIVE2, seasonal(40), 40, 5), 1e-4);
    float[] flat = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
    assertArrayEquals(new double[] {3, 3}, forecast(Baseline.NAIVE2, flat, 16, 2));
  }

  @Test
  void everyBaselineSeesOnlyWhatLiesBeforeItsOriginAndFillsGaps() {
    float[] values = rising(60);
    float[] later = values.clone();
    for (int i = 44; i < 60; i++) {
      later[i] = 1e6f;
    }
    for (Baseline baseline : Baseline.values()) {
      FittedBaseline fitted = baseline.fit(values, 40, 4);
      FittedBaseline blind = baseline.fit(later, 40, 4);
      assertArrayEquals(fitted.forecast(40, 3), blind.forecast(40, 3), baseline.label());
      assertArrayEquals(fitted.forecast(44, 3), blind.forecast(44, 3), baseline.label());
      float[] gaps = values.clone();
      gaps[0] = gaps[17] = gaps[39] = Float.NaN;
      for (double value : forecast(baseline, gaps, 40, 4)) {
        assertTrue(value > 0 && value < 200, baseline.label() + " " + value);
      }
    }
  }

  @Test
  void thetaIsHalfTheTrendAndHalfTheSmoothedLine() {
    float[] line = new float[30];
    for (int i = 0; i < line.length; i++) {
      line[i] = 3 + 2 * (i + 1);
    }
    // On a line both theta lines are that line: the trend goes on, the smoothing stays at the end.
    double end = 3 + 2 * 30;
    double[] expected = {end + 1, end + 2, end + 3};
    assertArrayEquals(expected, forecast(Baseline.THETA, line, 30, 3), 2e-3);
    FittedBaseline fitted = Baseline.THETA.fit(line, 20, 4);
    double[] later = {end + 1, end + 2};
    assertArrayEquals(later, fitted.forecast(30, 2), 2e-3);
  }

  @Test
  void etsFindsTrendAndSeason() {
    float[] values = rising(80);
    for (int origin : new int[] {72, 76}) {
      double[] forecast = Baseline.ETS.fit(values, 72, 4).forecast(origin, 4);
      for (int k = 0; k < 4; k++) {
        double truth = (50 + origin + k) * SEASON[(origin + k) % 4];
        assertEquals(truth, forecast[k], 0.05 * truth, "origin " + origin + " step " + k);
      }
    }
  }

  @Test
  void etsOfNoiseIsItsMeanAndOfAConstantThatConstant() {
    Random random = new Random(3);
    float[] noise = new float[200];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    for (double value : forecast(Baseline.ETS, noise, 200, 3)) {
      assertEquals(0, value, 0.3);
    }
    float[] zeros = new float[50];
    assertArrayEquals(new double[] {0, 0}, forecast(Baseline.ETS, zeros, 50, 2));
    assertArrayEquals(new double[] {0, 0}, forecast(Baseline.THETA, zeros, 50, 2));
    float[] few = {1, 2};
    for (Baseline baseline : Baseline.values()) {
      assertEquals(2, forecast(baseline, few, 2, 1)[0], 1.1, baseline.label());
    }
  }

  @Test
  void theRecursionOfDampedTrendAndMultiplicativeSeasonIsThatOfTheBook() {
    EtsForm form = new EtsForm(true, EtsForm.Trend.DAMPED, EtsForm.Season.MULTIPLICATIVE);
    EtsState state = new EtsState(form, 10, 2, new double[] {0.5, 1.5}).smooth(0.5, 0.25, 0.2, 0.9);
    // Line 11.8, mean 5.9, error 0.1: level 11.8 + 0.5 x 0.2, slope 1.8 + 0.25 x 0.2, index
    // 0.5 + 0.2 x 0.1 / 11.8; then line 11.9 + 0.9 x 1.85 = 13.565 times 1.5.
    double likelihood = state.read(new float[] {6}, 0, 1);
    assertEquals(2 * Math.log(0.1 / 5.9) + 2 * Math.log(5.9), likelihood, 1e-6);
    double next = 0.5 + 0.2 * 0.1 / 11.8;
    double second = 11.9 + 0.9 * 1.85 + 0.81 * 1.85;
    assertArrayEquals(new double[] {13.565 * 1.5, second * next}, state.forecast(1, 2), 1e-6);
  }

  @Test
  void labelsAreReadInAnyOrderAndOthersAreRefused() {
    assertEquals(List.of(Baseline.NAIVE, Baseline.ETS), Baseline.of(List.of("ets", "Naive")));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Baseline.of(List.of("arima")))
            .getMessage();
    assertEquals(
        "baselines has \"arima\", expected naive, seasonal-naive, naive2, theta, ets", message);
  }
}
