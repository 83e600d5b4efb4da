package dev.recurrent.nlp.corpus;

import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.InputTable;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** Texts of a table's rows, sorted by other columns: the order has to be the only one. */
final class SortedTexts {
  private static final String TEXT = "text";

  private final JavaRDD<Row> sorted;
  private final List<Partition> partitions;

  /** What one pass over a partition counts. */
  private static final class Partition implements Serializable {
    private static final long serialVersionUID = 1L;
    private final BadRows bad = new BadRows();
    private long bytes;
  }

  private SortedTexts(JavaRDD<Row> sorted, List<Partition> partitions) {
    this.sorted = sorted;
    this.partitions = partitions;
  }

  /**
   * Sorts the rows.
   *
   * @param text the column of texts
   * @param order the columns to sort by, the first one first
   * @throws dev.recurrent.spark.table.UnusableInputException if a row has no text or no place in
   *     the order, or two rows with different texts have the same
   */
  static SortedTexts of(InputTable table, String text, List<String> order) {
    List<String> columns = new ArrayList<>(List.of(table.column(text, "text-column")));
    order.forEach(name -> columns.add(table.column(name, "order-column")));
    List<String> names = new ArrayList<>(List.of(TEXT));
    List<Column> by = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      names.add("order " + i);
      by.add(functions.col("`order " + i + "`"));
    }
    names.addAll(List.of("place", "fault"));
    // Equal places are next to one another: Spark puts equal keys into one partition.
    by.add(functions.col(TEXT));
    Dataset<Row> rows = table.select(columns, 1).toDF(names.toArray(new String[0]));
    JavaRDD<Row> sorted =
        rows.orderBy(by.toArray(new Column[0])).toJavaRDD().persist(StorageLevel.DISK_ONLY());
    int keys = order.size();
    List<Partition> partitions =
        sorted.mapPartitions(it -> List.of(count(it, keys)).iterator()).collect();
    BadRows bad = new BadRows();
    partitions.forEach(partition -> bad.merge(partition.bad));
    bad.requireNone(table.given(), table.places());
    return new SortedTexts(sorted, partitions);
  }

  private static Partition count(Iterator<Row> rows, int keys) {
    Partition partition = new Partition();
    @Nullable Row before = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      @Nullable String fault = fault(row, before, keys);
      if (fault == null) {
        partition.bad.addGood();
        partition.bytes += line(row).getBytes(StandardCharsets.UTF_8).length;
      } else {
        partition.bad.add(row.getLong(keys + 1), fault);
      }
      before = row;
    }
    return partition;
  }

  private static @Nullable String fault(Row row, @Nullable Row before, int keys) {
    if (!row.isNullAt(keys + 2)) {
      return row.getString(keys + 2);
    }
    if (row.isNullAt(0)) {
      return "has no text";
    }
    boolean same = before != null;
    for (int i = 1; i <= keys; i++) {
      if (row.isNullAt(i)) {
        return "has no value to sort by (--order-column)";
      }
      same = same && before != null && Objects.deepEquals(before.get(i), row.get(i));
    }
    boolean other = before != null && !Objects.equals(before.get(0), row.get(0));
    return same && other
        ? "has the same values in --order-column as another row, and another text; name a column"
            + " more"
        : null;
  }

  /** A row's line. */
  static String line(Row row) {
    return row.getString(0) + "\n";
  }

  JavaRDD<Row> sorted() {
    return sorted;
  }

  /** Where in the whole text each partition begins, and its length in bytes. */
  long[] starts() {
    long[] starts = new long[partitions.size() + 1];
    for (int i = 0; i < partitions.size(); i++) {
      starts[i + 1] = starts[i] + partitions.get(i).bytes;
    }
    return starts;
  }

  long count() {
    return partitions.stream().mapToLong(partition -> partition.bad.rows()).sum();
  }

  void close() {
    sorted.unpersist();
  }
}
