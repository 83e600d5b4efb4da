package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ScoreHistogramTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("probability", SQLDataTypes.VectorType());
  private static final int[] ALL = {0, 1, 2};

  private static List<Row> rows() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int label = random.nextInt(3);
      double[] p = new double[3];
      for (int k = 0; k < 3; k++) {
        // Sure of itself, and now and then certain.
        double odds = 6 * random.nextDouble() - 3 + (k == label ? 2 : 0);
        p[k] = i % 50 == 0 ? (k == label ? 1 : 0) : 1 / (1 + Math.exp(-5 * odds));
      }
      rows.add(RowFactory.create((double) label, Vectors.dense(p)));
    }
    return rows;
  }

  private static ScoreHistogram histogram(List<Row> rows, int partitions) {
    return ScoreHistogram.of(
        TestSpark.session()
            .createDataFrame(TestSpark.context().parallelize(rows, partitions), SCHEMA)
            .toJavaRDD(),
        ALL);
  }

  private static double byPairs(List<Row> rows, int label) {
    double right = 0;
    double pairs = 0;
    for (Row a : rows) {
      for (Row b : rows) {
        if (a.getDouble(0) == label && b.getDouble(0) != label) {
          double x = a.<org.apache.spark.ml.linalg.Vector>getAs(1).apply(label);
          double y = b.<org.apache.spark.ml.linalg.Vector>getAs(1).apply(label);
          right += x > y ? 1 : x == y ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return right / pairs;
  }

  @Test
  void theAreaIsTheShareOfPairsInOrderHoweverRowsLie() {
    List<Row> rows = rows();
    ScoreHistogram one = histogram(rows, 1);
    ScoreHistogram seven = histogram(rows, 7);
    for (int label : ALL) {
      assertEquals(byPairs(rows, label), one.area(label), 2e-4, "label " + label);
      assertEquals(one.area(label), seven.area(label));
    }
  }
}
