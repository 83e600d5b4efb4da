package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Tables of ORC. Spark reads files in parts, and each part row by row: a row's place is that of its
 * file, and the rows of stripes before its part, and those before it in the part.
 */
final class OrcFiles {
  private static final String START = "recurrent start";

  private OrcFiles() {}

  /**
   * @param files in the order of their paths
   * @throws UnusableInputException for one that is broken
   */
  static DatasetContent read(SparkSession session, List<InputFiles.Found> files) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<OrcStripes> stripes = ColumnarFiles.footers(session, files, OrcStripes::of);
    stripes.forEach(one -> ColumnarFiles.requireNone(one.fault()));
    String[] names = files.stream().map(f -> InputFiles.name(f.path())).toArray(String[]::new);
    long[] first = new long[names.length + 1];
    Map<String, OrcStripes> byPath = new HashMap<>();
    Map<String, Long> firstPlaces = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      first[i + 1] = first[i] + stripes.get(i).rows();
      byPath.put(stripes.get(i).path(), stripes.get(i));
      firstPlaces.put(stripes.get(i).path(), first[i]);
    }
    Places places = new Places(spark.broadcast(byPath), firstPlaces);
    Dataset<Row> table = ColumnarFiles.table(session, files, TableFormat.ORC);
    return new DatasetContent(
        table.schema(),
        Map.of(),
        columns -> placed(table, places, columns),
        new RowPlaces(names, first));
  }

  private static Dataset<Row> placed(Dataset<Row> table, Places places, Column[] columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(functions.col("_metadata.file_path").as(ColumnarFiles.FILE));
    all.add(functions.col("_metadata.file_block_start").as(START));
    Dataset<Row> selected = table.select(all.toArray(new Column[0]));
    StructType schema = new StructType();
    for (int i = 0; i < columns.length; i++) {
      schema = schema.add(selected.schema().fields()[i]);
    }
    return selected.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> new PlacedRows(rows, places),
        // Cells are of java.time or of java.sql, as the table's session has it, not the active one.
        ExpressionEncoder.apply(schema.add(TableContent.PLACE, DataTypes.LongType, false), true));
  }

  /** The place of the first row of each part of a file. */
  private static final class Places implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private final Broadcast<Map<String, OrcStripes>> stripes;
    private final Map<String, Long> first;

    private Places(Broadcast<Map<String, OrcStripes>> stripes, Map<String, Long> first) {
      this.stripes = stripes;
      this.first = first;
    }

    private long of(String file, long start) {
      String path = ColumnarFiles.path(file).toString();
      OrcStripes own = stripes.value().get(path);
      Long place = first.get(path);
      if (own == null || place == null) {
        throw new IllegalStateException("no ORC file " + path + " was listed");
      }
      return place + own.rowsBefore(start);
    }
  }

  /** Rows with their places in the stead of file and part. */
  private static final class PlacedRows implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Places places;
    private String file = "";
    private long start = -1;
    private long place;

    private PlacedRows(Iterator<Row> rows, Places places) {
      this.rows = rows;
      this.places = places;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      int width = row.length() - 2;
      if (row.getLong(width + 1) != start || !row.getString(width).equals(file)) {
        file = row.getString(width);
        start = row.getLong(width + 1);
        place = places.of(file, start);
      }
      @Nullable Object[] cells = new Object[width + 1];
      for (int i = 0; i < width; i++) {
        cells[i] = row.get(i);
      }
      cells[width] = place++;
      return RowFactory.create(cells);
    }
  }
}
