package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.Manifest;
import dev.recurrent.nlp.corpus.NumberedLines;
import dev.recurrent.nlp.corpus.TextInput;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Sentences and their translations on any Hadoop path: two texts aligned line by line,
 * tab-separated lines, or Parquet. They meet on the executors; the driver holds counts alone.
 */
final class ParallelText {
  /** Lines that travel together. */
  private static final int BLOCK = 4096;

  private final JavaRDD<PairText> pairs;
  private final long count;
  private final String fingerprint;
  private final String description;

  private ParallelText(
      JavaRDD<PairText> pairs, long count, String fingerprint, String description) {
    this.pairs = pairs;
    this.count = count;
    this.fingerprint = fingerprint;
    this.description = description;
  }

  /** All pairs, the empty ones too. */
  JavaRDD<PairText> pairs() {
    return pairs;
  }

  /** Pairs in all. */
  long count() {
    return count;
  }

  /** Identifies the input's files by names and lengths. */
  String fingerprint() {
    return fingerprint;
  }

  /**
   * One of two parts: a share of all sources to validate on, and the rest. What a source's text
   * draws decides, so that no source is in both.
   */
  ParallelText split(double share, boolean validation) {
    JavaRDD<PairText> part = pairs.filter(pair -> PairTokens.draw(pair) < share == validation);
    return new ParallelText(
        part, part.count(), fingerprint, description + (validation ? ", held out" : ""));
  }

  @Override
  public String toString() {
    return description;
  }

  /**
   * Two texts, line n of one the translation of line n of the other.
   *
   * @throws JobException if they have different numbers of lines, or one is not UTF-8
   */
  static ParallelText files(String source, String target, JobContext context) throws IOException {
    NumberedLines from = NumberedLines.of(TextInput.of(source, "--source", context.spark()));
    NumberedLines to = NumberedLines.of(TextInput.of(target, "--target", context.spark()));
    requireSameLines(source, from.count(), target, to.count());
    JavaRDD<PairText> pairs =
        from.blocks(0, BLOCK)
            .union(to.blocks(1, BLOCK))
            .partitionBy(new IdentityPartitioner(from.blockCount(BLOCK)))
            .mapPartitionsWithIndex(ParallelText::join, true);
    String fingerprint =
        Manifest.sha256(
            (from.input().fingerprint() + to.input().fingerprint())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new ParallelText(pairs, from.count(), fingerprint, from.input() + " | " + to.input());
  }

  private static void requireSameLines(String source, long from, String target, long to) {
    if (from != to) {
      String longer = from > to ? source : target;
      long first = Math.min(from, to) + 1;
      throw JobException.badInput(
          source
              + " has "
              + from
              + " lines, "
              + target
              + " has "
              + to
              + ": line"
              + (Math.abs(from - to) == 1 ? " " : "s ")
              + first
              + (Math.abs(from - to) == 1 ? "" : " to " + Math.max(from, to))
              + " of "
              + longer
              + " have no partner; the files have to be aligned line by line");
    }
  }

  private static Iterator<PairText> join(
      int block, Iterator<Tuple2<Integer, NumberedLines.Lines>> pieces) {
    String[][] sides = new String[2][BLOCK];
    long first = (long) block * BLOCK;
    int count = 0;
    while (pieces.hasNext()) {
      NumberedLines.Lines lines = pieces.next()._2();
      int at = (int) (lines.first - first);
      System.arraycopy(lines.lines, 0, sides[lines.side], at, lines.lines.length);
      count = Math.max(count, at + lines.lines.length);
    }
    List<PairText> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pairs.add(new PairText(sides[0][i], sides[1][i], first + i + 1));
    }
    return pairs.iterator();
  }

  /**
   * One input with both sides in columns: Parquet, or lines of tab-separated text.
   *
   * @param columns of source and target: names, or for text also positions from 1
   * @throws JobException if it has no such columns
   */
  static ParallelText table(String input, String[] columns, JobContext context) throws IOException {
    return isParquet(input, context)
        ? parquet(input, columns, context.session())
        : tabbed(input, columns, context);
  }

  private static boolean isParquet(String input, JobContext context) throws IOException {
    Path path = new Path(input);
    FileSystem fileSystem = path.getFileSystem(context.spark().hadoopConfiguration());
    if (!fileSystem.exists(path) || fileSystem.getFileStatus(path).isFile()) {
      return input.endsWith(".parquet");
    }
    for (FileStatus file : fileSystem.listStatus(path)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        return true;
      }
    }
    return false;
  }

  private static ParallelText parquet(String input, String[] columns, SparkSession session)
      throws IOException {
    TextInput files = TextInput.of(input, "--input", spark(session));
    Dataset<Row> table = session.read().parquet(input);
    int from = InputTable.column(table, columns[0], "source-column");
    int to = InputTable.column(table, columns[1], "target-column");
    JavaRDD<PairText> pairs =
        table
            .select(table.columns()[from], table.columns()[to])
            .toJavaRDD()
            .map(row -> new PairText(text(row, 0), text(row, 1), 0));
    return new ParallelText(pairs, table.count(), files.fingerprint(), files.toString());
  }

  private static org.apache.spark.api.java.JavaSparkContext spark(SparkSession session) {
    return org.apache.spark.api.java.JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : String.valueOf(row.get(column));
  }

  private static ParallelText tabbed(String input, String[] columns, JobContext context)
      throws IOException {
    NumberedLines lines = NumberedLines.of(TextInput.of(input, "--input", context.spark()));
    TabColumns places = TabColumns.of(columns, lines, input);
    JavaRDD<PairText> pairs =
        lines.blocks(0, BLOCK).flatMap(block -> places.pairs(block._2()).iterator());
    return new ParallelText(
        pairs,
        lines.count() - (places.named() ? 1 : 0),
        lines.input().fingerprint(),
        lines.input().toString());
  }
}
