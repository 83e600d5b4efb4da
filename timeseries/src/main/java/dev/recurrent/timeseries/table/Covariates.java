package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.ColumnNames;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.Moments;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** A table's covariates: which inputs they make, and their scale over the training rows. */
public final class Covariates {
  /** Series whose moments are merged on an executor before the driver sees them. */
  private static final int MERGED = 1024;

  private Covariates() {}

  /** One for each column, with all words of the table where its cells are categories. */
  static List<Covariate> of(Dataset<Row> table, SeriesSettings options) {
    Map<String, Integer> places = new LinkedHashMap<>();
    Set<String> named = new HashSet<>(options.categories);
    List<String> columns = Arrays.asList(table.columns());
    for (String name : options.staticCovariates) {
      places.put(name, ColumnNames.index(columns, name, "static-covariates"));
    }
    for (String name : options.categories) {
      places.put(name, ColumnNames.index(columns, name, "categories"));
    }
    Map<String, List<String>> words =
        places.isEmpty() ? Map.of() : Vocabularies.of(table, places, named::contains);
    List<Covariate> all = new ArrayList<>();
    options.covariates.forEach(n -> all.add(of(n, Covariate.Kind.KNOWN, words)));
    options.pastCovariates.forEach(n -> all.add(of(n, Covariate.Kind.PAST, words)));
    options.staticCovariates.forEach(n -> all.add(of(n, Covariate.Kind.STATIC, words)));
    return all;
  }

  private static Covariate of(String name, Covariate.Kind kind, Map<String, List<String>> words) {
    List<String> own = words.get(name);
    return own == null ? Covariate.number(name, kind) : Covariate.category(name, kind, own);
  }

  /**
   * With the means and deviations over the training rows of all series, and the words of those
   * rows: a vector that no window trains would be noise.
   */
  public static List<Covariate> scaled(SeriesTable table, SplitRule rule) {
    List<Covariate> plain = Vocabularies.trained(table.covariates(), table.series(), rule);
    if (plain.stream().allMatch(Covariate::categorical)) {
      return plain;
    }
    int width = plain.size();
    Moments[] all = merged(width, moments(table.series(), rule, width));
    List<Covariate> covariates = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      covariates.add(plain.get(k).categorical() ? plain.get(k) : scaled(plain.get(k), all[k]));
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
