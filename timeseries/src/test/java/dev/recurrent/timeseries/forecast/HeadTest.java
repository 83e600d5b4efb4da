package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses against their slopes, quantiles against what they are quantiles of. */
class HeadTest {
  private static float[] outputs(Head head, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] outputs = new float[head.parameters()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (2 * random.nextDouble() - 0.7);
    }
    return outputs;
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void gradientsAreDifferencesOfTheLoss(Distribution head) {
    for (float target : new float[] {0, 2, 5}) {
      float[] at = outputs(head, 3);
      float[] gradient = at.clone();
      head.lossAndGradient(gradient, 0, target, 1);
      for (int i = 0; i < at.length; i++) {
        float step = 1e-3f;
        float[] above = at.clone();
        float[] below = at.clone();
        above[i] += step;
        below[i] -= step;
        double width = (double) above[i] - below[i];
        double slope =
            (head.lossAndGradient(above, 0, target, 1) - head.lossAndGradient(below, 0, target, 1))
                / width;
        assertEquals(slope, gradient[i], 2e-3 * (1 + Math.abs(slope)), head + " " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void quantilesRise(Distribution head) {
    float[] outputs = outputs(head, 5);
    double before = Double.NEGATIVE_INFINITY;
    for (double level : Forecaster.LEVELS) {
      double now = head.quantile(outputs, 0, level);
      assertTrue(now >= before, head + " at " + level);
      before = now;
    }
  }

  /** Of many draws as many lie below a quantile as it says; a count's share is at least that. */
  @ParameterizedTest
  @EnumSource(
      value = Distribution.class,
      names = {
        "NORMAL",
        "STUDENT_T",
        "NEGATIVE_BINOMIAL",
        "ZERO_INFLATED_NEGATIVE_BINOMIAL",
        "TWEEDIE"
      })
  void drawsLieBelowAQuantileAsOftenAsItSays(Distribution head) {
    float[] outputs = outputs(head, 5);
    if (head == Distribution.NEGATIVE_BINOMIAL) {
      outputs[0] = 20;
    }
    Random random = new Random(1);
    int draws = 20_000;
    double[] drawn = new double[draws];
    for (int i = 0; i < draws; i++) {
      drawn[i] = head.sample(outputs, 0, random);
    }
    for (double level : new double[] {0.1, 0.5, 0.9}) {
      double quantile = head.quantile(outputs, 0, level);
      double below = Arrays.stream(drawn).filter(x -> x <= quantile).count() / (double) draws;
      double atom = Arrays.stream(drawn).filter(x -> x == quantile).count() / (double) draws;
      assertTrue(below > level - 0.012 && below - atom < level + 0.012, level + ": " + below);
    }
  }

  @Test
  void quantilesOfANormalAreThoseOfTheBook() {
    float[] outputs = {3, 20};
    double deviation = 20 + 1e-4;
    NormalHead head = new NormalHead();
    assertEquals(3 + 1.2815516 * deviation, head.quantile(outputs, 0, 0.9), 1e-4);
    assertEquals(3, head.quantile(outputs, 0, 0.5), 1e-6);
  }

  @Test
  void aNegativeBinomialIsAPoissonWhereItsShapeIsZero() {
    // exp(-4) 4^k / k! sums to 0.433 up to 3, to 0.629 up to 4.
    float[] outputs = {4, -30};
    NegativeBinomialHead head = new NegativeBinomialHead();
    double mean = head.point(outputs, 0);
    assertEquals(Math.log1p(Math.exp(4)), mean, 1e-5);
    assertEquals(4, head.quantile(outputs, 0, 0.5));
    double loss = head.lossAndGradient(outputs.clone(), 0, 3, 1);
    double poisson = mean - 3 * Math.log(mean) + Math.log(6);
    assertEquals(poisson, loss, 1e-3);
  }

  @Test
  void missingTargetsCountInNothing() {
    Head head = new NormalHead();
    Matrix outputs = Matrix.view(new float[] {1, 0, 2, 0}, 0, 2, 2);
    Matrix targets = Matrix.view(new float[] {Float.NaN, 2}, 0, 2, 1);
    double alone = head.lossAndGradient(new float[] {2, 0}, 0, 2, 1);
    assertEquals(alone, head.lossAndGradient(outputs, targets), 1e-9);
    assertEquals(0, outputs.get(0, 0));
    assertEquals(0, outputs.get(0, 1));
  }
}
