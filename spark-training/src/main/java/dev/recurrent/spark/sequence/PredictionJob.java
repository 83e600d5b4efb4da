package dev.recurrent.spark.sequence;

import dev.recurrent.math.Matrix;
import dev.recurrent.spark.DeltaCodec;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.train.BoundSequenceModel;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A metric of held-out sequences, worked out on the executors partition by partition. */
final class PredictionJob implements ValidationMetric {
  private final JavaSparkContext spark;
  private final SequenceModel model;
  private final JavaRDD<Shard<SequenceBatch>> held;
  private final SequenceMetric metric;

  PredictionJob(
      JavaSparkContext spark,
      SequenceModel model,
      JavaRDD<Shard<SequenceBatch>> held,
      SequenceMetric metric) {
    this.spark = spark;
    this.model = model;
    this.held = held;
    this.metric = metric;
  }

  @Override
  public String name() {
    return metric.name();
  }

  @Override
  public double score(float[] parameters, long round) {
    double value = metric.value(predictions(parameters));
    return metric.higherIsBetter() ? value : -value;
  }

  /** In the order of partitions, whichever task ends first. */
  private Predictions predictions(float[] parameters) {
    SequenceModel own = model;
    Broadcast<byte[]> theta = spark.broadcast(DeltaCodec.bytes(parameters));
    try {
      List<float[][]> parts =
          held.map(shard -> predict(own, DeltaCodec.floats(theta.value()), shard)).collect();
      int columns = model.output().columns();
      return Predictions.concat(parts, columns, model.loss().targetSize(columns));
    } finally {
      theta.destroy();
    }
  }

  /** {outputs, targets} of the rows that have a target. */
  private static float[][] predict(
      SequenceModel model, float[] parameters, Shard<SequenceBatch> shard) {
    BoundSequenceModel bound = model.bind(parameters, new float[parameters.length]);
    bound.parametersChanged();
    Rows outputs = new Rows();
    Rows targets = new Rows();
    for (int i = 0; i < shard.batches(); i++) {
      SequenceBatch batch = shard.batch(i);
      Matrix right = batch.targetRows();
      if (right == null) {
        continue;
      }
      Matrix answers = bound.predict(batch);
      for (int r = 0; r < right.rows; r++) {
        if (hasTarget(right, r)) {
          outputs.add(answers, r);
          targets.add(right, r);
        }
      }
    }
    return new float[][] {outputs.toArray(), targets.toArray()};
  }

  private static boolean hasTarget(Matrix targets, int row) {
    for (int j = 0; j < targets.columns; j++) {
      if (!Float.isNaN(targets.get(row, j))) {
        return true;
      }
    }
    return false;
  }

  /** Rows laid end to end. */
  private static final class Rows {
    private float[] all = new float[1024];
    private int size;

    void add(Matrix from, int row) {
      if (size + from.columns > all.length) {
        all = Arrays.copyOf(all, Math.max(2 * all.length, size + from.columns));
      }
      System.arraycopy(from.data, from.index(row), all, size, from.columns);
      size += from.columns;
    }

    float[] toArray() {
      return Arrays.copyOf(all, size);
    }
  }
}
