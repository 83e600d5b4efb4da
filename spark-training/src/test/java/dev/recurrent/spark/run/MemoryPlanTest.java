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
    String line = new MemoryPlan(averaging(2), 1_000_000, 2, 0).line(2048, 8);
    assertTrue(line.contains("2 shards train 32 batches of 2,048 targets a round"), line);
    assertTrue(line.contains("4.0 MB up and 4.0 MB down for each shard"), line);
    assertTrue(line.contains("about 10.1 s"), line);
  }

  @Test
  void automaticLocalStepsComeFromSizesAlone() {
    assertEquals(32, LocalStepsHeuristic.auto(1_000_000, 2048, 1000));
    assertEquals(256, LocalStepsHeuristic.auto(1_000, 320, 5000));
    assertEquals(10, LocalStepsHeuristic.auto(1_000_000, 2048, 40));
    assertEquals(1, LocalStepsHeuristic.auto(1_000_000, 2048, 3));
  }
}
