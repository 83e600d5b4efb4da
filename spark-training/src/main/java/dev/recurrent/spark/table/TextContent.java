package dev.recurrent.spark.table;

import dev.recurrent.format.Redaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of text: CSV and JSON. One pass over the blocks of all files numbers their rows. */
final class TextContent implements TableContent {
  private static final long SMALLEST_BLOCK = 1L << 20;
  private static final long LARGEST_BLOCK = 64L << 20;
  private static final int BLOCKS = 256;

  private final SparkSession session;
  private final Broadcast<SerializableWritable<Configuration>> hadoop;
  private final List<TextBlock> blocks;
  private final TextRows rows;
  private final RowPlaces places;

  private TextContent(
      SparkSession session,
      Broadcast<SerializableWritable<Configuration>> hadoop,
      List<TextBlock> blocks,
      TextRows rows,
      RowPlaces places) {
    this.session = session;
    this.hadoop = hadoop;
    this.blocks = blocks;
    this.rows = rows;
    this.places = places;
  }

  /**
   * @param files in order, at least one of them not empty
   * @throws UnusableInputException for text that cannot be read
   */
  static TextContent read(
      SparkSession session, TableSource source, TextRows.Files given, TableFormat format)
      throws IOException {
    List<TextFile> files = given.all();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration configuration = spark.hadoopConfiguration();
    Broadcast<SerializableWritable<Configuration>> shared =
        spark.broadcast(new SerializableWritable<>(configuration));
    List<TextBlock> blocks = blocks(files, format);
    spark.setJobDescription("reading " + Redaction.of(source.value()));
    TextFile first = files.stream().filter(f -> f.first() > 0).findFirst().orElse(files.get(0));
    CsvDialect dialect =
        format == TableFormat.JSON
            ? CsvDialect.lines()
            : DialectGuess.of(first, source.rules(), configuration);
    List<BlockScan> scans = scan(spark, blocks, dialect, format, shared);
    if (scans.stream().anyMatch(s -> s.escapes > 0)) {
      dialect = new CsvDialect(dialect.delimiter(), true, true);
      scans = scan(spark, blocks, dialect, format, shared);
    }
    boolean header = format != TableFormat.JSON && source.rules().header();
    RowPlaces places = number(files, blocks, scans, header);
    TextRows rows = TextRows.of(source, given, blocks, scans, format, dialect);
    return new TextContent(session, shared, blocks, rows, places);
  }

  /** Blocks whose borders follow from the files' lengths alone. */
  private static List<TextBlock> blocks(List<TextFile> files, TableFormat format) {
    long size = blockSize(files);
    List<TextBlock> blocks = new ArrayList<>();
    for (int number = 0; number < files.size(); number++) {
      TextFile file = files.get(number);
      boolean array = format == TableFormat.JSON && file.first() == '[';
      long step = file.splittable() && !array ? size : Math.max(1, file.length);
      for (long at = 0; at < file.length; at += step) {
        blocks.add(new TextBlock(file, number, at, Math.min(file.length, at + step)));
      }
    }
    return blocks;
  }

  private static long blockSize(List<TextFile> files) {
    long all = files.stream().mapToLong(f -> f.length).sum();
    return Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, all / BLOCKS));
  }

  /** Neighbouring blocks that one task reads. */
  private static JavaRDD<List<TextBlock>> tasks(JavaSparkContext spark, List<TextBlock> blocks) {
    long size =
        Math.max(SMALLEST_BLOCK, blocks.stream().mapToLong(TextContent::length).max().orElse(0));
    List<List<TextBlock>> tasks = new ArrayList<>();
    long filled = size;
    for (TextBlock block : blocks) {
      if (filled + length(block) > size) {
        tasks.add(new ArrayList<>());
        filled = 0;
      }
      tasks.get(tasks.size() - 1).add(block);
      filled += length(block);
    }
    return spark.parallelize(tasks, Math.max(1, tasks.size()));
  }

  private static long length(TextBlock block) {
    return block.end - block.start;
  }

  private static List<BlockScan> scan(
      JavaSparkContext spark,
      List<TextBlock> blocks,
      CsvDialect dialect,
      TableFormat format,
      Broadcast<SerializableWritable<Configuration>> hadoop) {
    List<BlockScan> scans =
        tasks(spark, blocks)
            .flatMap(
                some -> {
                  List<BlockScan> own = new ArrayList<>();
                  for (TextBlock block : some) {
                    own.add(BlockScan.of(block, dialect, format, hadoop.value().value()));
                  }
                  return own.iterator();
                })
            .collect();
    for (BlockScan scan : scans) {
      if (!scan.error.isEmpty()) {
        throw new UnusableInputException(scan.error);
      }
    }
    return scans;
  }

  /** Walks through the blocks in order: where each begins, and the number of its first row. */
  private static RowPlaces number(
      List<TextFile> files, List<TextBlock> blocks, List<BlockScan> scans, boolean header) {
    String[] names = files.stream().map(TextFile::name).toArray(String[]::new);
    long[] first = new long[files.size() + 1];
    long place = 0;
    int file = 0;
    boolean inside = false;
    for (int i = 0; i < blocks.size(); i++) {
      TextBlock block = blocks.get(i);
      BlockScan scan = scans.get(i);
      for (; file < block.number; file++) {
        first[file + 1] = place;
      }
      block.insideQuotes = inside;
      block.firstPlace = place;
      block.rows = scan.rows[inside ? 1 : 0];
      boolean last = i + 1 == blocks.size() || blocks.get(i + 1).number != block.number;
      inside = scan.endsInside[inside ? 1 : 0];
      place += block.rows - (header && block.first() && block.rows > 0 ? 1 : 0);
      if (last && inside) {
        throw new UnusableInputException(
            names[file]
                + ", row "
                + (place - first[file])
                + ": a quote is opened there and not closed before the file ends");
      }
    }
    for (; file < files.size(); file++) {
      first[file + 1] = place;
    }
    return new RowPlaces(names, first);
  }

  char delimiter() {
    return rows.dialect().delimiter();
  }

  @Override
  public List<String> columns() {
    return rows.columns();
  }

  @Override
  public void requireValues(String column, String option) {
    rows.requireValues(column, option);
  }

  @Override
  public Dataset<Row> select(List<String> columns, int texts) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    schema = schema.add(PLACE, DataTypes.LongType, false).add(FAULT, DataTypes.StringType);
    // Names may be there twice where all are chosen.
    int[] chosen =
        columns.equals(rows.columns())
            ? IntStream.range(0, columns.size()).toArray()
            : columns.stream().mapToInt(rows.columns()::indexOf).toArray();
    Broadcast<SerializableWritable<Configuration>> conf = hadoop;
    TextRows own = rows;
    RowPlaces where = places;
    JavaRDD<Row> table =
        tasks(JavaSparkContext.fromSparkContext(session.sparkContext()), blocks)
            .flatMap(
                some -> {
                  Iterator<TextBlock> each = some.iterator();
                  return own.read(each, chosen, where, conf.value().value());
                });
    return session.createDataFrame(table, schema);
  }

  @Override
  public RowPlaces places() {
    return places;
  }
}
