package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Figures of a classifier beside Spark's own, and whether they follow the partitions. */
class ClassMetricsTest {
  private static final List<String> LABELS = List.of("a", "b", "c", "d");
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("prediction", DataTypes.DoubleType)
          .add("probability", SQLDataTypes.VectorType());

  /** No text carries the label d; some labels have a probability of 0. */
  private static List<Row> rows() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 501; i++) {
      double[] p = new double[LABELS.size()];
      double sum = 0;
      for (int k = 0; k < p.length; k++) {
        p[k] = i % 40 == k ? 0 : Math.exp(4 * random.nextGaussian());
        sum += p[k];
      }
      for (int k = 0; k < p.length; k++) {
        p[k] /= sum;
      }
      double predicted = Vectors.dense(p).argmax();
      double label = random.nextInt(4) > 0 && predicted < 3 ? predicted : random.nextInt(3);
      rows.add(RowFactory.create(label, predicted, Vectors.dense(p)));
    }
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return TestSpark.session()
        .createDataFrame(TestSpark.context().parallelize(rows, partitions), SCHEMA);
  }

  private static double spark(Dataset<Row> table, String metric) {
    return new MulticlassClassificationEvaluator().setMetricName(metric).evaluate(table);
  }

  @Test
  void theFiguresAreSparksOwn() {
    Dataset<Row> table = table(rows(), 3);
    ClassMetrics metrics = ClassMetrics.of(table, LABELS);
    assertEquals(spark(table, "accuracy"), metrics.accuracy(), 1e-12);
    assertEquals(spark(table, "f1"), metrics.f1(), 1e-12);
    assertEquals(spark(table, "logLoss"), metrics.logLoss(), 1e-9);
  }

  @Test
  void partitionsAndTheOrderOfTextsChangeNoDigit() {
    List<Row> rows = rows();
    String one = ClassMetrics.of(table(rows, 1), LABELS).toMap().toString();
    for (int partitions : new int[] {2, 5, 13}) {
      Collections.shuffle(rows, new Random(partitions));
      assertEquals(one, ClassMetrics.of(table(rows, partitions), LABELS).toMap().toString());
    }
  }
}
