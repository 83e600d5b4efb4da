package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One directory a label, one file a text: columns {@code text} and {@code label}. */
final class FolderContent implements TableContent {
  private static final int FILES = 500;

  private final SparkSession session;
  private final JavaRDD<Numbered> files;
  private final RowPlaces places;
  private final Broadcast<SerializableWritable<Configuration>> hadoop;

  /** A file and its number. */
  private static final class Numbered implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private final TextFile file;
    private final long number;

    private Numbered(TextFile file, long number) {
      this.file = file;
      this.number = number;
    }
  }

  private FolderContent(SparkSession session, List<TextFile> all) {
    this.session = session;
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    hadoop = spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    List<Numbered> numbered = new ArrayList<>();
    String[] names = new String[all.size()];
    long[] first = new long[all.size() + 1];
    for (int i = 0; i < names.length; i++) {
      numbered.add(new Numbered(all.get(i), i));
      names[i] = all.get(i).name();
      first[i + 1] = i + 1;
    }
    places = new RowPlaces(names, first);
    files = spark.parallelize(numbered, 1 + names.length / FILES);
  }

  /** Whether files lie in directories that can only be labels. */
  static boolean fits(List<InputFiles.Found> files) {
    return files.stream()
        .allMatch(
            f -> {
              Path folder = f.path().getParent();
              return f.root().equals(folder.getParent())
                  && folder.getName().indexOf('=') < 0
                  && f.path().getName().matches("[^.]*|.*\\.txt(\\.gz)?");
            });
  }

  /**
   * @throws UnusableInputException for a file that is no text
   */
  static FolderContent read(SparkSession session, List<TextFile> files) {
    FolderContent content = new FolderContent(session, files);
    Broadcast<SerializableWritable<Configuration>> conf = content.hadoop;
    List<String> errors =
        content
            .files
            .map(f -> error(f.file, conf.value().value()))
            .filter(e -> !e.isEmpty())
            .take(1);
    if (!errors.isEmpty()) {
      throw new UnusableInputException(errors.get(0));
    }
    return content;
  }

  private static String error(TextFile file, Configuration hadoop) throws IOException {
    try {
      text(file.requireText(), hadoop);
      return "";
    } catch (UnusableInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String text(TextFile file, Configuration hadoop) throws IOException {
    StringWriter text = new StringWriter();
    try (StrictReader reader = file.read(hadoop)) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  @Override
  public List<String> columns() {
    return List.of("text", "label");
  }

  @Override
  public void requireValues(String column, String option) {}

  @Override
  public Dataset<Row> select(List<String> columns, int texts) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    schema = schema.add(PLACE, DataTypes.LongType, false).add(FAULT, DataTypes.StringType);
    List<String> names = new ArrayList<>(columns);
    Broadcast<SerializableWritable<Configuration>> conf = hadoop;
    return session.createDataFrame(files.map(f -> row(f, names, conf.value().value())), schema);
  }

  private static Row row(Numbered file, List<String> columns, Configuration hadoop)
      throws IOException {
    @Nullable Object[] cells = new Object[columns.size() + 2];
    for (int i = 0; i < columns.size(); i++) {
      cells[i] =
          columns.get(i).equals("text")
              ? text(file.file, hadoop)
              : new Path(file.file.path).getParent().getName();
    }
    cells[columns.size()] = file.number;
    return RowFactory.create(cells);
  }

  @Override
  public RowPlaces places() {
    return places;
  }
}
