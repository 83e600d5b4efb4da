package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** A table of one row a series: its name, then its values, padded at the end with missing cells. */
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

    /** By name, and of equal names by place. */
    private String order() {
      return series().name() + '\0' + String.format(java.util.Locale.ROOT, "%020d", place);
    }
  }

  /**
   * Series by name, those without a value too.
   *
   * @param said what rows were left out, or an empty text
   */
  record Series(JavaRDD<TimeSeries> series, String said) {}

  static Series read(InputTable table, SeriesSettings options, int partitions) {
    List<String> columns = table.columns();
    Dataset<Row> selected =
        NeededColumns.withPoints(
            table,
            options,
            table.select(columns, 1),
            columns.subList(Math.min(1, columns.size()), columns.size()));
    MissingValuePolicy rule = options.rule();
    String[] names = columns.toArray(new String[0]);
    JavaRDD<Parsed> rows =
        selected.toJavaRDD().map(row -> parsed(row, names, rule)).persist(StorageLevel.DISK_ONLY());
    BadRows bad = rows.aggregate(new BadRows(), (sum, row) -> row.in(sum), BadRows::merge);
    bad.require(table.given(), table.places(), options.maxBadFraction);
    JavaRDD<TimeSeries> series =
        rows.filter(row -> row.series != null)
            .sortBy(Parsed::order, true, partitions)
            .map(Parsed::series)
            .persist(StorageLevel.DISK_ONLY());
    series.count();
    rows.unpersist();
    return new Series(series, bad.count() == 0 ? "" : bad.describe(table.places()));
  }

  private static Parsed parsed(Row row, String[] columns, MissingValuePolicy rule) {
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
      float[] values = values(row, columns);
      rule.fill(values);
      return new Parsed(place, new TimeSeries(name, 0, values, new float[0][]), "");
    } catch (UnusableInputException e) {
      return new Parsed(place, null, String.valueOf(e.getMessage()));
    }
  }

  private static float[] values(Row row, String[] columns) {
    int end = columns.length;
    while (end > 1 && Float.isNaN(number(row, end - 1, columns))) {
      end--;
    }
    float[] values = new float[end - 1];
    for (int i = 1; i < end; i++) {
      values[i - 1] = number(row, i, columns);
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
