package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The series of a backtest by their mean absolute scaled error (MASE). The driver holds those at
 * the ends and in the middle, never all.
 */
final class SeriesRanking {
  private static final int WORST = 10;

  /** Pictures of a backtest in which no series has a MASE. */
  private static final int UNRANKED = 3;

  private final JavaRDD<BacktestScores> scores;

  /** Place among the series, from the best on, with the error and the name. */
  private final List<Tuple2<Long, Tuple2<Double, String>>> ranked;

  private final long count;

  private SeriesRanking(
      JavaRDD<BacktestScores> scores,
      List<Tuple2<Long, Tuple2<Double, String>>> ranked,
      long count) {
    this.scores = scores;
    this.ranked = ranked;
    this.count = count;
  }

  static SeriesRanking of(JavaRDD<BacktestScores> scores) {
    JavaPairRDD<Tuple2<Double, String>, Integer> errors =
        scores
            .mapToPair(s -> new Tuple2<>(s.name, new Tuple2<>(s.number, s.model)))
            .groupByKey()
            .mapValues(SeriesRanking::sum)
            .filter(pair -> Double.isFinite(pair._2().mase()))
            .mapToPair(pair -> new Tuple2<>(new Tuple2<>(pair._2().mase(), pair._1()), 0));
    long count = errors.count();
    long median = (count - 1) / 2;
    List<Tuple2<Long, Tuple2<Double, String>>> ranked =
        errors
            .sortByKey(new ByError(), true, scores.getNumPartitions())
            .keys()
            .zipWithIndex()
            .filter(p -> p._2() == 0 || p._2() == median || p._2() >= count - WORST)
            .map(Tuple2::swap)
            .collect();
    return new SeriesRanking(scores, ranked, count);
  }

  /** In the order of the parts: a shuffle's would show in the last digits. */
  private static ForecastMetrics sum(Iterable<Tuple2<Integer, ForecastMetrics>> parts) {
    List<Tuple2<Integer, ForecastMetrics>> sorted = new ArrayList<>();
    parts.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(Tuple2::_1));
    ForecastMetrics sum = sorted.get(0)._2();
    for (Tuple2<Integer, ForecastMetrics> part : sorted.subList(1, sorted.size())) {
      sum = sum.plus(part._2());
    }
    return sum;
  }

  /** The series with the largest errors, the largest first. */
  List<Map.Entry<String, Double>> worst() {
    List<Map.Entry<String, Double>> worst = new ArrayList<>();
    for (Tuple2<Long, Tuple2<Double, String>> one : ranked) {
      if (one._1() >= count - WORST) {
        worst.add(0, Map.entry(one._2()._2(), one._2()._1()));
      }
    }
    return worst;
  }

  /** The best, the median and the worst series. */
  List<RankedExample> examples() {
    if (count == 0) {
      return scores.takeOrdered(UNRANKED, new BySeries()).stream()
          .map(s -> new RankedExample("", Double.NaN, s.example))
          .toList();
    }
    Map<Long, String> ranks = new LinkedHashMap<>();
    ranks.put(count - 1, "worst");
    ranks.put((count - 1) / 2, "median");
    ranks.put(0L, count == 1 ? "" : "best");
    List<Tuple2<Long, Tuple2<Double, String>>> shown =
        ranked.stream().filter(one -> ranks.containsKey(one._1())).toList();
    Map<String, BacktestExample> examples =
        latest(new ArrayList<>(shown.stream().map(one -> one._2()._2()).toList()));
    List<RankedExample> all = new ArrayList<>();
    for (Tuple2<Long, Tuple2<Double, String>> one : shown) {
      String rank = ranks.getOrDefault(one._1(), "");
      BacktestExample example = Objects.requireNonNull(examples.get(one._2()._2()), one._2()._2());
      all.add(new RankedExample(rank, one._2()._1(), example));
    }
    return all;
  }

  /** The last part of a series has its latest forecast. */
  private Map<String, BacktestExample> latest(ArrayList<String> names) {
    Map<String, BacktestExample> latest = new LinkedHashMap<>();
    scores
        .filter(s -> names.contains(s.name))
        .mapToPair(s -> new Tuple2<>(s.name, new Tuple2<>(s.number, s.example)))
        .reduceByKey((a, b) -> a._1() > b._1() ? a : b)
        .collect()
        .forEach(pair -> latest.put(pair._1(), pair._2()._2()));
    return latest;
  }

  /** Smallest error first, ties by name. */
  private static final class ByError implements Comparator<Tuple2<Double, String>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<Double, String> a, Tuple2<Double, String> b) {
      int byError = Double.compare(a._1(), b._1());
      return byError != 0 ? byError : a._2().compareTo(b._2());
    }
  }

  private static final class BySeries implements Comparator<BacktestScores>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(BacktestScores a, BacktestScores b) {
      int bySeries = Long.compare(a.series, b.series);
      return bySeries != 0 ? bySeries : Integer.compare(b.number, a.number);
    }
  }
}
