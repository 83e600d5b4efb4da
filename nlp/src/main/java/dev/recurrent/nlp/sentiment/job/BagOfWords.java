package dev.recurrent.nlp.sentiment.job;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A classifier of texts that knows their terms, not their order. Spark trains it. */
interface BagOfWords {
  int ITERATIONS = 60;
  double TOLERANCE = 1e-4;

  /** Adds the columns prediction and probability to a table of {@link TermCounts}. */
  Dataset<Row> predict(Dataset<Row> counts);

  /** Multinomial naive Bayes with one count added to each term. */
  static BagOfWords naiveBayes(Dataset<Row> counts) {
    return new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts)::transform;
  }

  /**
   * Logistic regression on terms weighted by their rarity.
   *
   * @param strength of the regularization
   */
  static BagOfWords logisticRegression(Dataset<Row> counts, double strength) {
    PipelineStage[] stages = {
      new IDF().setInputCol(TermCounts.COUNTS).setOutputCol("features"), regression(strength)
    };
    PipelineModel model = new Pipeline().setStages(stages).fit(counts);
    return model::transform;
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
  static BagOfWords weightedRegression(Dataset<Row> counts, int labels, double strength) {
    int models = labels == 2 ? 1 : labels;
    double perText = strength / counts.count();
    Vector[] weights = new Vector[models];
    double[] intercepts = new double[models];
    for (int k = 0; k < models; k++) {
      int label = labels == 2 ? 1 : k;
      Dataset<Row> own =
          counts.withColumn(
              TermCounts.LABEL,
              functions.col(TermCounts.LABEL).equalTo(label).cast(DataTypes.DoubleType));
      double[] ratios = ratios(own);
      ElementwiseProduct product =
          new ElementwiseProduct()
              .setScalingVec(Vectors.dense(ratios))
              .setInputCol(TermCounts.COUNTS)
              .setOutputCol("features");
      // Standardized columns would lose their weights again.
      LogisticRegressionModel model =
          regression(perText).setStandardization(false).fit(product.transform(own));
      double[] folded = model.coefficients().toArray().clone();
      Arrays.setAll(folded, j -> folded[j] * ratios[j]);
      weights[k] = Vectors.dense(folded);
      intercepts[k] = model.intercept();
    }
    OneAgainstRest scores = new OneAgainstRest(weights, intercepts);
    return table -> scored(table, scores);
  }

  /** Logarithms of how much more frequent each term is in texts of the label 1. */
  private static double[] ratios(Dataset<Row> counts) {
    Matrix theta = new NaiveBayes().setFeaturesCol(TermCounts.COUNTS).fit(counts).theta();
    double[] ratios = new double[theta.numCols()];
    Arrays.setAll(ratios, j -> theta.apply(1, j) - theta.apply(0, j));
    return ratios;
  }

  private static Dataset<Row> scored(Dataset<Row> table, OneAgainstRest scores) {
    StructType schema =
        new StructType()
            .add(TermCounts.LABEL, DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType());
    var rows =
        table
            .select(TermCounts.LABEL, TermCounts.COUNTS)
            .toJavaRDD()
            .map(
                row -> {
                  Vector probability = scores.of(row.getAs(1));
                  double prediction = probability.argmax();
                  return RowFactory.create(row.getDouble(0), prediction, probability);
                });
    return table.sparkSession().createDataFrame(rows, schema);
  }

  /** Linear models of one label each, whose probabilities are made to sum to 1. */
  final class OneAgainstRest implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Vector[] weights;
    private final double[] intercepts;

    OneAgainstRest(Vector[] weights, double[] intercepts) {
      this.weights = weights;
      this.intercepts = intercepts;
    }

    Vector of(Vector counts) {
      double[] each = new double[weights.length];
      Arrays.setAll(each, k -> 1 / (1 + Math.exp(-counts.dot(weights[k]) - intercepts[k])));
      if (each.length == 1) {
        return Vectors.dense(new double[] {1 - each[0], each[0]});
      }
      double sum = Arrays.stream(each).sum();
      Arrays.setAll(each, k -> sum > 0 ? each[k] / sum : 1.0 / each.length);
      return Vectors.dense(each);
    }
  }
}
