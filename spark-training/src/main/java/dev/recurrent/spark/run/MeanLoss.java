package dev.recurrent.spark.run;

import dev.recurrent.spark.DeltaCodec;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardTrainer;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The loss of parameters on data that they are not trained on. */
public final class MeanLoss {
  private MeanLoss() {}

  /** Mean over all unmasked targets, summed in partition order. */
  public static <B extends Batch> double of(
      JavaSparkContext spark, Model<B> model, float[] parameters, JavaRDD<Shard<B>> data) {
    spark.setJobDescription("validation");
    Broadcast<byte[]> theta = spark.broadcast(DeltaCodec.bytes(parameters));
    try {
      double sum = 0;
      double targets = 0;
      for (double[] part :
          data.map(shard -> ShardTrainer.evaluate(model, theta.value(), shard)).collect()) {
        sum += part[0];
        targets += part[1];
      }
      return sum / targets;
    } finally {
      theta.destroy();
    }
  }
}
