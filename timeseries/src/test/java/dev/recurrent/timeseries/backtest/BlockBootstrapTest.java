package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {
  private static final int TRIALS = 200;

  /** Errors of the model and of a baseline, whose means are 0.9 and 1. */
  private interface Errors {
    double[] of(SplittableRandom random, double series, double block);
  }

  private static ErrorRatio ratio(int trial, int series, int blocks, Errors errors) {
    SplittableRandom random = new SplittableRandom(trial);
    double[] common = random.doubles(blocks).toArray();
    BlockBootstrap sum = new BlockBootstrap(2);
    for (int s = 0; s < series; s++) {
      double own = random.nextDouble();
      long[] places = new long[blocks];
      double[][] cells = new double[blocks][];
      for (int b = 0; b < blocks; b++) {
        places[b] = b;
        cells[b] = errors.of(random, own, common[b]);
      }
      BlockBootstrap part = new BlockBootstrap(2);
      part.add("trial " + trial + " series " + s, true, places, cells);
      sum = sum.plus(part);
    }
    return sum.ratio(0, 1, false);
  }

  private static void requireCoverage(String what, int series, int blocks, Errors errors) {
    int inside = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      ErrorRatio ratio = ratio(trial, series, blocks, errors);
      inside += ratio.low() <= 0.9 && 0.9 <= ratio.high() ? 1 : 0;
    }
    // Of 200 trials with a probability of 0.95 fewer than 180 are inside once in 400 times.
    assertTrue(inside >= 180 && inside < TRIALS, what + ": " + inside + " of " + TRIALS);
  }

  @Test
  void theIntervalHoldsTheTruthNineteenTimesInTwenty() {
    requireCoverage(
        "one series",
        1,
        60,
        (r, s, b) -> new double[] {0.4 + r.nextDouble(), 0.5 + r.nextDouble()});
    requireCoverage(
        "one origin",
        60,
        1,
        (r, s, b) -> new double[] {0.4 + r.nextDouble(), 0.5 + r.nextDouble()});
    requireCoverage(
        "series that move together",
        20,
        20,
        (r, s, b) -> new double[] {0.4 + b + 0.1 * (r.nextDouble() - 0.5), 1});
    requireCoverage(
        "series that differ",
        20,
        20,
        (r, s, b) -> new double[] {0.4 + s + 0.1 * (r.nextDouble() - 0.5), 1});
    requireCoverage(
        "independent errors", 20, 20, (r, s, b) -> new double[] {0.4 + r.nextDouble(), 1});
  }

  @Test
  void horizonsThatOverlapMakeTheIntervalWide() {
    int inside = 0;
    int horizon = 6;
    for (int trial = 0; trial < TRIALS; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      double[] noise = random.doubles(400 + horizon).toArray();
      CellErrors cells = new CellErrors(1);
      for (int origin = 0; origin < 400; origin++) {
        long block = BlockBootstrap.block(origin, horizon, 1);
        for (int k = 0; k < horizon; k++) {
          cells.add(block, 0, 0.4 + noise[origin + k], 1);
          cells.add(block, 1, 1, 1);
        }
      }
      BlockBootstrap bootstrap = new BlockBootstrap(4);
      cells.addTo(bootstrap, "s" + trial, true);
      ErrorRatio ratio = bootstrap.ratio(CellErrors.scaled(0), CellErrors.scaled(1), true);
      inside += ratio.low() <= 0.9 && 0.9 <= ratio.high() ? 1 : 0;
    }
    assertTrue(inside >= 178 && inside < TRIALS, inside + " of " + TRIALS);
  }

  @Test
  void partsInAnyOrderHaveTheSumsOfTheWholeAndEqualErrorsHaveNoWidth() {
    double[][] cells = {{2, 4}, {3, 6}, {5, 10}};
    BlockBootstrap whole = new BlockBootstrap(2);
    whole.add("s", true, new long[] {1, 2, 3}, cells);
    BlockBootstrap first = new BlockBootstrap(2);
    first.add("s", true, new long[] {1}, new double[][] {cells[0]});
    BlockBootstrap rest = new BlockBootstrap(2);
    rest.add("s", false, new long[] {2, 3}, new double[][] {cells[1], cells[2]});
    ErrorRatio ratio = rest.plus(first).ratio(0, 1, false);
    assertEquals(1, rest.plus(first).series());
    assertEquals(whole.ratio(0, 1, false).value(), ratio.value());
    assertEquals(0.5, ratio.low(), 1e-12);
    assertEquals(0.5, ratio.high(), 1e-12);
  }

  @Test
  void anIntervalAroundOneIsNeitherAndOneOriginHasNone() {
    assertTrue(new ErrorRatio(0.9, 0.85, 0.95).below());
    assertTrue(new ErrorRatio(1.1, 1.05, 1.15).above());
    ErrorRatio unclear = new ErrorRatio(0.98, 0.95, 1.01);
    assertFalse(unclear.below() || unclear.above());
    BlockBootstrap single = new BlockBootstrap(2);
    single.add("s", true, new long[] {7}, new double[][] {{1, 2}});
    ErrorRatio alone = single.ratio(0, 1, false);
    assertTrue(alone.below() && !alone.above());
    assertTrue(alone.toString().contains("too few origins for an interval"));
  }
}
