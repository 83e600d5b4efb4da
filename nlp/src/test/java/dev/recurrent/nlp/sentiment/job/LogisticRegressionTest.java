package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The regression ends where its gradient is 0. Some terms are in every text, most in very few. */
class LogisticRegressionTest {
  private static final int TERMS = 300;
  private static final double STRENGTH = 2;

  private static List<Row> texts(int labels) {
    SplittableRandom random = new SplittableRandom(labels);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int label = random.nextInt(labels);
      TreeSet<Integer> places = new TreeSet<>(List.of(0));
      for (int n = 0; n < 12; n++) {
        // The cube of a uniform number prefers small places: those terms are frequent.
        places.add((int) (TERMS * Math.pow(random.nextDouble(), 3)) / labels * labels % TERMS);
        places.add(random.nextInt(4) == 0 ? label + 1 : random.nextInt(TERMS));
      }
      int[] some = places.stream().mapToInt(Integer::intValue).toArray();
      double[] ones = new double[some.length];
      Arrays.fill(ones, 1);
      rows.add(RowFactory.create((double) label, Vectors.sparse(TERMS, some, ones)));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows) {
    StructType schema =
        new StructType()
            .add(TermCounts.LABEL, DataTypes.DoubleType)
            .add(TermCounts.COUNTS, SQLDataTypes.VectorType());
    return TestSpark.session().createDataFrame(rows, schema).repartition(2);
  }

  /** The largest part of the gradient of the penalized sum of losses, by the scores learned. */
  private static double largestGradient(
      List<Row> rows, double[] factors, double[][] scores, int labels) {
    double[][] gradient = new double[labels - 1][TERMS + 1];
    for (int k = 0; k < gradient.length; k++) {
      for (int term = 0; term <= TERMS; term++) {
        double weight = scores[k][term] / (term == TERMS ? 1 : factors[term]);
        gradient[k][term] = STRENGTH * weight;
      }
    }
    for (Row row : rows) {
      int[] places = row.<Vector>getAs(1).toSparse().indices();
      double[] exponentials = new double[labels];
      exponentials[0] = 1;
      for (int k = 1; k < labels; k++) {
        double[] own = scores[k - 1];
        exponentials[k] =
            Math.exp(own[TERMS] + Arrays.stream(places).mapToDouble(j -> own[j]).sum());
      }
      double total = Arrays.stream(exponentials).sum();
      for (int k = 1; k < labels; k++) {
        double error = exponentials[k] / total - (row.getDouble(0) == k ? 1 : 0);
        gradient[k - 1][TERMS] += error;
        for (int place : places) {
          gradient[k - 1][place] += error * factors[place];
        }
      }
    }
    return Arrays.stream(gradient).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  private static void requireOptimum(int labels, IntFunction<Double> factor) {
    List<Row> rows = texts(labels);
    double[] factors = new double[TERMS];
    Arrays.setAll(factors, j -> factor.apply(j));
    double[][] scores;
    try (LogisticRegression regression = new LogisticRegression(table(rows), factors, labels)) {
      scores = regression.fit(STRENGTH);
    }
    assertEquals(labels - 1, scores.length);
    double[][] none = new double[labels - 1][TERMS + 1];
    double before = largestGradient(rows, factors, none, labels);
    double after = largestGradient(rows, factors, scores, labels);
    assertTrue(after < 0.005 * before, labels + " labels: " + before + " became " + after);
  }

  @Test
  void endsAtTheOptimumOfTwoLabels() {
    requireOptimum(2, j -> 1.0);
  }

  @Test
  void endsAtTheOptimumWithFactorsOfAnySignAndSize() {
    requireOptimum(2, j -> j % 7 == 0 ? 0.1 : Math.sin(j) * 5);
  }

  @Test
  void endsAtTheOptimumOfManyLabels() {
    requireOptimum(5, j -> 0.5 + j % 9);
  }
}
