package dev.recurrent.spark.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A table as a task reads it: of files that a user names, whatever they hold, of a catalog, or of a
 * program. Rows of files have a place that follows from the files alone, never from Spark's splits
 * or cores.
 */
public final class InputTable {
  private static final int FEW = 32;
  private static final int MOST_TASKS = 256;

  private final String given;
  private final TableContent content;
  private final Set<String> inPaths;

  private InputTable(String given, TableContent content) {
    this(given, content, Set.of());
  }

  private InputTable(String given, TableContent content, Set<String> inPaths) {
    this.given = given;
    this.content = content;
    this.inPaths = inPaths;
  }

  /** Whether cells stand between semicolons, as where commas are in numbers. */
  public boolean hasSemicolons() {
    return content instanceof TextContent text && text.delimiter() == ';';
  }

  /** A table that a program brings; of equal rows none is before another. */
  public static InputTable of(Dataset<Row> table, String name) {
    return new InputTable(name, DatasetContent.of(table, name));
  }

  /**
   * Opens the table that a user names. Text is read through once: rows are counted, and bytes that
   * are not of the encoding found.
   *
   * @throws UnusableInputException if there is none, or its files cannot be read
   */
  public static InputTable read(SparkSession session, TableSource source) throws IOException {
    return source.isPath()
        ? files(session, source)
        : new InputTable(source.given(), CatalogContent.read(session, source));
  }

  private static InputTable files(SparkSession session, TableSource source) throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    List<InputFiles.Found> found = InputFiles.list(source.given(), source.value(), hadoop);
    List<TextFile> files = look(session, found, source.rules().encoding());
    if (files.stream().allMatch(f -> f.binary == null && f.first() == 0)) {
      throw new UnusableInputException(source.given() + " is empty");
    }
    if (source.rules().format() == null && FolderContent.fits(found)) {
      return new InputTable(source.given(), FolderContent.read(session, files));
    }
    TableFormat format = format(source, files);
    PathColumns paths = PathColumns.of(found);
    if (!format.columnar()) {
      TextRows.Files texts = new TextRows.Files(files, paths);
      TextContent content = TextContent.read(session, source, texts, format);
      return new InputTable(source.given(), content, paths.names());
    }
    try {
      List<InputFiles.Found> some = notEmpty(found);
      ColumnarFiles.requirePaths(some, format);
      return new InputTable(source.given(), columnar(session, some, format), paths.names());
    } catch (Exception e) {
      // Scala's methods declare no checked exceptions, so the compiler knows of none to catch.
      if (e instanceof AnalysisException refused) {
        @Nullable String twins =
            TwinColumns.said(
                refused, session, exact -> columnar(exact, notEmpty(found), format).columns());
        throw new UnusableInputException(
            source.given() + ": " + (twins == null ? reason(refused) : twins));
      }
      throw e;
    }
  }

  private static TableContent columnar(
      SparkSession session, List<InputFiles.Found> files, TableFormat format) {
    return format == TableFormat.ORC
        ? OrcFiles.read(session, files)
        : ParquetFiles.read(session, files);
  }

  private static String reason(AnalysisException refused) {
    return String.valueOf(refused.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** Looks at the beginning of each file: here if they are few, else on the executors. */
  private static List<TextFile> look(
      SparkSession session, List<InputFiles.Found> found, @Nullable Charset encoding)
      throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    @Nullable String charset = encoding == null ? null : encoding.name();
    if (found.size() <= FEW) {
      List<TextFile> files = new ArrayList<>();
      for (InputFiles.Found file : found) {
        files.add(
            look(
                file.path().toString(),
                file.status().getLen(),
                charset,
                spark.hadoopConfiguration()));
      }
      return files;
    }
    var hadoop = spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    List<Tuple2<String, Long>> names = new ArrayList<>();
    found.forEach(f -> names.add(new Tuple2<>(f.path().toString(), f.status().getLen())));
    return spark
        .parallelize(names, Math.min(MOST_TASKS, names.size() / FEW))
        .map(file -> look(file._1(), file._2(), charset, hadoop.value().value()))
        .collect();
  }

  private static TextFile look(
      String path, long length, @Nullable String charset, Configuration hadoop) throws IOException {
    @Nullable Charset encoding = charset == null ? null : Charset.forName(charset);
    return TextFile.look(new Path(path), length, encoding, hadoop);
  }

  private static List<InputFiles.Found> notEmpty(List<InputFiles.Found> files) {
    return files.stream().filter(f -> f.status().getLen() > 0).toList();
  }

  /** What all files hold: by the user's word, else by their content, else by their names. */
  private static TableFormat format(TableSource source, List<TextFile> files) {
    Map<TableFormat, String> kinds = new TreeMap<>();
    for (TextFile file : files) {
      if (file.binary != null || file.first() > 0) {
        kinds.putIfAbsent(format(source, file), file.name());
      }
    }
    if (kinds.size() > 1) {
      List<String> named = new ArrayList<>();
      kinds.forEach((kind, name) -> named.add(name + " is " + kind.label()));
      throw new UnusableInputException(
          source.given() + " holds files of different formats: " + String.join(", ", named));
    }
    return kinds.keySet().iterator().next();
  }

  private static TableFormat format(TableSource source, TextFile file) {
    TableFormat forced = source.rules().format();
    BinaryFormat binary = file.binary;
    if (binary != null) {
      TableFormat own =
          binary == BinaryFormat.PARQUET
              ? TableFormat.PARQUET
              : binary == BinaryFormat.ORC ? TableFormat.ORC : null;
      if (own == null || (forced != null && forced != own)) {
        throw new UnusableInputException(
            file.name()
                + " is "
                + binary.label()
                + ", expected "
                + (forced == null ? "CSV, TSV, JSON, Parquet or ORC" : forced.label())
                + binary.remedy());
      }
      return own;
    }
    if (forced != null && forced.columnar()) {
      throw new UnusableInputException(file.name() + " is not " + forced.label());
    }
    if (forced != null) {
      return forced;
    }
    String name = file.plainName();
    if (name.matches(".*\\.(json|jsonl|ndjson)")) {
      return TableFormat.JSON;
    }
    boolean csv = name.matches(".*\\.(csv|tsv|tab|txt)");
    boolean json = file.first() == '{' || file.first() == '[';
    return json && !csv ? TableFormat.JSON : TableFormat.CSV;
  }

  /** The columns' names; fields of objects have dots in theirs. */
  public List<String> columns() {
    return content.columns();
  }

  /** Of the columns those that stand in names of directories, as in {@code shop=7}. */
  public List<String> columnsInPaths() {
    return columns().stream().filter(inPaths::contains).toList();
  }

  /**
   * The column that a user names, by its name or its number from 1.
   *
   * @param option by which it was named, without dashes
   * @throws UnusableInputException if it is not there, or holds no single values
   */
  public String column(String name, String option) {
    String column = columns().get(ColumnNames.index(columns(), name, option));
    content.requireValues(column, option);
    return column;
  }

  /**
   * Some columns' cells with the types they have. Behind them stand the row's place, a long, and
   * what is wrong with the row, null where nothing is. Bytes are text where they are UTF-8.
   */
  public Dataset<Row> select(List<String> columns) {
    return content.select(columns, 0);
  }

  /**
   * The same with some cells as text.
   *
   * @param texts how many columns, from the first
   */
  public Dataset<Row> select(List<String> columns, int texts) {
    return content.select(columns, texts);
  }

  /** Where rows stand, for messages. */
  public RowPlaces places() {
    return content.places();
  }

  /** As messages name the table. */
  public String given() {
    return given;
  }
}
