package dev.recurrent.nlp.sentiment.ml;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Logistic regression by Spark's L-BFGS (Liu and Nocedal 1989). It minimizes the sum of the losses
 * plus half the strength times the sum of squared weights. Spark ML's own estimator divides each
 * feature by its deviation first. On the terms of texts its optimizer then converges slowly: most
 * terms are rare, and the penalty of a rare term is hundreds of times that of a frequent one.
 */
public final class LogisticRegression implements AutoCloseable {
  private static final int ITERATIONS = 100;
  private static final int CORRECTIONS = 10;
  private static final double TOLERANCE = 1e-6;

  private final JavaRDD<Tuple2<Object, Vector>> rows;
  private final long count;
  private final int features;
  private final int labels;

  /**
   * @param rows a label, 0 to below {@code labels}, and its features; in two partitions the weights
   *     have the same bits on every cluster
   */
  public LogisticRegression(JavaRDD<Tuple2<Double, Vector>> rows, int features, int labels) {
    this.rows =
        rows.map(row -> new Tuple2<Object, Vector>(row._1(), withOne(row._2())))
            .persist(StorageLevel.MEMORY_AND_DISK());
    count = this.rows.count();
    this.features = features;
    this.labels = labels;
  }

  /** The features, and behind them 1, whose weight is the bias. */
  private static Vector withOne(Vector row) {
    int size = row.size();
    if (row instanceof org.apache.spark.mllib.linalg.DenseVector) {
      double[] values = Arrays.copyOf(row.toArray(), size + 1);
      values[size] = 1;
      return Vectors.dense(values);
    }
    int[] places = row.toSparse().indices();
    int[] all = Arrays.copyOf(places, places.length + 1);
    double[] values = Arrays.copyOf(row.toSparse().values(), all.length);
    all[places.length] = size;
    values[places.length] = 1;
    return Vectors.sparse(size + 1, all, values);
  }

  /**
   * Trains.
   *
   * @param strength of the penalty
   * @return for each label but the first, whose scores are 0: the weights, and the bias behind them
   */
  public double[][] fit(double strength) {
    int size = features + 1;
    double[] all =
        LBFGS
            .runLBFGS(
                rows.rdd(),
                new LogisticGradient(labels),
                new SquaredL2Updater(),
                CORRECTIONS,
                TOLERANCE,
                ITERATIONS,
                strength / count,
                Vectors.zeros(size * (labels - 1)))
            ._1()
            .toArray();
    double[][] learned = new double[labels - 1][];
    Arrays.setAll(learned, k -> Arrays.copyOfRange(all, k * size, (k + 1) * size));
    return learned;
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
