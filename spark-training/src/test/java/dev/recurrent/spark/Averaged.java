package dev.recurrent.spark;

import dev.recurrent.train.GradientClip;
import dev.recurrent.train.Sgd;
import dev.recurrent.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs of the line model, for the tests of averaging. */
public final class Averaged {
  static final int BATCHES = 12;

  private Averaged() {}

  static TrainingConfig sgd() {
    return TrainingConfig.defaults()
        .withOptimizer(new Sgd(0f), 0.05f)
        .withClip(GradientClip.none());
  }

  /** Equal shards of {@code rows} rows each. */
  public static List<Shard<RowBatch>> equalShards(int shards, int rows) {
    List<Shard<RowBatch>> all = new ArrayList<>();
    for (int s = 0; s < shards; s++) {
      all.add(new RowShard(s * rows, rows, BATCHES));
    }
    return all;
  }

  public static ShardedData<RowBatch> data(JavaSparkContext spark, List<Shard<RowBatch>> shards) {
    JavaRDD<Shard<RowBatch>> rdd = spark.parallelize(shards, shards.size());
    return new ShardedData<>(rdd, shards.size(), BATCHES, BATCHES);
  }

  /** Some rounds from the model's start. */
  static RunState run(
      List<Shard<RowBatch>> shards,
      AveragingConfig averaging,
      TrainingConfig training,
      int rounds) {
    return run(new LineModel(1), shards, averaging, training, rounds);
  }

  static RunState run(
      LineModel model,
      List<Shard<RowBatch>> shards,
      AveragingConfig averaging,
      TrainingConfig training,
      int rounds) {
    JavaSparkContext spark = TestSpark.context();
    RunState state = RunState.start(model, training.optimizer(), shards.size(), training.seed());
    ParameterAveraging<RowBatch> loop =
        new ParameterAveraging<>(spark, model, training, averaging, data(spark, shards));
    for (int i = 0; i < rounds; i++) {
      loop.round(state);
    }
    return state;
  }
}
