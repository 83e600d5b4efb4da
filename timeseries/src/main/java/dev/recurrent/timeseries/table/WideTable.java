package dev.recurrent.timeseries.table;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.RowPlaces;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A table of one row a series: its name, its static covariates, and its values, padded at the end
 * with missing cells.
 */
final class WideTable {
  private WideTable() {}

  /** A row's series, or what is wrong with the row. */
  private static final class Parsed implements Serializable {
    private static final long serialVersionUID = 1L;
    private final long place;
    private final @Nullable TimeSeries series;
    private final String fault;

    private Parsed(long place, @Nullable TimeSeries series, String fault) {
      this.place = place;
      this.series = series;
      this.fault = fault;
    }

    private BadRows in(BadRows bad) {
      if (series != null) {
        bad.addGood();
      } else {
        bad.add(place, fault);
      }
      return bad;
    }

    private TimeSeries series() {
      if (series == null) {
        throw new IllegalStateException(fault);
      }
      return series;
    }
  }

  /**
   * Series by name, those without a value too.
   *
   * @param said what rows were left out or replaced, or an empty text
   */
  record Series(JavaRDD<TimeSeries> series, List<Covariate> covariates, String said) {}

  /**
   * @param window of the model whose inputs are read, or null to find them in the data
   */
  static Series read(
      InputTable table, SeriesSettings options, @Nullable WindowConfig window, int partitions) {
    List<String> inPaths = table.columnsInPaths();
    List<String> columns = columns(table, options, inPaths);
    int first = Math.min(1 + options.staticCovariates.size(), columns.size());
    Dataset<Row> selected =
        NeededColumns.withPoints(
            table, options, table.select(columns, first), columns.subList(first, columns.size()));
    Dataset<Row> named = named(selected, options);
    List<Covariate> covariates =
        window == null ? Covariates.of(named, options) : window.covariates();
    MissingValuePolicy rule = options.rule();
    String[] names = columns.toArray(new String[0]);
    JavaRDD<Parsed> rows =
        selected
            .toJavaRDD()
            .map(row -> parsed(row, names, covariates, rule))
            .persist(StorageLevel.DISK_ONLY());
    BadRows bad = rows.aggregate(new BadRows(), (sum, row) -> row.in(sum), BadRows::merge);
    bad.require(table.given(), table.places(), options.mostBadRows());
    JavaRDD<Parsed> good = rows.filter(row -> row.series != null);
    Set<Long> replaced = replaced(good, table.places());
    JavaRDD<TimeSeries> series =
        good.filter(row -> !replaced.contains(row.place))
            .sortBy(row -> row.series().name(), true, partitions)
            .map(Parsed::series)
            .persist(StorageLevel.DISK_ONLY());
    series.count();
    rows.unpersist();
    String said = said(inPaths, bad, table.places(), replaced.size());
    return new Series(series, covariates, said);
  }

  /** The name's column, those of static covariates, and those of values. */
  private static List<String> columns(
      InputTable table, SeriesSettings options, List<String> inPaths) {
    List<String> all = new ArrayList<>(table.columns());
    all.removeAll(inPaths);
    List<String> constant = new ArrayList<>();
    for (String name : options.staticCovariates) {
      constant.add(table.column(name, "static-covariates"));
    }
    all.removeAll(constant);
    all.addAll(Math.min(1, all.size()), constant);
    return all;
  }

  /** The static covariates under the names that the user gives them. */
  private static Dataset<Row> named(Dataset<Row> selected, SeriesSettings options) {
    String[] names = selected.columns();
    for (int i = 0; i < options.staticCovariates.size(); i++) {
      names[1 + i] = options.staticCovariates.get(i);
    }
    return selected.toDF(names);
  }

  private static String said(List<String> inPaths, BadRows bad, RowPlaces places, int replaced) {
    List<String> said = new ArrayList<>();
    if (!inPaths.isEmpty()) {
      said.add(
          "not read as values, as they stand in names of directories: "
              + String.join(", ", inPaths));
    }
    if (bad.count() > 0) {
      said.add(bad.describe(places));
    }
    if (replaced > 0) {
      said.add(
          Quantity.of(replaced, "series has", "series have")
              + " a row in several files: that of the file whose name sorts last counts");
    }
    return String.join("\n", said);
  }

  /**
   * Places of rows whose series has another row in a later file.
   *
   * @throws UnusableInputException if a file has two rows of one series
   */
  private static Set<Long> replaced(JavaRDD<Parsed> rows, RowPlaces places) {
    List<Tuple2<String, List<Long>>> several =
        rows.mapToPair(row -> new Tuple2<>(row.series().name(), row.place))
            .groupByKey()
            .mapValues(WideTable::sorted)
            .filter(named -> named._2().size() > 1)
            .collect();
    Set<Long> replaced = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Tuple2<String, List<Long>> named : several) {
      List<Long> all = named._2();
      for (int i = 1; i < all.size(); i++) {
        replaced.add(all.get(i - 1));
        if (places.file(all.get(i)) == places.file(all.get(i - 1))) {
          twice.add(
              "series \""
                  + named._1()
                  + "\" has two rows: "
                  + places.where(all.get(i - 1))
                  + ", and "
                  + places.where(all.get(i)));
        }
      }
    }
    if (!twice.isEmpty()) {
      throw new UnusableInputException(
          Collections.min(twice) + "; a wide table has one row a series: rename or remove one");
    }
    return replaced;
  }

  private static List<Long> sorted(Iterable<Long> places) {
    List<Long> sorted = new ArrayList<>();
    places.forEach(sorted::add);
    Collections.sort(sorted);
    return sorted;
  }

  private static Parsed parsed(
      Row row, String[] columns, List<Covariate> covariates, MissingValuePolicy rule) {
    int size = row.length();
    long place = row.getLong(size - 2);
    if (!row.isNullAt(size - 1)) {
      return new Parsed(place, null, row.getString(size - 1));
    }
    String name = row.isNullAt(0) ? "" : row.getString(0);
    if (name.isBlank()) {
      return new Parsed(place, null, "column \"" + columns[0] + "\" names no series");
    }
    try {
      float[][] constants = new float[covariates.size()][];
      for (int c = 0; c < constants.length; c++) {
        constants[c] = new float[] {new Columns.Input(1 + c, covariates.get(c)).number(row)};
      }
      float[] values = values(row, columns, 1 + constants.length);
      rule.fill(values);
      return new Parsed(place, new TimeSeries(name, 0, values, constants), "");
    } catch (UnusableInputException e) {
      return new Parsed(place, null, String.valueOf(e.getMessage()));
    }
  }

  private static float[] values(Row row, String[] columns, int first) {
    int end = columns.length;
    while (end > first && Float.isNaN(number(row, end - 1, columns))) {
      end--;
    }
    float[] values = new float[end - first];
    for (int i = first; i < end; i++) {
      values[i - first] = number(row, i, columns);
    }
    return values;
  }

  private static float number(Row row, int column, String[] columns) {
    String name = "column \"" + columns[column] + "\"";
    float value = Values.number(row.get(column), name);
    if (Float.isInfinite(value)) {
      throw Values.infinite("series \"" + row.get(0) + "\": " + name, row.get(column));
    }
    return value;
  }
}
