package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TermScores;
import dev.recurrent.nlp.sentiment.TermScores.Link;
import java.util.Arrays;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

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
    try (LogisticRegression regression = new LogisticRegression(counts, rarity, labels)) {
      Arrays.setAll(all, i -> scores(regression.fit(strengths[i]), rarity.length, labels));
    }
    return all;
  }

  /** Of the first label all are 0, which the softmax allows. */
  private static TermScores scores(double[][] learned, int terms, int labels) {
    float[] weights = new float[terms * labels];
    float[] bias = new float[labels];
    for (int k = 1; k < labels; k++) {
      spread(learned[k - 1], k, weights, bias);
    }
    return new TermScores(Link.SOFTMAX, weights, bias);
  }

  /**
   * @param learned of the terms, and the bias
   */
  private static void spread(double[] learned, int label, float[] weights, float[] bias) {
    int terms = learned.length - 1;
    for (int term = 0; term < terms; term++) {
      weights[term * bias.length + label] = (float) learned[term];
    }
    bias[label] = (float) learned[terms];
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
      try (LogisticRegression regression = new LogisticRegression(own, ratios, 2)) {
        for (int i = 0; i < strengths.length; i++) {
          weights[i] = k == first ? new float[ratios.length * labels] : weights[i];
          spread(regression.fit(strengths[i])[0], k, weights[i], bias[i]);
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
