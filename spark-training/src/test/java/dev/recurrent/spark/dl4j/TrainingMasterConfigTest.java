package dev.recurrent.spark.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingConfig.Moments;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.run.ShardPlan;
import java.util.List;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;

class TrainingMasterConfigTest {
  @Test
  void aTrainingMasterIsOursAndComesBack() {
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(6, 1)
            .batchSizePerWorker(48)
            .averagingFrequency(7)
            .saveUpdater(true)
            .aggregationDepth(3)
            .build();
    TrainingMasterConfig ours = TrainingMasterConfig.of(master);
    assertEquals(new TrainingMasterConfig(new ShardPlan(6, 48, 7), Moments.AVERAGE), ours);
    assertEquals(ours, TrainingMasterConfig.of(ours.builder(1).build()));
  }

  @Test
  void withoutWorkersTheClustersCoresAreTheShards() {
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(1).saveUpdater(false).build();
    TrainingMasterConfig ours = TrainingMasterConfig.of(master);
    assertEquals(new TrainingMasterConfig(new ShardPlan(0, 16, 5), Moments.RESET), ours);
    assertNull(ours.builder(1).build().getNumWorkers());
  }

  @Test
  void anAveragingIsATrainingMaster() {
    AveragingConfig config =
        AveragingConfig.of(4, 10, AveragingStrategy.of("average", 4, 100))
            .withMoments(Moments.RESET);
    ParameterAveragingTrainingMaster master =
        TrainingMasterConfig.of(config, 32).builder(1).build();
    assertEquals(4, master.getNumWorkers());
    assertEquals(10, master.getAveragingFrequency());
    assertEquals(false, master.isSaveUpdater());
    assertEquals(new ShardPlan(4, 32, 10), TrainingMasterConfig.of(master).cut());
  }

  @Test
  void whatHasNoEqualIsNamed() {
    AveragingConfig nesterov = AveragingConfig.of(4, 10, AveragingStrategy.of("bmuf", 4, 100));
    assertRefused("averaging is BMUF", () -> TrainingMasterConfig.of(nesterov, 32));
    assertRefused(
        "localSteps is 0", () -> new TrainingMasterConfig(new ShardPlan(1, 1, 0), Moments.RESET));
    ParameterAveragingTrainingMaster hooked =
        new ParameterAveragingTrainingMaster.Builder(2, 1).build();
    hooked.setTrainingHookList(List.of(hook()));
    assertRefused("has trainingHooks", () -> TrainingMasterConfig.of(hooked));
  }

  private static TrainingHook hook() {
    return (TrainingHook)
        java.lang.reflect.Proxy.newProxyInstance(
            TrainingHook.class.getClassLoader(),
            new Class<?>[] {TrainingHook.class},
            (proxy, method, arguments) -> null);
  }

  private static void assertRefused(String start, org.junit.jupiter.api.function.Executable made) {
    String message = assertThrows(IllegalArgumentException.class, made).getMessage();
    assertTrue(message.contains(start), message);
  }
}
