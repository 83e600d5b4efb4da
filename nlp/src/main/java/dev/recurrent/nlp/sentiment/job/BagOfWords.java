package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TermScores;
import dev.recurrent.nlp.sentiment.TermScores.Link;
import dev.recurrent.nlp.sentiment.ml.LogisticRegression;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** Classifiers of texts that know their terms, not their order. Spark trains them. */
final class BagOfWords {
  private BagOfWords() {}

  /**
   * Multinomial naive Bayes with one count added to each term.
   *
   * @param counts a table of {@link TermCounts}
   */
  static TermScores naiveBayes(Dataset<Row> counts) {
    NaiveBayesModel model = new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts);
    Matrix theta = model.theta();
    int labels = theta.numRows();
    float[] weights = new float[theta.numCols() * labels];
    float[] bias = new float[labels];
    for (int k = 0; k < labels; k++) {
      bias[k] = (float) model.pi().apply(k);
      for (int term = 0; term < theta.numCols(); term++) {
        weights[term * labels + k] = (float) theta.apply(k, term);
      }
    }
    return new TermScores(Link.SOFTMAX, weights, bias);
  }

  /**
   * Logistic regression on terms weighted by their rarity.
   *
   * @param strengths of the regularization
   * @return one for each strength
   */
  static TermScores[] logisticRegressions(Dataset<Row> counts, int labels, double... strengths) {
    double[] rarity =
        new IDF().setInputCol(TermCounts.COUNTS).setOutputCol("rarity").fit(counts).idf().toArray();
    TermScores[] all = new TermScores[strengths.length];
    try (LogisticRegression regression = regression(counts, rarity, labels)) {
      Arrays.setAll(all, i -> scores(regression.fit(strengths[i]), rarity, labels));
    }
    return all;
  }

  /** Of the first label all are 0, which the softmax allows. */
  private static TermScores scores(double[][] learned, double[] factors, int labels) {
    float[] weights = new float[factors.length * labels];
    float[] bias = new float[labels];
    for (int k = 1; k < labels; k++) {
      spread(learned[k - 1], factors, k, weights, bias);
    }
    return new TermScores(Link.SOFTMAX, weights, bias);
  }

  /** The weights of weighted terms, as weights of terms. */
  private static void spread(
      double[] learned, double[] factors, int label, float[] weights, float[] bias) {
    for (int term = 0; term < factors.length; term++) {
      weights[term * bias.length + label] = (float) (learned[term] * factors[term]);
    }
    bias[label] = (float) learned[factors.length];
  }

  private static LogisticRegression regression(Dataset<Row> counts, double[] factors, int labels) {
    JavaRDD<Tuple2<Double, Vector>> rows =
        counts
            .select(TermCounts.LABEL, TermCounts.COUNTS)
            .toJavaRDD()
            .map(row -> new Tuple2<>(row.getDouble(0), weighted(row.getAs(1), factors)));
    return new LogisticRegression(rows, factors.length, labels);
  }

  private static Vector weighted(org.apache.spark.ml.linalg.Vector text, double[] factors) {
    int[] places = text.toSparse().indices();
    double[] values = Arrays.stream(places).mapToDouble(place -> factors[place]).toArray();
    return Vectors.sparse(factors.length, places, values);
  }

  /**
   * Logistic regression on terms weighted by naive Bayes' ratios, as in NBSVM (Wang and Manning
   * 2012, Baselines and Bigrams). Each label has a model against all others; of two labels the
   * second has one.
   *
   * @param strengths of the regularization
   * @return one for each strength
   */
  static TermScores[] weightedRegressions(Dataset<Row> counts, int labels, double... strengths) {
    int first = labels == 2 ? 1 : 0;
    float[][] bias = new float[strengths.length][labels];
    float[][] weights = new float[strengths.length][0];
    for (int k = first; k < labels; k++) {
      Dataset<Row> own =
          counts.withColumn(
              TermCounts.LABEL,
              functions.col(TermCounts.LABEL).equalTo(k).cast(DataTypes.DoubleType));
      double[] ratios = ratios(own);
      try (LogisticRegression regression = regression(own, ratios, 2)) {
        for (int i = 0; i < strengths.length; i++) {
          weights[i] = k == first ? new float[ratios.length * labels] : weights[i];
          spread(regression.fit(strengths[i])[0], ratios, k, weights[i], bias[i]);
        }
      }
    }
    // Of two labels the first has score 0, and the softmax is a logistic function.
    Link link = labels == 2 ? Link.SOFTMAX : Link.AGAINST_REST;
    TermScores[] all = new TermScores[strengths.length];
    Arrays.setAll(all, i -> new TermScores(link, weights[i], bias[i]));
    return all;
  }

  /** Logarithms of how much more frequent each term is in texts of the label 1. */
  private static double[] ratios(Dataset<Row> counts) {
    Matrix theta = new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts).theta();
    double[] ratios = new double[theta.numCols()];
    Arrays.setAll(ratios, j -> theta.apply(1, j) - theta.apply(0, j));
    return ratios;
  }
}
