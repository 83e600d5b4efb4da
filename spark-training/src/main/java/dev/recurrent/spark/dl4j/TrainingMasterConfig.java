package dev.recurrent.spark.dl4j;

import dev.recurrent.format.JsonObject;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingConfig.Moments;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.run.ShardPlan;
import dev.recurrent.spark.sequence.SparkTraining;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;

/**
 * What DL4J's ParameterAveragingTrainingMaster and our averaging have in common.
 *
 * @param cut numWorkers as shards, batchSizePerWorker as the batch size, averagingFrequency as
 *     local steps
 * @param moments averaged with saveUpdater, reset without
 */
public record TrainingMasterConfig(ShardPlan cut, Moments moments) {
  private static final String MASTER = "the training master";

  /** How DL4J moves data, or what it writes of a run: other figures give the same averages. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "aggregationDepth",
          "broadcastHadoopConfig",
          "collectTrainingStats",
          "exportDirectory",
          "prefetchNumBatches",
          "rddDataSetNumExamples",
          "rddTrainingApproach",
          "repartition",
          "repartitionStrategy",
          "storageLevel",
          "storageLevelStreams",
          "workerPeriodicGCFrequency",
          "workerTogglePeriodicGC");

  private static final Set<String> READ =
      Set.of("averagingFrequency", "batchSizePerWorker", "numWorkers", "saveUpdater");

  /**
   * @throws IllegalArgumentException unless the number of local steps is given: DL4J cannot compute
   *     it
   */
  public TrainingMasterConfig {
    if (cut.localSteps() == 0) {
      throw new IllegalArgumentException(
          "localSteps is 0, which computes them from sizes; a ParameterAveragingTrainingMaster"
              + " needs the number of batches between two averages");
    }
  }

  /**
   * The configuration of a training master. The number of shards is 0, for the cluster's cores,
   * where it has no number of workers.
   *
   * @throws IllegalArgumentException naming a setting that has no equal here
   */
  public static TrainingMasterConfig of(ParameterAveragingTrainingMaster master) {
    if (master.getTrainingHookList() != null && !master.getTrainingHookList().isEmpty()) {
      throw noEqual("trainingHooks");
    }
    byte[] json = master.toJson().getBytes(StandardCharsets.UTF_8);
    JsonObject fields = JsonObject.read(json, MASTER);
    for (Map.Entry<String, Object> field : fields.values().entrySet()) {
      String name = field.getKey();
      if (!READ.contains(name) && !WITHOUT_EFFECT.contains(name) && field.getValue() != null) {
        throw noEqual(name);
      }
    }
    Integer workers = master.getNumWorkers();
    ShardPlan cut =
        new ShardPlan(
            workers == null ? 0 : workers,
            fields.integer("batchSizePerWorker"),
            master.getAveragingFrequency());
    return new TrainingMasterConfig(cut, master.isSaveUpdater() ? Moments.AVERAGE : Moments.RESET);
  }

  private static IllegalArgumentException noEqual(String setting) {
    return new IllegalArgumentException(
        MASTER + " has " + setting + ", which has no equal here; remove it first");
  }

  /**
   * What a training master can hold of an averaging.
   *
   * @param batchSize B, sequences in a shard's batch
   * @throws IllegalArgumentException naming what DL4J does not have
   */
  public static TrainingMasterConfig of(AveragingConfig config, int batchSize) {
    AveragingStrategy strategy = config.strategy();
    if (strategy.kind() != AveragingStrategy.Kind.AVERAGE) {
      throw new IllegalArgumentException(
          "averaging is "
              + strategy.kind()
              + ", expected AVERAGE: a ParameterAveragingTrainingMaster has no other");
    }
    return new TrainingMasterConfig(
        new ShardPlan(config.shards(), batchSize, config.localSteps()), config.moments());
  }

  /** Sets shards, batch size, local steps, moments, and plain averaging as DL4J's is. */
  public SparkTraining applyTo(SparkTraining training) {
    return training
        .shards(cut.shards())
        .batchSize(cut.batchSize())
        .localSteps(cut.localSteps())
        .moments(moments)
        .averaging("average");
  }

  /**
   * A builder with these settings; how data move is left to it.
   *
   * @param examplesInDataSet in each DataSet of the RDD
   */
  public ParameterAveragingTrainingMaster.Builder builder(int examplesInDataSet) {
    Integer workers = cut.shards() == 0 ? null : Integer.valueOf(cut.shards());
    return new ParameterAveragingTrainingMaster.Builder(workers, examplesInDataSet)
        .batchSizePerWorker(cut.batchSize())
        .averagingFrequency(cut.localSteps())
        .saveUpdater(moments == Moments.AVERAGE);
  }
}
