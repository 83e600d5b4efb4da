package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TermScores;
import dev.recurrent.nlp.sentiment.TermScores.Link;
import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.IDFModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Classifiers of texts that know their terms, not their order. Spark trains them. */
final class BagOfWords {
  private static final int ITERATIONS = 60;
  private static final double TOLERANCE = 1e-4;
  private static final String FEATURES = "features";

  private BagOfWords() {}

  /**
   * Multinomial naive Bayes with one count added to each term.
   *
   * @param counts a table of {@link TermCounts}
   */
  static TermScores naiveBayes(Dataset<Row> counts) {
    NaiveBayesModel model = new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts);
    return scores(model.theta(), model.pi(), null);
  }

  /**
   * Logistic regression on terms weighted by their rarity.
   *
   * @param strength of the regularization
   */
  static TermScores logisticRegression(Dataset<Row> counts, double strength) {
    IDFModel rarity = new IDF().setInputCol(TermCounts.COUNTS).setOutputCol(FEATURES).fit(counts);
    LogisticRegressionModel model = regression(strength).fit(rarity.transform(counts));
    return scores(model.coefficientMatrix(), model.interceptVector(), rarity.idf());
  }

  /**
   * @param coefficients (labels, terms); of two labels the second alone can be there
   * @param factors of the terms, null for 1
   */
  private static TermScores scores(Matrix coefficients, Vector bias, @Nullable Vector factors) {
    int terms = coefficients.numCols();
    int labels = Math.max(2, coefficients.numRows());
    int first = labels - coefficients.numRows();
    float[] weights = new float[terms * labels];
    float[] biases = new float[labels];
    for (int k = first; k < labels; k++) {
      biases[k] = (float) bias.apply(k - first);
      for (int term = 0; term < terms; term++) {
        double factor = factors == null ? 1 : factors.apply(term);
        weights[term * labels + k] = (float) (coefficients.apply(k - first, term) * factor);
      }
    }
    return new TermScores(Link.SOFTMAX, weights, biases);
  }

  private static LogisticRegression regression(double strength) {
    return new LogisticRegression()
        .setRegParam(strength)
        .setMaxIter(ITERATIONS)
        .setTol(TOLERANCE)
        .setAggregationDepth(2);
  }

  /**
   * Logistic regression on terms weighted by naive Bayes' ratios, as in NBSVM (Wang and Manning
   * 2012, Baselines and Bigrams). Each label has a model against all others; of two labels the
   * second has one.
   *
   * @param strength of the regularization, times the number of texts
   */
  static TermScores weightedRegression(Dataset<Row> counts, int labels, double strength) {
    double perText = strength / counts.count();
    int first = labels == 2 ? 1 : 0;
    float[] biases = new float[labels];
    float[] weights = new float[0];
    for (int k = first; k < labels; k++) {
      Dataset<Row> own =
          counts.withColumn(
              TermCounts.LABEL,
              functions.col(TermCounts.LABEL).equalTo(k).cast(DataTypes.DoubleType));
      double[] ratios = ratios(own);
      ElementwiseProduct product =
          new ElementwiseProduct()
              .setScalingVec(Vectors.dense(ratios))
              .setInputCol(TermCounts.COUNTS)
              .setOutputCol(FEATURES);
      // Standardized columns would lose their weights again.
      LogisticRegressionModel model =
          regression(perText).setStandardization(false).fit(product.transform(own));
      double[] learned = model.coefficients().toArray();
      weights = k == first ? new float[learned.length * labels] : weights;
      for (int term = 0; term < learned.length; term++) {
        weights[term * labels + k] = (float) (learned[term] * ratios[term]);
      }
      biases[k] = (float) model.intercept();
    }
    // Of two labels the first has score 0, and the softmax is a logistic function.
    return new TermScores(labels == 2 ? Link.SOFTMAX : Link.AGAINST_REST, weights, biases);
  }

  /** Logarithms of how much more frequent each term is in texts of the label 1. */
  private static double[] ratios(Dataset<Row> counts) {
    Matrix theta = new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts).theta();
    double[] ratios = new double[theta.numCols()];
    Arrays.setAll(ratios, j -> theta.apply(1, j) - theta.apply(0, j));
    return ratios;
  }
}
