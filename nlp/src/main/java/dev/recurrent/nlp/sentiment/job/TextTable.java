package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.Labels;
import dev.recurrent.nlp.text.BlankText;
import dev.recurrent.spark.job.Counts;
import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** A table of texts on Spark, with broken rows left out and counted. */
final class TextTable {
  /** Where Spark puts a line that it cannot read. */
  private static final String BROKEN = "_corrupt_record";

  private final JavaRDD<LabelledText> texts;
  private final JavaRDD<Found> parsed;
  private final long rows;
  private final long broken;
  private final long empty;
  private final long unlabelled;
  private final long hash;

  /**
   * @param counts of rows by {@link State}, and behind them the sum of what usable rows hash to
   */
  private TextTable(JavaRDD<LabelledText> texts, JavaRDD<Found> parsed, long[] counts) {
    this.texts = texts;
    this.parsed = parsed;
    rows = Arrays.stream(counts, 0, State.values().length).sum();
    hash = counts[State.values().length];
    broken = counts[State.BROKEN.ordinal()];
    empty = counts[State.WITHOUT_TEXT.ordinal()];
    unlabelled = counts[State.WITHOUT_LABEL.ordinal()];
  }

  /** What a row is good for. */
  private enum State {
    USABLE,
    BROKEN,
    WITHOUT_TEXT,
    WITHOUT_LABEL
  }

  /** A row's text and label, both empty where it is of no use. */
  private record Found(State state, String text, String label) implements Serializable {
    private long[] count() {
      long[] counts = new long[State.values().length + 1];
      counts[state.ordinal()] = 1;
      counts[counts.length - 1] =
          state == State.USABLE ? Seed.of(text.hashCode(), label.hashCode()) : 0;
      return counts;
    }
  }

  /** Where a row has its text and its label. */
  private record Cells(int text, int label, int broken) implements Serializable {
    private Found read(Row row) {
      String own = row.isNullAt(text) ? "" : String.valueOf(row.get(text)).stripTrailing();
      String named =
          label < 0 || row.isNullAt(label) ? "" : Labels.canonical(String.valueOf(row.get(label)));
      State state = state(row, own, named);
      return state == State.USABLE ? new Found(state, own, named) : new Found(state, "", "");
    }

    private State state(Row row, String own, String named) {
      if (broken >= 0 && !row.isNullAt(broken)) {
        return State.BROKEN;
      }
      if (BlankText.is(own)) {
        return State.WITHOUT_TEXT;
      }
      return label >= 0 && named.isEmpty() ? State.WITHOUT_LABEL : State.USABLE;
    }
  }

  /**
   * Reads texts and labels.
   *
   * @param option that names the path
   * @param labelled whether rows without a label are of no use
   * @throws JobException if nothing can be read, or too much is broken
   */
  static TextTable read(
      SparkSession spark, String option, String path, TableOptions options, boolean labelled)
      throws IOException {
    String given = option + " " + path;
    Dataset<Row> table = options.given == null ? open(spark, given, path, options) : options.given;
    Cells cells = cells(table, options, labelled);
    JavaRDD<Found> found = table.toJavaRDD().map(cells::read).persist(StorageLevel.DISK_ONLY());
    long[] none = new long[State.values().length + 1];
    long[] counts = found.map(Found::count).fold(none, Counts::plus);
    JavaRDD<LabelledText> texts =
        found
            .zipWithIndex()
            .filter(pair -> pair._1().state() == State.USABLE)
            .map(pair -> new LabelledText(pair._2(), pair._1().text(), pair._1().label()));
    JavaRDD<LabelledText> spread = spread(texts).persist(StorageLevel.DISK_ONLY());
    TextTable read = new TextTable(spread, found, counts);
    read.requireUsable(given, options.badRecords);
    return read;
  }

  /** A file that cannot be split comes as one partition: it is dealt out, and stays in order. */
  private static JavaRDD<LabelledText> spread(JavaRDD<LabelledText> texts) {
    int parts = 2 * texts.context().defaultParallelism();
    if (texts.getNumPartitions() >= parts / 2) {
      return texts;
    }
    return texts
        .mapToPair(t -> new Tuple2<>(t.row(), t))
        .repartitionAndSortWithinPartitions(new ByRow(parts))
        .values();
  }

  /** Rows dealt out one by one. */
  private static final class ByRow extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int parts;

    private ByRow(int parts) {
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object row) {
      return (int) ((Long) row % parts);
    }
  }

  private void requireUsable(String given, double budget) {
    if (rows == 0 || rows == left()) {
      throw JobException.badInput(given + " has no usable row: " + found());
    }
    if (left() > budget * rows) {
      throw JobException.badInput(
          given + ": " + found() + "; more than --bad-records " + budget + " allows");
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

  /** Tells tables apart: by counts, and by texts and labels in whatever order. */
  String fingerprint() {
    return found() + ", " + Long.toHexString(hash);
  }

  JavaRDD<LabelledText> texts() {
    return texts;
  }

  /** Lets go of what it keeps on disks. */
  void close() {
    texts.unpersist();
    parsed.unpersist();
  }

  /** Usable ones. */
  long count() {
    return rows - left();
  }

  private static Cells cells(Dataset<Row> table, TableOptions options, boolean labelled) {
    boolean byNumber = options.noHeader;
    return new Cells(
        column(table, options.textColumn, "text-column", byNumber),
        labelled ? column(table, options.labelColumn, "label-column", byNumber) : -1,
        Arrays.asList(table.columns()).indexOf(BROKEN));
  }

  private static int column(Dataset<Row> table, String name, String option, boolean byNumber) {
    boolean number = byNumber && name.matches("[0-9]+");
    String column = number ? "_c" + (Integer.parseInt(name) - 1) : name;
    return InputTable.column(table, column, option);
  }

  private static Dataset<Row> open(
      SparkSession spark, String given, String path, TableOptions options) throws IOException {
    String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2)$", "");
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return InputTable.open(
        given,
        () ->
            switch (extension) {
              case "parquet", "pq" -> spark.read().parquet(path);
              case "json", "jsonl", "ndjson" -> spark.read().option("lineSep", "\n").json(path);
              case "tsv", "tab" -> separated(spark, path, "\t", options.noHeader);
              default ->
                  isFolder(spark, given, path)
                      ? folders(spark, path)
                      : separated(spark, path, ",", options.noHeader);
            });
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
    StructType schema = withoutCarriageReturn(reader.csv(path).schema());
    return reader
        .schema(schema.add(BROKEN, DataTypes.StringType))
        .option("columnNameOfCorruptRecord", BROKEN)
        .csv(path);
  }

  /** Lines end at a line feed, so that the last name of a file from Windows has one more sign. */
  private static StructType withoutCarriageReturn(StructType schema) {
    StructType clean = new StructType();
    for (StructField field : schema.fields()) {
      clean = clean.add(field.name().replaceFirst("\\r$", ""), field.dataType());
    }
    return clean;
  }

  private static boolean isFolder(SparkSession spark, String given, String path)
      throws IOException {
    Path folder = new Path(path);
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    FileStatus[] found = files.globStatus(folder);
    if (found == null || found.length == 0) {
      throw JobException.badInput(given + " does not exist");
    }
    if (found.length > 1 || !found[0].isDirectory()) {
      return false;
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
