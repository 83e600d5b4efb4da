package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.LocalStepsHeuristic;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final long GIGABYTE = 1L << 30;

  private static AveragingConfig averaging(int shards) {
    return AveragingConfig.of(shards, 32, AveragingStrategy.of("average", shards, 100))
        .withMoments(AveragingConfig.Moments.RESET);
  }

  @Test
  void largeModelsGoUpQuantised() {
    assertEquals(4_000_000, new MemoryPlan(averaging(4), 1_000_000, 2, 0).up());
    assertEquals(50_000_000, new MemoryPlan(averaging(4), 50_000_000, 2, 0).up());
    assertEquals(200_000_000, new MemoryPlan(averaging(1), 50_000_000, 2, 0).up());
    assertEquals(200_000_000, new MemoryPlan(averaging(4), 50_000_000, 2, 0).down());
  }

  @Test
  void averagedMomentsGoUpAndDownInFull() {
    AveragingConfig averaged = averaging(4).withMoments(AveragingConfig.Moments.AVERAGE);
    assertEquals(12_000_000, new MemoryPlan(averaged, 1_000_000, 2, 0).up());
    assertEquals(450_000_000, new MemoryPlan(averaged, 50_000_000, 2, 0).up());
    assertEquals(600_000_000, new MemoryPlan(averaged, 50_000_000, 2, 0).down());
  }

  @Test
  void whatCannotFitIsRefusedByNameOfTheSetting() {
    MemoryPlan cost = new MemoryPlan(averaging(4), 50_000_000, 2, 1_000_000);
    IllegalArgumentException driver =
        assertThrows(IllegalArgumentException.class, () -> cost.requireFits(GIGABYTE, GIGABYTE, 1));
    assertTrue(driver.getMessage().contains("--driver-memory"), driver.getMessage());
    IllegalArgumentException executor =
        assertThrows(
            IllegalArgumentException.class, () -> cost.requireFits(8 * GIGABYTE, GIGABYTE, 2));
    assertTrue(executor.getMessage().contains("--executor-memory"), executor.getMessage());
    cost.requireFits(8 * GIGABYTE, 8 * GIGABYTE, 2);
    new MemoryPlan(averaging(4), 1_000_000, 2, 1_000_000).requireFits(GIGABYTE, 0, 2);
  }

  @Test
  void thePlanSaysBytesAndSeconds() {
    MemoryPlan plan = new MemoryPlan(averaging(2), 1_000_000, 2, 0);
    assertEquals(
        "plan: 1,000,000 parameters; round: 2 shards of 32 batches of 2,048 targets; epoch: 8"
            + " rounds",
        plan.line(2048, 8));
    assertEquals(
        "  a round: 4.0 MB up and 4.0 MB down a shard, 10.1 s with a core each; heap: 36.0 MB"
            + " a task, 56.0 MB driver",
        plan.cost(2048));
    assertTrue(plan.line(2048, 1).endsWith("epoch: 1 round"), plan.line(2048, 1));
  }

  @Test
  void aPlanOfTheWidestNumbersFitsInALine() {
    AveragingConfig many =
        AveragingConfig.of(10_000, 100_000, AveragingStrategy.of("average", 10_000, 100));
    MemoryPlan plan = new MemoryPlan(many, Integer.MAX_VALUE, 2, 1L << 32);
    assertTrue(plan.line(10_000_000, 1_000_000).length() <= 120, plan.line(10_000_000, 1_000_000));
    assertTrue(plan.cost(10_000_000).length() <= 120, plan.cost(10_000_000));
  }

  @Test
  void automaticLocalStepsComeFromSizesAlone() {
    assertEquals(32, LocalStepsHeuristic.auto(1_000_000, 2048, 1000));
    assertEquals(256, LocalStepsHeuristic.auto(1_000, 320, 5000));
    assertEquals(10, LocalStepsHeuristic.auto(1_000_000, 2048, 40));
    assertEquals(1, LocalStepsHeuristic.auto(1_000_000, 2048, 3));
  }

  /** Floats of each kind that are alive at the peak, counted in the code of a round. */
  @Test
  void whatIsHeldIsCounted() {
    long p = 1_000_000;
    AveragingConfig averaged = averaging(4).withMoments(AveragingConfig.Moments.AVERAGE);
    MemoryPlan plan = new MemoryPlan(averaged, p, 2, 500_000);
    // Start, parameters, gradient, packed weights, two moments, activations; an update three times.
    assertEquals(4 * (4 * p + 2 * p + 500_000) + 3 * 12 * p, plan.task());
    assertEquals(2 * 12 * p, plan.process());
    // Four updates of parameters and moments, each in Spark's result too.
    long updates = 4 * 2 * 12 * p;
    assertEquals(4 * (5 * p + 2 * p) + 3 * 12 * p + updates, plan.driver());
    assertEquals(plan.driver() + 4 * 19 * p, plan.withKept(20).driver());
    // Spark takes no more than four results at a time.
    MemoryPlan more =
        new MemoryPlan(averaging(16).withMoments(AveragingConfig.Moments.AVERAGE), p, 2, 500_000);
    assertEquals(plan.driver() + 12 * 12 * p, more.driver());
    MemoryPlan sliced = new MemoryPlan(averaged, 100 * p, 2, 0);
    assertEquals(100 * (4 * 7 * p + 3 * 12 * p + 16 * 3 * p), sliced.driver());
  }

  @Test
  void eachMemberOfAnEnsembleTakesTheDriversMemory() {
    MemoryPlan one = new MemoryPlan(averaging(4), 5_000_000, 2, 1_000_000);
    MemoryPlan five = one.withKept(2).withRuns(5);
    assertEquals(5 * one.withKept(2).driver(), five.driver());
    assertEquals(5 * one.process(), five.process());
    assertEquals(one.task(), five.task());
    one.requireFits(GIGABYTE, 0, 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> five.requireFits(GIGABYTE, 0, 1))
            .getMessage();
    assertTrue(message.contains("for 5 runs") && message.contains("--ensemble"), message);
  }
}
