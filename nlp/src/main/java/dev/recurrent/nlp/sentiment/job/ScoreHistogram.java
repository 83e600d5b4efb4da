package dev.recurrent.nlp.sentiment.job;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * For each label, how many texts that carry it and how many others have a probability of about so
 * much: the areas under all labels' ROC curves out of one pass over the texts. Counts add up to the
 * same whatever the order.
 */
final class ScoreHistogram {
  /** Log odds beyond this are one bin. */
  private static final double MOST_LOG_ODDS = 40;

  /** Bins of all labels together that may be filled, for the driver's memory. */
  private static final int MOST_BINS = 1 << 22;

  private static final int FINEST = 1024;

  /** {@code {others, carriers}} by bin, in ascending order, of each label. */
  private final List<TreeMap<Integer, long[]>> labels;

  private ScoreHistogram(List<TreeMap<Integer, long[]>> labels) {
    this.labels = labels;
  }

  /**
   * @param rows columns label and probability
   * @param measured the labels to look at
   */
  static ScoreHistogram of(JavaRDD<Row> rows, int[] measured) {
    int perUnit =
        (int) Math.max(1, Math.min(FINEST, MOST_BINS / (2 * MOST_LOG_ODDS * measured.length)));
    Map<Long, Long> counts =
        rows.mapPartitionsToPair(it -> count(it, measured, perUnit))
            .reduceByKey(Long::sum)
            .collectAsMap();
    List<TreeMap<Integer, long[]>> labels =
        Arrays.stream(measured).mapToObj(label -> new TreeMap<Integer, long[]>()).toList();
    counts.forEach(
        (key, count) -> {
          int bin = (int) (key >> 1);
          int place = (int) (key >> Integer.SIZE + 1);
          labels.get(place).computeIfAbsent(bin, b -> new long[2])[(int) (key & 1)] += count;
        });
    return new ScoreHistogram(labels);
  }

  private static java.util.Iterator<Tuple2<Long, Long>> count(
      java.util.Iterator<Row> rows, int[] measured, int perUnit) {
    Map<Long, Long> counts = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      Vector probability = row.getAs("probability");
      double label = row.<Double>getAs("label");
      for (int i = 0; i < measured.length; i++) {
        long bin = bin(probability.apply(measured[i]), perUnit) & 0xFFFFFFFFL;
        long carries = label == measured[i] ? 1 : 0;
        counts.merge((long) i << Integer.SIZE + 1 | bin << 1 | carries, 1L, Long::sum);
      }
    }
    return counts.entrySet().stream().map(e -> new Tuple2<>(e.getKey(), e.getValue())).iterator();
  }

  /** In log odds, where probabilities near 0 and 1 are as far apart as they are for a network. */
  private static int bin(double probability, int perUnit) {
    double odds = Math.log(probability) - Math.log1p(-probability);
    double within = Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, odds));
    return (int) Math.floor(within * perUnit);
  }

  /**
   * The area under a measured label's ROC curve: the share of pairs of a carrier and another text
   * whose carrier has the higher probability, equal ones counted half (Mann and Whitney 1947); NaN
   * without pairs.
   *
   * @param place among the measured labels
   */
  double area(int place) {
    double below = 0;
    double right = 0;
    double carriers = 0;
    for (long[] bin : labels.get(place).values()) {
      right += bin[1] * (below + bin[0] / 2.0);
      below += bin[0];
      carriers += bin[1];
    }
    return right / (below * carriers);
  }
}
