package dev.recurrent.nlp.job;

import dev.recurrent.spark.KeyIsPartition;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** A table of texts on Spark, with broken rows left out and counted. */
final class TextTable {
  /** Where Spark puts a line that it cannot read. */
  private static final String BROKEN = "_corrupt_record";

  private final JavaRDD<LabelledText> texts;
  private final long rows;
  private final long broken;
  private final long empty;
  private final long unlabelled;

  private TextTable(JavaRDD<LabelledText> texts, long[] counts) {
    this.texts = texts;
    rows = counts[0];
    broken = counts[1];
    empty = counts[2];
    unlabelled = counts[3];
  }

  /** A row's text and label, or why it has none. */
  private record Cells(int text, int label, int broken) implements java.io.Serializable {
    private static final int USABLE = 0;
    private static final int IS_BROKEN = 1;
    private static final int HAS_NO_TEXT = 2;
    private static final int HAS_NO_LABEL = 3;

    private int state(Row row) {
      if (broken >= 0 && !row.isNullAt(broken)) {
        return IS_BROKEN;
      }
      if (row.isNullAt(text) || String.valueOf(row.get(text)).isBlank()) {
        return HAS_NO_TEXT;
      }
      boolean named = label < 0 || !row.isNullAt(label) && !label(row).isEmpty();
      return named ? USABLE : HAS_NO_LABEL;
    }

    private String label(Row row) {
      return label < 0 ? "" : String.valueOf(row.get(label)).strip();
    }
  }

  /**
   * Reads texts and labels.
   *
   * @param labelled whether rows without a label are of no use
   * @throws JobException if nothing can be read, or too much is broken
   */
  static TextTable read(SparkSession spark, String path, TableOptions options, boolean labelled)
      throws IOException {
    Dataset<Row> table = options.given == null ? open(spark, path, options) : options.given;
    Cells cells = cells(table, options, labelled);
    JavaRDD<Tuple2<Row, Long>> numbered =
        table.toJavaRDD().zipWithIndex().map(pair -> new Tuple2<>(pair._1(), pair._2()));
    JavaRDD<LabelledText> texts =
        numbered
            .filter(pair -> cells.state(pair._1()) == Cells.USABLE)
            .map(
                pair ->
                    new LabelledText(
                        pair._2(),
                        String.valueOf(pair._1().get(cells.text())),
                        cells.label(pair._1())));
    long[] counts =
        numbered
            .map(
                pair -> {
                  long[] one = {1, 0, 0, 0};
                  int state = cells.state(pair._1());
                  one[state] += state == Cells.USABLE ? 0 : 1;
                  return one;
                })
            .fold(new long[4], TextTable::plus);
    TextTable read = new TextTable(spread(texts).persist(StorageLevel.DISK_ONLY()), counts);
    read.requireUsable(path, options.badRecords);
    return read;
  }

  /** A file that cannot be split comes as one partition: it is dealt out, and stays in order. */
  private static JavaRDD<LabelledText> spread(JavaRDD<LabelledText> texts) {
    int parts = 2 * texts.context().defaultParallelism();
    if (texts.getNumPartitions() >= parts / 2) {
      return texts;
    }
    return texts
        .mapToPair(t -> new Tuple2<>((int) (t.row() % parts), t))
        .partitionBy(new KeyIsPartition(parts))
        .mapPartitions(
            it -> {
              List<LabelledText> own = new ArrayList<>();
              it.forEachRemaining(pair -> own.add(pair._2()));
              own.sort(Comparator.comparingLong(LabelledText::row));
              return own.iterator();
            },
            true);
  }

  private static long[] plus(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private void requireUsable(String path, double budget) {
    if (rows == 0 || rows == left()) {
      throw JobException.badInput("--input " + path + " has no usable row: " + found());
    }
    if (left() > budget * rows) {
      throw JobException.badInput(
          "--input " + path + ": " + found() + "; more than --bad-records " + budget + " allows");
    }
  }

  private long left() {
    return broken + empty + unlabelled;
  }

  /** "1,000 rows, left out: 2 broken, 1 without text, 0 without a label". */
  String found() {
    return String.format(
        Locale.ROOT,
        "%,d rows, left out: %,d broken, %,d without text, %,d without a label",
        rows,
        broken,
        empty,
        unlabelled);
  }

  JavaRDD<LabelledText> texts() {
    return texts;
  }

  /** Usable ones. */
  long count() {
    return rows - left();
  }

  private static Cells cells(Dataset<Row> table, TableOptions options, boolean labelled) {
    List<String> names = Arrays.asList(table.columns());
    int text = place(names, options.textColumn, "text-column", options.noHeader);
    int label = labelled ? place(names, options.labelColumn, "label-column", options.noHeader) : -1;
    return new Cells(text, label, names.indexOf(BROKEN));
  }

  private static int place(List<String> names, String name, String option, boolean byNumber) {
    boolean number = byNumber && name.matches("[0-9]+");
    int at = number ? names.indexOf("_c" + (Integer.parseInt(name) - 1)) : names.indexOf(name);
    if (at < 0) {
      throw JobException.badInput(
          "--"
              + option
              + ": there is no column \""
              + name
              + "\"; the nearest is \""
              + Nearest.of(name, names)
              + "\", there are "
              + names);
    }
    return at;
  }

  private static Dataset<Row> open(SparkSession spark, String path, TableOptions options)
      throws IOException {
    try {
      String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2)$", "");
      String extension = name.substring(name.lastIndexOf('.') + 1);
      return switch (extension) {
        case "parquet", "pq" -> spark.read().parquet(path);
        case "json", "jsonl", "ndjson" -> spark.read().option("lineSep", "\n").json(path);
        case "tsv", "tab" -> separated(spark, path, "\t", options.noHeader);
        default ->
            isFolder(spark, path)
                ? folders(spark, path)
                : separated(spark, path, ",", options.noHeader);
      };
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        String message = String.valueOf(e.getMessage());
        throw JobException.badInput("--input " + path + ": " + message.lines().findFirst().get());
      }
      throw e;
    }
  }

  /** Tabs need no quotes, and texts have many; commas do. */
  private static Dataset<Row> separated(
      SparkSession spark, String path, String separator, boolean noHeader) {
    DataFrameReader reader =
        spark.read().option("sep", separator).option("header", !noHeader).option("lineSep", "\n");
    if (separator.equals("\t")) {
      reader = reader.option("quote", "");
    } else {
      reader = reader.option("escape", "\"");
    }
    StructType schema = reader.csv(path).schema();
    return reader
        .schema(schema.add(BROKEN, DataTypes.StringType))
        .option("columnNameOfCorruptRecord", BROKEN)
        .csv(path);
  }

  private static boolean isFolder(SparkSession spark, String path) throws IOException {
    Path folder = new Path(path);
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    if (!files.exists(folder)) {
      throw JobException.badInput("--input " + path + " does not exist");
    }
    for (FileStatus below : files.listStatus(folder)) {
      if (below.isDirectory() && !below.getPath().getName().startsWith("_")) {
        return files.getFileStatus(folder).isDirectory();
      }
    }
    return false;
  }

  /** One directory a label, one file a text. */
  private static Dataset<Row> folders(SparkSession spark, String path) {
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .wholeTextFiles(path + "/*/*")
            .map(file -> RowFactory.create(file._2(), new Path(file._1()).getParent().getName()));
    StructType schema =
        new StructType().add("text", DataTypes.StringType).add("label", DataTypes.StringType);
    return spark.createDataFrame(rows, schema);
  }
}
