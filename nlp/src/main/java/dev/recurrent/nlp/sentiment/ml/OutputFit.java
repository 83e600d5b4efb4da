package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.ClassifierPass;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.spark.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Fits the scaling and the output layer to what pretrained layers already say, before these learn
 * (Kumar et al. 2022, Fine-Tuning Can Distort Pretrained Features: linear probing, then
 * fine-tuning). The pooled outputs of a language model differ little between texts: without the
 * scaling an output layer would learn many times more slowly than the layers below it.
 */
final class OutputFit {
  /** Texts whose outputs are looked at. */
  private static final int MOST = 20_000;

  /** Strengths of the penalty that are compared by the texts to validate on. */
  private static final double[] STRENGTHS = {1, 10, 100, 1000};

  /** Losses are summed as whole numbers: parts come together in any order. */
  private static final double FIXED_POINT = 1L << 24;

  private static final double LARGEST_LOSS = 1000;

  private final ClassifierModel model;
  private final int features;
  private final int labels;

  private OutputFit(ClassifierModel model) {
    this.model = model;
    features = model.config().pooledSize();
    labels = model.config().labels().size();
  }

  /**
   * Sets the scaling and the output layer.
   *
   * @param model whose pooled rows are scaled
   * @param parameters of the pretrained network; those of both layers are written
   * @return the mean loss of the texts to validate on, in nats
   */
  static double fit(
      ClassifierModel model,
      float[] parameters,
      JavaRDD<Shard<LabelledBatch>> training,
      JavaRDD<Shard<LabelledBatch>> held) {
    return new OutputFit(model).fit(parameters, training, held);
  }

  private double fit(
      float[] parameters,
      JavaRDD<Shard<LabelledBatch>> training,
      JavaRDD<Shard<LabelledBatch>> held) {
    Broadcast<float[]> theta =
        JavaSparkContext.fromSparkContext(training.context()).broadcast(parameters);
    int most = Math.max(1, MOST / training.getNumPartitions());
    JavaRDD<Tuple2<Double, Vector>> rows =
        inTwoPartitions(pooled(training, theta, most)).persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<Tuple2<Double, Vector>> others =
        pooled(held, theta, MOST).map(Tuple2::_2).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Scales scaling = Scales.of(rows, features);
      JavaRDD<Tuple2<Double, Vector>> scaled =
          rows.map(row -> new Tuple2<>(row._1(), scaling.scaled(row._2())));
      try (LogisticRegression regression = new LogisticRegression(scaled, features, labels)) {
        double least = Double.POSITIVE_INFINITY;
        for (double strength : STRENGTHS) {
          double[][] weights = centred(regression.fit(strength));
          double loss = loss(others, scaling, weights);
          if (loss < least) {
            least = loss;
            write(weights, parameters);
          }
        }
        write(scaling, parameters);
        return least;
      }
    } finally {
      rows.unpersist();
      others.unpersist();
      theta.destroy();
    }
  }

  /** Places of texts, and their labels and pooled rows. */
  private JavaRDD<Tuple2<Long, Tuple2<Double, Vector>>> pooled(
      JavaRDD<Shard<LabelledBatch>> shards, Broadcast<float[]> parameters, int most) {
    ClassifierModel own = model;
    return shards.mapPartitionsWithIndex(
        (index, some) -> {
          ClassifierPass pass = own.bind(parameters.value(), new float[parameters.value().length]);
          pass.parametersChanged();
          List<Tuple2<Long, Tuple2<Double, Vector>>> rows = new ArrayList<>();
          while (some.hasNext() && rows.size() < most) {
            Shard<LabelledBatch> shard = some.next();
            for (int i = 0; i < shard.batches() && rows.size() < most; i++) {
              add(pass, shard.batch(i), (long) index << Integer.SIZE, rows);
            }
          }
          return rows.iterator();
        },
        false);
  }

  private static void add(
      ClassifierPass pass,
      LabelledBatch batch,
      long first,
      List<Tuple2<Long, Tuple2<Double, Vector>>> rows) {
    Matrix pooled = pass.pooled(batch);
    for (int b = 0; b < batch.batchSize(); b++) {
      double[] values = new double[pooled.columns];
      for (int j = 0; j < values.length; j++) {
        values[j] = pooled.get(b, j);
      }
      double label = batch.classes()[b];
      rows.add(new Tuple2<>(first + rows.size(), new Tuple2<>(label, Vectors.dense(values))));
    }
  }

  /** Of the sums of two partitions the order does not show. */
  private static JavaRDD<Tuple2<Double, Vector>> inTwoPartitions(
      JavaRDD<Tuple2<Long, Tuple2<Double, Vector>>> rows) {
    return rows.mapToPair(row -> row)
        .repartitionAndSortWithinPartitions(new HashPartitioner(2))
        .values();
  }

  private static double loss(
      JavaRDD<Tuple2<Double, Vector>> rows, Scales scaling, double[][] weights) {
    long[] sums =
        rows.mapPartitions(some -> List.of(losses(some, scaling, weights)).iterator())
            .fold(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
    return sums[0] / FIXED_POINT / Math.max(1, sums[1]);
  }

  private static long[] losses(
      Iterator<Tuple2<Double, Vector>> rows, Scales scaling, double[][] weights) {
    long[] sums = new long[2];
    while (rows.hasNext()) {
      Tuple2<Double, Vector> row = rows.next();
      double[] x = scaling.scaled(row._2()).toArray();
      double[] scores = new double[weights.length];
      Arrays.setAll(
          scores,
          k ->
              weights[k][x.length]
                  + IntStream.range(0, x.length).mapToDouble(j -> weights[k][j] * x[j]).sum());
      double own = scores[row._1().intValue()];
      double loss = Math.log(Arrays.stream(scores).map(score -> Math.exp(score - own)).sum());
      sums[0] += Math.round(Math.min(LARGEST_LOSS, loss) * FIXED_POINT);
      sums[1]++;
    }
    return sums;
  }

  private void write(double[][] weights, float[] parameters) {
    Matrix weight = model.layout().view(parameters, "output.weight");
    Matrix bias = model.layout().view(parameters, "output.bias");
    for (int k = 0; k < labels; k++) {
      for (int j = 0; j < features; j++) {
        weight.set(k, j, (float) weights[k][j]);
      }
      bias.set(0, k, (float) weights[k][features]);
    }
  }

  private void write(Scales scales, float[] parameters) {
    Matrix scale = model.layout().view(parameters, "scaling.scale");
    Matrix shift = model.layout().view(parameters, "scaling.shift");
    for (int j = 0; j < features; j++) {
      scale.set(0, j, (float) scales.factor[j]);
      shift.set(0, j, (float) (-scales.mean[j] * scales.factor[j]));
    }
  }

  /** Weights and a bias for each label, whose mean over the labels is 0. */
  private static double[][] centred(double[][] learned) {
    double[][] weights = new double[learned.length + 1][learned[0].length];
    System.arraycopy(learned, 0, weights, 1, learned.length);
    for (int j = 0; j < weights[0].length; j++) {
      int column = j;
      double middle = Arrays.stream(weights).mapToDouble(w -> w[column]).average().orElse(0);
      for (double[] own : weights) {
        own[j] -= middle;
      }
    }
    return weights;
  }

  /** How features are brought to mean 0 and deviation 1. */
  private record Scales(double[] mean, double[] factor) implements Serializable {
    /** Below this share of the largest deviation a feature is taken for a constant. */
    private static final double LEAST = 1e-4;

    static Scales of(JavaRDD<Tuple2<Double, Vector>> rows, int features) {
      double[] sums =
          rows.aggregate(
              new double[2 * features + 1],
              (sum, row) -> plusSquares(sum, row._2().toArray()),
              Scales::plus);
      double count = sums[2 * features];
      double[] mean = new double[features];
      double[] deviation = new double[features];
      for (int j = 0; j < features; j++) {
        mean[j] = sums[j] / count;
        deviation[j] = Math.sqrt(Math.max(0, sums[features + j] / count - mean[j] * mean[j]));
      }
      double least = LEAST * Arrays.stream(deviation).max().orElse(0);
      double[] factor = Arrays.stream(deviation).map(d -> d <= least ? 1 : 1 / d).toArray();
      return new Scales(mean, factor);
    }

    private static double[] plusSquares(double[] sum, double[] row) {
      for (int j = 0; j < row.length; j++) {
        sum[j] += row[j];
        sum[row.length + j] += row[j] * row[j];
      }
      sum[2 * row.length]++;
      return sum;
    }

    private static double[] plus(double[] a, double[] b) {
      double[] sum = new double[a.length];
      Arrays.setAll(sum, i -> a[i] + b[i]);
      return sum;
    }

    Vector scaled(Vector row) {
      double[] values = row.toArray().clone();
      for (int j = 0; j < values.length; j++) {
        values[j] = (values[j] - mean[j]) * factor[j];
      }
      return Vectors.dense(values);
    }
  }
}
