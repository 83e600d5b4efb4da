package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** The words of columns of categories, ascending: neither the rows' order nor Spark's shows. */
final class Vocabularies {
  /** Words of a column at most: the driver and the model hold them. */
  static final int MOST_WORDS = 1_000_000;

  private Vocabularies() {}

  /**
   * The words of some columns, by name, in one pass over the rows.
   *
   * @param places of the columns, by name
   * @param certain whether a column is one of categories in any case; else it is if it has a word
   *     that is no number
   * @return words ascending, for each column of categories
   */
  static Map<String, List<String>> of(
      Dataset<Row> table, Map<String, Integer> places, Predicate<String> certain) {
    List<String> names = new ArrayList<>(places.keySet());
    int[] columns = names.stream().mapToInt(places::get).toArray();
    JavaPairRDD<Integer, String> words =
        table
            .toJavaRDD()
            .flatMap(row -> words(row, columns).iterator())
            .distinct()
            .mapToPair(word -> word)
            .persist(StorageLevel.DISK_ONLY());
    BitSet categorical = new BitSet();
    for (int i = 0; i < columns.length; i++) {
      categorical.set(i, certain.test(names.get(i)));
    }
    words
        .filter(word -> !Values.isNumber(word._2()))
        .keys()
        .distinct()
        .collect()
        .forEach(categorical::set);
    Map<Integer, Long> counts = words.filter(word -> categorical.get(word._1())).countByKey();
    counts.forEach((column, count) -> requireFew(names.get(column), count));
    Map<String, List<String>> all = new TreeMap<>();
    for (int i = 0; i < columns.length; i++) {
      if (categorical.get(i)) {
        int column = i;
        List<String> own = new ArrayList<>(words.filter(w -> w._1() == column).values().collect());
        own.sort(null);
        all.put(names.get(i), own);
      }
    }
    words.unpersist();
    return all;
  }

  private static List<Tuple2<Integer, String>> words(Row row, int[] columns) {
    List<Tuple2<Integer, String>> words = new ArrayList<>();
    // A row with a fault is not read.
    for (int i = 0; i < columns.length && row.isNullAt(row.length() - 1); i++) {
      String word = Columns.word(row, columns[i]);
      if (word != null) {
        words.add(new Tuple2<>(i, word));
      }
    }
    return words;
  }

  private static void requireFew(String name, long count) {
    if (count > MOST_WORDS) {
      throw new UnusableInputException(
          String.format(
              java.util.Locale.ROOT,
              "column \"%s\" has %,d categories, expected at most %,d; give fewer groups",
              name,
              count,
              MOST_WORDS));
    }
  }

  /** The covariates with the words alone that stand in rows to train on. */
  static List<Covariate> trained(
      List<Covariate> covariates, JavaRDD<TimeSeries> series, SplitRule rule) {
    if (covariates.stream().noneMatch(Covariate::categorical)) {
      return covariates;
    }
    int width = covariates.size();
    BitSet categorical = new BitSet();
    for (int c = 0; c < width; c++) {
      categorical.set(c, covariates.get(c).categorical());
    }
    BitSet[] seen =
        series.aggregate(
            none(width),
            (sum, one) -> add(sum, one, rule.trainedRows(one.length()), categorical),
            Vocabularies::merged);
    List<Covariate> trained = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      List<String> words = covariates.get(c).words();
      BitSet own = seen[c];
      trained.add(
          words == null
              ? covariates.get(c)
              : Covariate.category(
                  covariates.get(c).name(),
                  covariates.get(c).kind(),
                  own.stream()
                      .filter(row -> row > 0)
                      .mapToObj(row -> words.get(row - 1))
                      .toList()));
    }
    return trained;
  }

  private static BitSet[] none(int width) {
    BitSet[] none = new BitSet[width];
    for (int c = 0; c < width; c++) {
      none[c] = new BitSet();
    }
    return none;
  }

  private static BitSet[] add(BitSet[] sum, TimeSeries series, int rows, BitSet categorical) {
    for (int c = 0; c < sum.length; c++) {
      float[] words = series.covariates()[c];
      int seen = categorical.get(c) ? Math.min(rows, words.length) : 0;
      for (int t = 0; t < seen; t++) {
        if (!Float.isNaN(words[t])) {
          sum[c].set((int) words[t]);
        }
      }
    }
    return sum;
  }

  private static BitSet[] merged(BitSet[] sum, BitSet[] more) {
    for (int c = 0; c < sum.length; c++) {
      sum[c].or(more[c]);
    }
    return sum;
  }

  /**
   * Series with the rows of other vocabularies.
   *
   * @throws UnusableInputException if the two do not have the same columns
   */
  static JavaRDD<TimeSeries> translated(
      JavaRDD<TimeSeries> series, List<Covariate> from, List<Covariate> to) {
    requireSame(from, to);
    // Empty where nothing changes.
    int[][] rows = new int[from.size()][0];
    boolean changed = false;
    for (int c = 0; c < rows.length; c++) {
      List<String> words = from.get(c).words();
      if (words != null && !words.equals(to.get(c).words())) {
        rows[c] = new int[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
          rows[c][i + 1] = to.get(c).row(words.get(i));
        }
        changed = true;
      }
    }
    return changed ? series.map(one -> translated(one, rows)) : series;
  }

  private static TimeSeries translated(TimeSeries series, int[][] rows) {
    float[][] covariates = series.covariates().clone();
    for (int c = 0; c < rows.length; c++) {
      int[] own = rows[c];
      if (own.length > 0) {
        covariates[c] = covariates[c].clone();
        for (int t = 0; t < covariates[c].length; t++) {
          float row = covariates[c][t];
          covariates[c][t] = Float.isNaN(row) ? row : own[(int) row];
        }
      }
    }
    return series.withCovariates(covariates);
  }

  private static void requireSame(List<Covariate> from, List<Covariate> to) {
    List<String> read = from.stream().map(Vocabularies::label).toList();
    List<String> expected = to.stream().map(Vocabularies::label).toList();
    if (!read.equals(expected)) {
      throw UnusableInputException.usage(
          "the covariates are " + read + ", the model was trained with " + expected);
    }
  }

  private static String label(Covariate covariate) {
    return "--"
        + Columns.option(covariate)
        + " "
        + covariate.name()
        + (covariate.categorical() ? " (categories)" : "");
  }
}
