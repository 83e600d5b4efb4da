package dev.recurrent.nlp.sentiment.job;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Logistic regression on weighted terms, by Spark's L-BFGS (Liu and Nocedal 1989). It minimizes the
 * sum of the texts' losses plus half the strength times the sum of squared weights. Spark ML's own
 * estimator divides each term by its deviation first. Its optimizer then converges slowly: most
 * terms are rare, and the penalty of a rare term is hundreds of times that of a frequent one.
 */
final class LogisticRegression implements AutoCloseable {
  private static final int ITERATIONS = 100;
  private static final int CORRECTIONS = 10;
  private static final double TOLERANCE = 1e-6;

  private final JavaRDD<Tuple2<Object, Vector>> texts;
  private final long count;
  private final double[] factors;
  private final int labels;

  /**
   * @param counts a table of {@link TermCounts}
   * @param factors of the terms
   * @param labels how many there are
   */
  LogisticRegression(Dataset<Row> counts, double[] factors, int labels) {
    texts =
        counts
            .select(TermCounts.LABEL, TermCounts.COUNTS)
            .toJavaRDD()
            .map(
                row ->
                    new Tuple2<Object, Vector>(row.getDouble(0), weighted(row.getAs(1), factors)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    count = texts.count();
    this.factors = factors.clone();
    this.labels = labels;
  }

  /** The weights of a text's terms, and 1 for the bias. */
  private static Vector weighted(org.apache.spark.ml.linalg.Vector text, double[] factors) {
    int[] places = text.toSparse().indices();
    int[] all = Arrays.copyOf(places, places.length + 1);
    double[] values = new double[all.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = factors[places[i]];
    }
    all[places.length] = factors.length;
    values[places.length] = 1;
    return Vectors.sparse(factors.length + 1, all, values);
  }

  /**
   * Trains.
   *
   * @param strength of the penalty
   * @return for each label but the first, whose scores are 0: the scores of the terms, and the bias
   */
  double[][] fit(double strength) {
    int size = factors.length + 1;
    double[] all =
        LBFGS
            .runLBFGS(
                texts.rdd(),
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
    for (int k = 0; k < learned.length; k++) {
      learned[k] = Arrays.copyOfRange(all, k * size, (k + 1) * size);
      for (int term = 0; term < factors.length; term++) {
        learned[k][term] *= factors[term];
      }
    }
    return learned;
  }

  @Override
  public void close() {
    texts.unpersist();
  }
}
