package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.corpus.NumberedLines;
import dev.recurrent.nlp.corpus.TextInput;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.DealtRows;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Sentences and their translations on any Hadoop path: two texts aligned line by line, or two
 * columns of a table. They meet on the executors; the driver holds counts alone.
 */
final class ParallelText {
  /** Lines that travel together. */
  private static final int BLOCK = 4096;

  /** Behind both sides' cells. */
  private static final int PLACE = 2;

  private static final int FAULT = 3;

  private final JavaRDD<PairText> pairs;
  private final JavaRDD<?> persisted;
  private final long count;
  private final String description;

  /**
   * @param persisted what the pairs are made of, on disks until {@link #close}
   */
  private ParallelText(
      JavaRDD<PairText> pairs, JavaRDD<?> persisted, long count, String description) {
    this.pairs = pairs;
    this.persisted = persisted;
    this.count = count;
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

  /** Identifies the pairs, in whatever order and files. */
  String fingerprint() {
    long sum = pairs.map(pair -> PairTokens.key(pair.source, pair.target)).fold(0L, Long::sum);
    return count + " pairs, " + Long.toHexString(sum);
  }

  /** Whether both are parts of one text, which is kept once. */
  boolean sharesWith(ParallelText other) {
    return persisted == other.persisted;
  }

  /** Lets go of what it keeps on disks. */
  void close() {
    persisted.unpersist();
  }

  /**
   * One of two parts: a share of all sources to validate on, and the rest. What a source's text
   * draws decides, so that no source is in both.
   */
  ParallelText split(double share, boolean validation) {
    JavaRDD<PairText> part = pairs.filter(pair -> PairTokens.draw(pair) < share == validation);
    return new ParallelText(
        part, persisted, part.count(), description + (validation ? ", held out" : ""));
  }

  @Override
  public String toString() {
    return description;
  }

  /**
   * Two texts, line n of one the translation of line n of the other.
   *
   * @param encoding as the user names it, or null
   * @throws JobException if they have different numbers of lines
   */
  static ParallelText files(
      String source, String target, @Nullable Charset encoding, JobContext context)
      throws IOException {
    NumberedLines from =
        NumberedLines.of(TextInput.of(source, "--source", encoding, context.spark()));
    NumberedLines to =
        NumberedLines.of(TextInput.of(target, "--target", encoding, context.spark()));
    requireSameLines(source, from.count(), target, to.count());
    JavaRDD<PairText> pairs =
        from.blocks(0, BLOCK)
            .union(to.blocks(1, BLOCK))
            .partitionBy(new IdentityPartitioner(from.blockCount(BLOCK)))
            .mapPartitionsWithIndex(ParallelText::join, true)
            .persist(StorageLevel.DISK_ONLY());
    return new ParallelText(pairs, pairs, from.count(), from.input() + " | " + to.input())
        .withText("--source " + source + " with --target " + target);
  }

  /**
   * @param given as messages name the pairs
   * @throws JobException if no pair has text on both sides
   */
  private ParallelText withText(String given) {
    if (pairs.filter(pair -> !pair.empty()).isEmpty()) {
      throw JobException.badInput(given + " has no usable row: no pair has text on both sides");
    }
    return this;
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
   * One input with both sides in columns of a table.
   *
   * @param columns of source and target: names, or positions from 1, which say that CSV has no
   *     header
   * @throws UnusableInputException if it has no such columns, or too many unusable rows
   */
  static ParallelText table(
      TableSource source, String[] columns, ReadingOptions reading, JobContext context)
      throws IOException {
    boolean numbers = columns[0].matches("\\d+") && columns[1].matches("\\d+");
    InputTable table = InputTable.read(context.session(), source.with(reading.rules(!numbers)));
    String from = table.column(columns[0], "source-column");
    String to = table.column(columns[1], "target-column");
    JavaRDD<Row> rows =
        table.select(List.of(from, to), 2).toJavaRDD().persist(StorageLevel.DISK_ONLY());
    BadRows bad = rows.aggregate(new BadRows(), ParallelText::count, BadRows::merge);
    bad.require(source.given(), table.places(), reading.maxBadFraction());
    JavaRDD<Row> usable = rows.filter(row -> row.isNullAt(FAULT));
    JavaRDD<Row> ordered =
        table.places().known()
            ? usable
            : DealtRows.of(usable, DealtRows.parts(bad.rows()), row -> row.getLong(PLACE));
    JavaRDD<PairText> pairs =
        ordered.map(row -> new PairText(text(row, 0), text(row, 1), row.getLong(PLACE) + 1));
    return new ParallelText(
            pairs,
            rows,
            bad.rows() - bad.count(),
            source.shown() + ", " + bad.describe(table.places()))
        .withText(source.given());
  }

  private static BadRows count(BadRows bad, Row row) {
    if (row.isNullAt(FAULT)) {
      bad.addGood();
    } else {
      bad.add(row.getLong(PLACE), row.getString(FAULT));
    }
    return bad;
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : row.getString(column);
  }
}
