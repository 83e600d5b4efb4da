package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.DealtRows;
import dev.recurrent.spark.table.InputTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A table of texts on Spark, with unusable rows left out and counted. */
public final class TextTable implements AutoCloseable {
  private final JavaRDD<TextRow> rows;
  private final List<JavaRDD<?>> persisted = new ArrayList<>();
  private final BadRows bad;
  private final long hash;
  private final String found;
  private final List<StructField> kept;
  private final boolean ordered;
  private @Nullable JavaRDD<LabelledText> texts;

  private TextTable(
      JavaRDD<TextRow> rows, Summary summary, InputTable table, List<StructField> kept) {
    this.rows = rows;
    this.bad = summary.bad;
    this.hash = summary.hash;
    this.kept = kept;
    ordered = table.places().known();
    found = bad.describe(table.places());
    persisted.add(rows);
  }

  /** What one pass over the rows counts. */
  private static final class Summary implements Serializable {
    private static final long serialVersionUID = 1L;
    private final BadRows bad = new BadRows();
    private long hash;

    private Summary add(TextRow row) {
      LabelledText usable = row.usable();
      if (usable == null) {
        bad.add(row.place(), row.fault());
      } else {
        bad.addGood();
        hash += usable.key();
      }
      return this;
    }

    private Summary merge(Summary other) {
      bad.merge(other.bad);
      hash += other.hash;
      return this;
    }
  }

  /**
   * Reads texts and labels.
   *
   * @param maxBadFraction share of rows that may be unusable: they are left out and counted
   * @throws dev.recurrent.spark.table.UnusableInputException if too much is unusable
   */
  public static TextTable read(InputTable table, TextColumns columns, double maxBadFraction) {
    List<String> names = columns.in(table);
    boolean labelled = columns.label() != null;
    int passed = columns.kept().size();
    int texts = names.size() - passed;
    var selected = table.select(names, texts);
    JavaRDD<TextRow> rows =
        selected
            .toJavaRDD()
            .map(row -> TextRow.of(row, labelled, passed))
            .persist(StorageLevel.DISK_ONLY());
    Summary summary = rows.aggregate(new Summary(), Summary::add, Summary::merge);
    List<StructField> kept = List.of(selected.schema().fields()).subList(texts, names.size());
    TextTable read = new TextTable(rows, summary, table, kept);
    read.bad.require(table.given(), table.places(), maxBadFraction);
    return read;
  }

  /** The table's texts, dealt out by what they say and sorted by it. */
  public synchronized JavaRDD<LabelledText> texts() {
    if (texts == null) {
      texts = dealt();
      persisted.add(texts);
    }
    return texts;
  }

  private JavaRDD<LabelledText> dealt() {
    int parts = parts();
    return usable()
        .mapToPair(t -> new Tuple2<>((int) Long.remainderUnsigned(t.key(), parts), t))
        .partitionBy(new IdentityPartitioner(parts))
        .values()
        .mapPartitions(
            it -> {
              List<LabelledText> own = new ArrayList<>();
              it.forEachRemaining(own::add);
              own.sort(
                  Comparator.comparingLong(LabelledText::key)
                      .thenComparing(LabelledText::text)
                      .thenComparing(LabelledText::label));
              return own.iterator();
            })
        .persist(StorageLevel.DISK_ONLY());
  }

  private int parts() {
    return DealtRows.parts(count());
  }

  private JavaRDD<LabelledText> usable() {
    return rows.map(row -> row.usable()).filter(Objects::nonNull);
  }

  /**
   * The texts in the table's order; a file that cannot be split is spread out. Where rows have no
   * order of their own, the numbers that are drawn from their cells order them.
   */
  public JavaRDD<LabelledText> inOrder() {
    int parts = parts();
    if (!ordered) {
      return DealtRows.of(usable(), parts, LabelledText::place);
    }
    if (rows.getNumPartitions() >= parts / 2) {
      return usable();
    }
    long each = bad.rows() / parts + 1;
    return usable()
        .mapToPair(t -> new Tuple2<>((int) Math.min(parts - 1, t.place() / each), t))
        .partitionBy(new IdentityPartitioner(parts))
        .values()
        .mapPartitions(
            it -> {
              List<LabelledText> own = new ArrayList<>();
              it.forEachRemaining(own::add);
              own.sort(Comparator.comparingLong(LabelledText::place));
              return own.iterator();
            });
  }

  /** Columns that are passed through. */
  public List<StructField> kept() {
    return kept;
  }

  /** "1,000 rows, 2 left out: reviews.csv, row 17: has no text; ...". */
  public String found() {
    return found;
  }

  /** Tells tables apart: by counts, and by texts and labels in whatever order. */
  public String fingerprint() {
    return bad.rows() + " rows, " + count() + " usable, " + Long.toHexString(hash);
  }

  /** Lets go of what it keeps on disks. */
  @Override
  public synchronized void close() {
    persisted.forEach(JavaRDD::unpersist);
  }

  /** Usable ones. */
  public long count() {
    return bad.rows() - bad.count();
  }
}
