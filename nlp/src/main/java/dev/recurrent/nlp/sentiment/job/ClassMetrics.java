package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.spark.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * How well labels were predicted. Everything is a sum of whole numbers: Spark's own evaluators add
 * parts in the order in which they arrive, and their last digits follow the partitions.
 *
 * @param f1 weighted by the labels' frequencies
 * @param auc of the second of two labels; of more, the mean of each that is there against the rest;
 *     NaN where all texts carry one label
 * @param confusion {@code [actual][predicted]}
 * @param reliability of ten bins of the probability of the predicted label
 */
record ClassMetrics(
    List<String> labels,
    double accuracy,
    double f1,
    double auc,
    double logLoss,
    long[][] confusion,
    List<Bin> reliability) {
  private static final int BINS = 10;

  /** Probabilities are summed as whole numbers: parts come together in any order. */
  private static final double FIXED_POINT = 1L << 32;

  /** The same for losses, which are up to 35: room for a hundred million texts. */
  private static final double LOSS_POINT = 1L << 31;

  /** The least probability that counts, as in Spark's evaluator. */
  private static final double LEAST = 1e-15;

  /** Texts whose label was predicted with about the same probability. */
  record Bin(double confidence, double accuracy, long count) {}

  /**
   * @param predictions columns label, prediction, probability
   */
  static ClassMetrics of(Dataset<Row> predictions, List<String> labels) {
    Dataset<Row> rows = predictions.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long[][] confusion = confusion(rows, labels.size());
      return new ClassMetrics(
          labels,
          accuracy(confusion),
          weightedF1(confusion),
          auc(rows, labels.size(), confusion),
          logLoss(rows),
          confusion,
          reliability(rows));
    } finally {
      rows.unpersist();
    }
  }

  private static double accuracy(long[][] confusion) {
    long right = 0;
    long all = 0;
    for (int label = 0; label < confusion.length; label++) {
      right += confusion[label][label];
      all += Arrays.stream(confusion[label]).sum();
    }
    return right / (double) all;
  }

  /** The mean of the labels' F1, 2 TP / (2 TP + FP + FN), weighted by their frequencies. */
  private static double weightedF1(long[][] confusion) {
    double sum = 0;
    long all = 0;
    for (int label = 0; label < confusion.length; label++) {
      long actual = Arrays.stream(confusion[label]).sum();
      long predicted = 0;
      for (long[] row : confusion) {
        predicted += row[label];
      }
      all += actual;
      sum += actual == 0 ? 0 : actual * 2.0 * confusion[label][label] / (actual + predicted);
    }
    return sum / all;
  }

  /** Nats of the probability of each text's own label; one of 0 counts as {@link #LEAST}. */
  private static double logLoss(Dataset<Row> rows) {
    long[] sums =
        rows.toJavaRDD()
            .map(
                row -> {
                  Vector probability = row.getAs("probability");
                  double own = probability.apply(row.<Double>getAs("label").intValue());
                  double nats = -Math.log(Math.max(LEAST, own));
                  return new long[] {Math.round(nats * LOSS_POINT), 1};
                })
            .fold(new long[2], Counts::plus);
    return sums[0] / LOSS_POINT / sums[1];
  }

  private static double auc(Dataset<Row> rows, int labels, long[][] confusion) {
    List<Integer> there = present(confusion);
    if (there.size() < 2) {
      return Double.NaN;
    }
    int[] measured =
        labels == 2 ? new int[] {1} : there.stream().mapToInt(Integer::intValue).toArray();
    ScoreHistogram scores =
        ScoreHistogram.of(rows.select("label", "probability").toJavaRDD(), measured);
    double sum = 0;
    for (int i = 0; i < measured.length; i++) {
      sum += scores.area(i);
    }
    return sum / measured.length;
  }

  /** Labels that some text carries. */
  private static List<Integer> present(long[][] confusion) {
    List<Integer> present = new ArrayList<>();
    for (int label = 0; label < confusion.length; label++) {
      if (Arrays.stream(confusion[label]).sum() > 0) {
        present.add(label);
      }
    }
    return present;
  }

  private static long[][] confusion(Dataset<Row> rows, int labels) {
    long[][] confusion = new long[labels][labels];
    for (Row row : rows.groupBy("label", "prediction").count().collectAsList()) {
      confusion[(int) row.getDouble(0)][(int) row.getDouble(1)] = row.getLong(2);
    }
    return confusion;
  }

  private static List<Bin> reliability(Dataset<Row> rows) {
    long[][] sums =
        rows.toJavaRDD()
            .map(
                row -> {
                  Vector probability = row.getAs("probability");
                  double confidence = probability.apply(probability.argmax());
                  long[][] one = new long[BINS][3];
                  long[] bin = one[Math.min(BINS - 1, (int) (confidence * BINS))];
                  bin[0] = Math.round(confidence * FIXED_POINT);
                  bin[1] = row.<Double>getAs("label") == probability.argmax() ? 1 : 0;
                  bin[2] = 1;
                  return one;
                })
            .fold(new long[BINS][3], ClassMetrics::plus);
    List<Bin> bins = new ArrayList<>();
    for (long[] bin : sums) {
      if (bin[2] > 0) {
        double confidence = bin[0] / FIXED_POINT / bin[2];
        bins.add(new Bin(confidence, bin[1] / (double) bin[2], bin[2]));
      }
    }
    return bins;
  }

  private static long[][] plus(long[][] a, long[][] b) {
    long[][] sum = new long[BINS][3];
    for (int i = 0; i < BINS; i++) {
      for (int k = 0; k < 3; k++) {
        sum[i][k] = a[i][k] + b[i][k];
      }
    }
    return sum;
  }

  /** The only label that the texts carry, or null where there are two or more. */
  @Nullable String onlyLabel() {
    List<Integer> there = present(confusion);
    return there.size() == 1 ? labels.get(there.get(0)) : null;
  }

  /**
   * Expected calibration error (Guo et al. 2017): how far confidence and accuracy are apart, the
   * mean over the texts, in ten bins of confidence.
   */
  double calibrationError() {
    double sum = 0;
    long all = 0;
    for (Bin bin : reliability) {
      sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
      all += bin.count();
    }
    return sum / all;
  }

  /** By accuracy; with the same accuracy by the log loss. */
  boolean isBetterThan(ClassMetrics other) {
    return accuracy != other.accuracy ? accuracy > other.accuracy : logLoss < other.logLoss;
  }

  /** The contract's figures. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accuracy", accuracy);
    map.put("f1", f1);
    if (Double.isFinite(auc)) {
      map.put("auc", auc);
    }
    map.put("log_loss", logLoss);
    map.put("calibration_error", calibrationError());
    return map;
  }

  /**
   * Recall: the share of a label's texts that were predicted to have it. Precision is the share of
   * the texts predicted to have a label that have it.
   */
  double recall(int label) {
    long all = 0;
    for (long count : confusion[label]) {
      all += count;
    }
    return all == 0 ? 0 : confusion[label][label] / (double) all;
  }

  double precision(int label) {
    long all = 0;
    for (long[] row : confusion) {
      all += row[label];
    }
    return all == 0 ? 0 : confusion[label][label] / (double) all;
  }
}
