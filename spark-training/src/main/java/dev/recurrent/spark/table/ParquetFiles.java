package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of Parquet: each row is numbered by its file's place and its own place there. */
final class ParquetFiles {
  private static final String FILE = ColumnarFiles.FILE;
  private static final String FIRST = "recurrent first";

  private ParquetFiles() {}

  /** As Spark reads such columns, and else refuses them; they become timestamps here. */
  private static final String NANOSECONDS = "spark.sql.legacy.parquet.nanosAsLong";

  /**
   * @param files in the order of their paths
   * @throws UnusableInputException for one that is broken
   */
  static DatasetContent read(SparkSession session, List<InputFiles.Found> files) {
    Map<String, Boolean> nanoseconds = new HashMap<>();
    for (ParquetFooter footer : ColumnarFiles.footers(session, files, ParquetFooter::of)) {
      ColumnarFiles.requireNone(footer.fault());
      nanoseconds.putAll(footer.nanoseconds());
    }
    if (!nanoseconds.isEmpty()) {
      session.conf().set(NANOSECONDS, true);
    }
    Dataset<Row> table = ColumnarFiles.table(session, files, TableFormat.PARQUET);
    List<Row> counts =
        new ArrayList<>(
            table
                .select(functions.col("_metadata.file_path").as(FILE))
                .groupBy(FILE)
                .count()
                .collectAsList());
    counts.sort(Comparator.comparing(row -> ColumnarFiles.path(row.getString(0)).toString()));
    String[] names = new String[counts.size()];
    long[] first = new long[counts.size() + 1];
    List<Row> places = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      names[i] = InputFiles.name(ColumnarFiles.path(counts.get(i).getString(0)));
      first[i + 1] = first[i] + counts.get(i).getLong(1);
      places.add(RowFactory.create(counts.get(i).getString(0), first[i]));
    }
    StructType schema =
        new StructType().add(FILE, DataTypes.StringType).add(FIRST, DataTypes.LongType);
    Dataset<Row> starts = session.createDataFrame(places, schema);
    return new DatasetContent(
        table.schema(),
        nanoseconds,
        columns -> placed(table, starts, columns),
        new RowPlaces(names, first));
  }

  private static Dataset<Row> placed(Dataset<Row> table, Dataset<Row> starts, Column[] columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(functions.col("_metadata.file_path").as(FILE));
    all.add(functions.col("_metadata.row_index").as(TableContent.PLACE));
    return table
        .select(all.toArray(new Column[0]))
        .join(functions.broadcast(starts), FILE)
        .withColumn(
            TableContent.PLACE,
            functions.col("`" + TableContent.PLACE + "`").plus(functions.col("`" + FIRST + "`")));
  }
}
