package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.ClassifierPass;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.run.ValidationMetric;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The share of texts that are classified correctly. While a network trains on, its probabilities
 * become too extreme: the loss rises although the accuracy still rises too.
 */
public record AccuracyMetric(
    JavaSparkContext spark, ClassifierModel model, JavaRDD<Shard<LabelledBatch>> texts)
    implements ValidationMetric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public double score(float[] parameters, long round) {
    Broadcast<float[]> theta = spark.broadcast(parameters);
    ClassifierModel own = model;
    try {
      long[] counts =
          texts
              .map(shard -> count(shard, own, theta.value()))
              .fold(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
      return counts[0] / (double) counts[1];
    } finally {
      theta.destroy();
    }
  }

  private static long[] count(
      Shard<LabelledBatch> shard, ClassifierModel model, float[] parameters) {
    ClassifierPass pass = model.bind(parameters, new float[parameters.length]);
    pass.parametersChanged();
    long[] counts = new long[2];
    for (int i = 0; i < shard.batches(); i++) {
      LabelledBatch batch = shard.batch(i);
      counts[0] += pass.right(batch);
      counts[1] += batch.targets();
    }
    return counts;
  }
}
