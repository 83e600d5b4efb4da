package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorRatioTest {
  @Test
  void theIntervalHoldsTheTruthNineteenTimesInTwenty() {
    int inside = 0;
    for (int trial = 0; trial < 400; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      List<double[]> pairs = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        double naive = 1 + random.nextDouble();
        pairs.add(new double[] {0.9 * naive + random.nextDouble() - 0.5, naive});
      }
      ErrorRatio ratio = ErrorRatio.of(pairs);
      inside += ratio.low() <= 0.9 && 0.9 <= ratio.high() ? 1 : 0;
    }
    assertTrue(inside > 365 && inside < 395, inside + " of 400");
  }

  @Test
  void equalErrorsHaveARatioOfOneAndNoWidth() {
    ErrorRatio ratio = ErrorRatio.of(List.of(new double[] {2, 2}, new double[] {3, 3}));
    assertEquals(new ErrorRatio(1, 1, 1), ratio);
    assertFalse(ratio.below() || ratio.above());
  }

  @Test
  void anIntervalAroundOneIsNeitherAndOneOriginHasNone() {
    assertTrue(new ErrorRatio(0.9, 0.85, 0.95).below());
    assertTrue(new ErrorRatio(1.1, 1.05, 1.15).above());
    ErrorRatio unclear = new ErrorRatio(0.98, 0.95, 1.01);
    assertFalse(unclear.below() || unclear.above());
    ErrorRatio single = ErrorRatio.of(List.of(new double[] {1, 2}));
    assertTrue(single.below() && !single.above());
    assertTrue(single.toString().contains("no interval"));
  }
}
