package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** The regression ends where its gradient is 0. */
class LogisticRegressionTest {
  private static final int FEATURES = 300;
  private static final double STRENGTH = 2;

  /** Features as texts have them: one is in every row, some in many, most in very few. */
  private static List<Tuple2<Double, Vector>> sparse(int labels, double spread) {
    SplittableRandom random = new SplittableRandom(labels);
    List<Tuple2<Double, Vector>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int label = random.nextInt(labels);
      TreeSet<Integer> places = new TreeSet<>(List.of(0));
      for (int n = 0; n < 12; n++) {
        // The cube of a uniform number prefers small places: those features are frequent.
        places.add((int) (FEATURES * Math.pow(random.nextDouble(), 3)));
        places.add(random.nextInt(4) == 0 ? label + 1 : random.nextInt(FEATURES));
      }
      int[] some = places.stream().mapToInt(Integer::intValue).toArray();
      double[] values = Arrays.stream(some).mapToDouble(j -> 1 + spread * Math.sin(j)).toArray();
      rows.add(new Tuple2<>((double) label, Vectors.sparse(FEATURES, some, values)));
    }
    return rows;
  }

  /** The largest part of the gradient of the penalized sum of losses. */
  private static double largestGradient(
      List<Tuple2<Double, Vector>> rows, double[][] weights, int labels) {
    double[][] gradient = new double[weights.length][];
    Arrays.setAll(
        gradient, k -> Arrays.stream(weights[k]).map(weight -> STRENGTH * weight).toArray());
    for (Tuple2<Double, Vector> row : rows) {
      double[] x = Arrays.copyOf(row._2().toArray(), FEATURES + 1);
      x[FEATURES] = 1;
      double[] exponentials = new double[labels];
      exponentials[0] = 1;
      for (int k = 1; k < labels; k++) {
        double score = 0;
        for (int j = 0; j < x.length; j++) {
          score += weights[k - 1][j] * x[j];
        }
        exponentials[k] = Math.exp(score);
      }
      double total = Arrays.stream(exponentials).sum();
      for (int k = 1; k < labels; k++) {
        double error = exponentials[k] / total - (row._1() == k ? 1 : 0);
        for (int j = 0; j < x.length; j++) {
          gradient[k - 1][j] += error * x[j];
        }
      }
    }
    return Arrays.stream(gradient).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  private static void requireOptimum(List<Tuple2<Double, Vector>> rows, int labels) {
    double[][] weights;
    try (LogisticRegression regression =
        new LogisticRegression(TestSpark.context().parallelize(rows, 2), FEATURES, labels)) {
      weights = regression.fit(STRENGTH);
    }
    assertEquals(labels - 1, weights.length);
    double[][] none = new double[labels - 1][FEATURES + 1];
    double before = largestGradient(rows, none, labels);
    double after = largestGradient(rows, weights, labels);
    assertTrue(after < 0.005 * before, labels + " labels: " + before + " became " + after);
  }

  @Test
  void endsAtTheOptimumOfTwoLabels() {
    requireOptimum(sparse(2, 0), 2);
  }

  @Test
  void endsAtTheOptimumWithFeaturesOfAnySignAndSize() {
    requireOptimum(sparse(2, 5), 2);
  }

  @Test
  void endsAtTheOptimumOfManyLabels() {
    requireOptimum(sparse(5, 0), 5);
  }

  @Test
  void endsAtTheOptimumOfDenseRows() {
    List<Tuple2<Double, Vector>> rows = new ArrayList<>();
    sparse(3, 2).forEach(row -> rows.add(new Tuple2<>(row._1(), row._2().toDense())));
    requireOptimum(rows, 3);
  }
}
