package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.ColumnNames;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.Moments;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** A table's covariates: which inputs they make, and their scale over the training rows. */
public final class Covariates {
  /** Series whose moments are merged on an executor before the driver sees them. */
  private static final int MERGED = 1024;

  private static final int MOST_WORDS = 100;

  private Covariates() {}

  /** One input a column of numbers, one a word of a static column of words. */
  static List<Covariate> of(Dataset<Row> table, SeriesSettings options) {
    List<Covariate> all = new ArrayList<>();
    options.covariates.forEach(n -> all.add(Covariate.number(n, Covariate.Kind.KNOWN)));
    options.pastCovariates.forEach(n -> all.add(Covariate.number(n, Covariate.Kind.PAST)));
    options.staticCovariates.forEach(n -> all.addAll(constant(table, n)));
    return all;
  }

  private static List<Covariate> constant(Dataset<Row> table, String name) {
    ColumnNames.index(Arrays.asList(table.columns()), name, "static-covariates");
    List<String> words =
        table
            .select(table.col("`" + name + "`").cast("string"))
            .distinct()
            .limit(MOST_WORDS + 1)
            .collectAsList()
            .stream()
            .filter(row -> !row.isNullAt(0))
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (words.stream().allMatch(Values::isNumber)) {
      return List.of(Covariate.number(name, Covariate.Kind.STATIC));
    }
    if (words.size() > MOST_WORDS) {
      throw new UnusableInputException(
          "static covariate \""
              + name
              + "\" has more than "
              + MOST_WORDS
              + " different words; give numbers, or fewer groups");
    }
    return words.stream().map(w -> Covariate.category(name, Covariate.Kind.STATIC, w)).toList();
  }

  /** With the means and deviations over the training rows of all series. */
  public static List<Covariate> scaled(SeriesTable table, SplitRule rule) {
    List<Covariate> plain = table.covariates();
    if (plain.isEmpty()) {
      return List.of();
    }
    int width = plain.size();
    Moments[] all = merged(width, moments(table.series(), rule, width));
    List<Covariate> covariates = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      boolean word = plain.get(k).category() != null;
      covariates.add(word ? plain.get(k) : scaled(plain.get(k), all[k]));
    }
    return covariates;
  }

  /** A covariate that never changes has no scale but its size; one of zeros has none at all. */
  private static Covariate scaled(Covariate plain, Moments moments) {
    double size = Math.abs(moments.mean());
    boolean changes = moments.deviation() > Math.ulp((float) size) / 2;
    double scale = changes ? moments.deviation() : size == 0 ? 1 : size;
    return plain.scaled(scale, moments.mean());
  }

  /**
   * Moments of some series at a time, in the order of the series' names: partitions, and so the
   * cluster's size, do not show in the last bits.
   */
  private static List<double[]> moments(JavaRDD<TimeSeries> series, SplitRule rule, int width) {
    return series
        .zipWithIndex()
        .mapToPair(
            pair -> {
              TimeSeries s = pair._1();
              double[] own = moments(s.covariates(), rule.of(s.length()).train());
              return new Tuple2<>(pair._2() / MERGED, new Tuple2<>(pair._2(), own));
            })
        .groupByKey()
        .mapValues(some -> merged(some, width))
        .collect()
        .stream()
        .sorted(Comparator.comparingLong(Tuple2::_1))
        .map(Tuple2::_2)
        .toList();
  }

  private static double[] moments(float[][] covariates, int rows) {
    double[] own = new double[Moments.SIZE * covariates.length];
    for (int k = 0; k < covariates.length; k++) {
      float[] values = covariates[k];
      Moments of =
          values.length == 1 ? Moments.constant(values[0], rows) : Moments.of(values, 0, rows);
      of.toArray(own, Moments.SIZE * k);
    }
    return own;
  }

  private static double[] merged(Iterable<Tuple2<Long, double[]>> series, int width) {
    List<Tuple2<Long, double[]>> sorted = new ArrayList<>();
    series.forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(Tuple2::_1));
    Moments[] all = merged(width, sorted.stream().map(Tuple2::_2).toList());
    double[] merged = new double[Moments.SIZE * width];
    for (int k = 0; k < width; k++) {
      all[k].toArray(merged, Moments.SIZE * k);
    }
    return merged;
  }

  private static Moments[] merged(int width, List<double[]> parts) {
    Moments[] all = new Moments[width];
    for (int k = 0; k < width; k++) {
      Moments sum = Moments.constant(Float.NaN, 0);
      for (double[] part : parts) {
        sum = sum.plus(Moments.fromArray(part, Moments.SIZE * k));
      }
      all[k] = sum;
    }
    return all;
  }
}
