package dev.recurrent.spark.sequence;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A table whose rows are the steps of sequences.
 *
 * <pre>{@code
 * SequenceData.of(visits).sequence("user").orderBy("day").features("features").label("left")
 * }</pre>
 *
 * <p>Which shard a sequence belongs to, and whether it is held out, follows from its name and the
 * seed alone: never from partitions, cores or the order of files. Immutable: each call gives a new
 * one. Data stay on the executors.
 */
public final class SequenceData {
  private static final int VALIDATION_PARTITIONS = 16;
  private static final long SHARD = 502;
  private static final long SIDE = 503;
  private static final double HELD_OUT = 0.1;

  private final Dataset<Row> table;
  private final SequenceColumns columns;
  private final double heldOut;
  private final long seed;

  private SequenceData(Dataset<Row> table, SequenceColumns columns, double heldOut, long seed) {
    this.table = table;
    this.columns = columns;
    this.heldOut = heldOut;
    this.seed = seed;
  }

  /** A table whose column {@code sequence} names sequences and whose {@code step} orders them. */
  public static SequenceData of(Dataset<Row> table) {
    return new SequenceData(table, SequenceColumns.of("sequence", "step"), HELD_OUT, 1);
  }

  private SequenceData with(SequenceColumns other) {
    return new SequenceData(table, other, heldOut, seed);
  }

  /** The column that names the sequence of a row. */
  public SequenceData sequence(String column) {
    return with(columns.withSequence(column));
  }

  /** The column that orders the rows of a sequence: numbers, times or text. */
  public SequenceData orderBy(String column) {
    return with(columns.withOrder(column));
  }

  /** Columns of numbers, arrays of numbers or vectors; a step reads them one after the other. */
  public SequenceData features(String... names) {
    return with(columns.withFeatures(List.of(names)));
  }

  /** A column of token numbers, from 0 to below the model's vocabulary size. */
  public SequenceData tokens(String column) {
    return with(columns.withTokens(column));
  }

  /**
   * What the model's encoder reads as numbers. A cell has the whole source of a sequence: an array
   * with an array or a vector for each step, or the numbers of all steps end to end. It is the same
   * in all rows of the sequence, or empty in some.
   */
  public SequenceData sourceFeatures(String column) {
    return with(columns.withSource(new SourceColumns(column, source().tokens())));
  }

  /**
   * What the model's encoder reads as tokens. A cell has the whole source of a sequence: an array
   * of token numbers, from 0 to below the encoder's vocabulary size. It is the same in all rows of
   * the sequence, or empty in some.
   */
  public SequenceData sourceTokens(String column) {
    return with(columns.withSource(new SourceColumns(source().features(), column)));
  }

  private SourceColumns source() {
    SourceColumns source = columns.source();
    return source == null ? new SourceColumns(null, null) : source;
  }

  /**
   * The label of a sequence: a number, the number of a class, or an array; the same in all its rows
   * or empty in some.
   */
  public SequenceData label(String column) {
    return with(columns.withLabel(column, false));
  }

  /** A label of each row; an empty cell is masked. */
  public SequenceData labels(String column) {
    return with(columns.withLabel(column, true));
  }

  /** A column with the weight of a sequence's loss, 0 or more, the same in all its rows. */
  public SequenceData weight(String column) {
    return with(columns.withWeight(column));
  }

  /**
   * Which share of the sequences to validate on (0.1 unless given); their names and the seed decide
   * which.
   *
   * @throws IllegalArgumentException unless the share is above 0 and below 1
   */
  public SequenceData holdOut(double share, long drawnFrom) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "held-out share is " + share + ", expected above 0 and below 1");
    }
    return new SequenceData(table, columns, share, drawnFrom);
  }

  SequenceColumns columns() {
    return columns;
  }

  /** What decides which rows are trained on and how they are read, as the settings of a run. */
  Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>(columns.describe());
    settings.put("hold-out", String.valueOf(heldOut));
    settings.put("hold-out-seed", String.valueOf(seed));
    return settings;
  }

  /** Sequences to train on and to validate on, by shard, persisted until closed. */
  SequenceParts parts(SequenceModel model, int shards, int batchSize) {
    SequenceColumns named = columns;
    JavaRDD<SequenceStep> steps =
        columns
            .select(table)
            .toJavaRDD()
            .mapPartitions(rows -> new SourceOnce(rows, row -> SequenceStep.of(row, named)));
    return new SequenceParts(
        sequences(steps, model, shards, false).persist(StorageLevel.MEMORY_AND_DISK()),
        sequences(steps, model, VALIDATION_PARTITIONS, true)
            .persist(StorageLevel.MEMORY_AND_DISK()),
        model,
        columns,
        batchSize);
  }

  /**
   * Checks what can be checked of the table without reading it.
   *
   * @throws IllegalArgumentException if the columns are not what the model reads
   * @throws UnusableInputException naming a column that is not there, or whose type cannot be used
   */
  void requireFits(SequenceModel model) {
    TrainedModel.requireNoClash(columns);
    requireInputs(model);
    int width = columns.width(columns.select(table));
    if (width >= 0 && width != model.input().features()) {
      throw new IllegalArgumentException(
          "features(...) name "
              + width
              + " columns of numbers, the model reads "
              + model.input().features()
              + " numbers a step");
    }
    if (columns.label() == null) {
      throw new IllegalArgumentException("the data have no label(...) or labels(...)");
    }
    if (model.output().eachStep() != columns.labelEachStep()) {
      throw new IllegalArgumentException(
          model.output().eachStep()
              ? "the model answers each step, the data have one label a sequence: use labels(...),"
                  + " or pool(...) in the model"
              : "the model answers each sequence, the data have a label a step: use label(...), or"
                  + " leave pool(...) out of the model");
    }
  }

  private void requireInputs(SequenceModel model) {
    if (model.input().hasTokens() != (columns.tokens() != null)) {
      throw new IllegalArgumentException(
          model.input().hasTokens()
              ? "the model reads tokens, the data name no column of them: use tokens(...)"
              : "the data have tokens(...), the model reads none: use andEmbedding(...)");
    }
    requireSource(model.encoder());
  }

  private void requireSource(@Nullable SequenceModel encoder) {
    SourceColumns source = source();
    if (encoder == null) {
      if (columns.source() != null) {
        throw new IllegalArgumentException(
            "the data have a source in column \""
                + source.first()
                + "\", the model has no encoder: use initialStateFrom(...)");
      }
      return;
    }
    if (encoder.encoder() != null) {
      throw new IllegalArgumentException(
          "the model's encoder has an encoder of its own, and a table has no column for what that"
              + " one reads; train it with Trainer");
    }
    requireSource(encoder.input().features() > 0, source.features(), "numbers", "sourceFeatures");
    requireSource(encoder.input().hasTokens(), source.tokens(), "tokens", "sourceTokens");
  }

  private static void requireSource(
      boolean reads, @Nullable String column, String what, String method) {
    if (reads != (column != null)) {
      throw new IllegalArgumentException(
          reads
              ? "the model's encoder reads "
                  + what
                  + ", the data name no column of them: use "
                  + method
                  + "(...)"
              : "the data have "
                  + method
                  + "(\""
                  + column
                  + "\"), the model's encoder reads no "
                  + what);
    }
  }

  /** One array a partition. */
  private JavaRDD<Sequence[]> sequences(
      JavaRDD<SequenceStep> steps, SequenceModel model, int parts, boolean validation) {
    SequenceColumns named = columns;
    double share = heldOut;
    long drawn = seed;
    return steps
        .filter(s -> Seed.unit(Seed.of(drawn, SIDE, hash(s.sequence))) < share == validation)
        .mapToPair(
            s ->
                new Tuple2<>(
                    (int) Math.floorMod(Seed.of(drawn, SHARD, hash(s.sequence)), (long) parts), s))
        .partitionBy(new IdentityPartitioner(parts))
        .values()
        .mapPartitions(all -> List.<Sequence[]>of(gather(all, named, model)).iterator(), true);
  }

  /** Sequences of one partition by their names. */
  private static Sequence[] gather(
      Iterator<SequenceStep> steps, SequenceColumns columns, SequenceModel model) {
    SequenceCheck check = new SequenceCheck(model);
    SourceRows source = SourceRows.of(model, columns);
    Map<String, List<SequenceStep>> byName = new TreeMap<>();
    steps.forEachRemaining(
        step -> byName.computeIfAbsent(step.sequence, name -> new ArrayList<>()).add(step));
    return byName.values().stream()
        .map(rows -> new SequenceRows(rows, columns, check).sequence(source))
        .toArray(Sequence[]::new);
  }

  /** 64 bits of a name: those of {@link String#hashCode} and those of it from behind. */
  private static long hash(String name) {
    return Seed.of(name.hashCode(), new StringBuilder(name).reverse().toString().hashCode());
  }
}
