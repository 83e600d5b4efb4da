package dev.recurrent.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.dl4j.TrainingMasterConfig;
import dev.recurrent.spark.run.ShardPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The benchmark's training task by dl4j-spark's parameter averaging: the same network, batch and
 * averaging frequency, one epoch. Its sequences begin without context, and its rate is constant:
 * dl4j-spark carries neither.
 */
final class AveragedTraining {
  private static final int VALIDATION_SEQUENCES = 256;

  private final JsonNode task;
  private final String name;
  private final int steps;
  private final int batch;
  private final int workers;

  AveragedTraining(JsonNode task, String name) {
    this.task = task;
    this.name = name;
    steps = task.path("steps").asInt();
    batch = task.path("batch").asInt();
    workers = task.path("workers").asInt();
  }

  /** Bytes that tasks sent back. */
  private static final class Returned extends SparkListener {
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      TaskMetrics metrics = end.taskMetrics();
      if (metrics != null) {
        bytes.addAndGet(metrics.resultSize());
      }
    }
  }

  /** The name, the points, and how many bytes went up to the driver. */
  Map<String, Object> run() throws IOException {
    CharacterData data =
        CharacterData.of(
            Files.readString(Path.of(task.path("corpus").asText())),
            task.path("validation").asDouble(),
            steps);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + workers + "]")
            .setAppName("peer")
            .set("spark.ui.enabled", "false");
    Returned returned = new Returned();
    List<double[]> points = new ArrayList<>();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.sc().addSparkListener(returned);
      SparkDl4jMultiLayer averaged = network(spark, data.vocabulary());
      int sets =
          (int) Math.ceil(task.path("evaluate_targets").asDouble() / (batch * steps) / workers)
              * workers;
      List<DataSet> all = data.trainingSets(batch);
      double seconds = 0;
      for (int from = 0; from + sets <= all.size(); from += sets) {
        long begin = System.nanoTime();
        averaged.fit(spark.parallelize(all.subList(from, from + sets), workers));
        seconds += (System.nanoTime() - begin) / 1e9;
        double targets = (double) (from + sets) * batch * steps;
        points.add(new double[] {seconds, targets, loss(averaged.getNetwork(), data)});
        System.err.println(
            seconds + " s, " + targets + " targets: " + points.get(points.size() - 1)[2]);
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", name + ", " + workers + " workers averaging");
    answer.put("points", points);
    answer.put("bytes_up", returned.bytes.get());
    return answer;
  }

  private SparkDl4jMultiLayer network(JavaSparkContext spark, int vocabulary) {
    Adam adam =
        new Adam(task.path("learning_rate").asDouble(), 0.9, task.path("beta2").asDouble(), 1e-8);
    ShardPlan cut = new ShardPlan(workers, batch, task.path("local_steps").asInt());
    ParameterAveragingTrainingMaster master =
        new TrainingMasterConfig(cut, AveragingConfig.Moments.RESET)
            .builder(batch)
            .workerPrefetchNumBatches(0)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .build();
    return new SparkDl4jMultiLayer(
        spark,
        new Networks(task).languageModel(vocabulary, task.path("clip").asDouble(), adam),
        master);
  }

  private double loss(MultiLayerNetwork network, CharacterData data) {
    double sum = 0;
    long count = 0;
    for (DataSet set : data.validationSets(VALIDATION_SEQUENCES)) {
      INDArray likelihood = network.output(set.getFeatures()).mul(set.getLabels()).sum(1);
      float[] values = likelihood.reshape(likelihood.length()).toFloatVector();
      for (float value : values) {
        sum -= Math.log(value);
      }
      count += values.length;
    }
    return sum / count;
  }
}
