package dev.recurrent.spark.sequence;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Iterator;
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
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            column, c.order(), c.features(), c.tokens(), c.label(), c.labelEachStep(), c.weight()));
  }

  /** The column that orders the rows of a sequence: numbers, times or text. */
  public SequenceData orderBy(String column) {
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            c.sequence(),
            column,
            c.features(),
            c.tokens(),
            c.label(),
            c.labelEachStep(),
            c.weight()));
  }

  /** Columns of numbers, arrays of numbers or vectors; a step reads them one after the other. */
  public SequenceData features(String... names) {
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            c.sequence(),
            c.order(),
            List.of(names),
            c.tokens(),
            c.label(),
            c.labelEachStep(),
            c.weight()));
  }

  /** A column of token numbers, from 0 to below the model's vocabulary size. */
  public SequenceData tokens(String column) {
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            c.sequence(),
            c.order(),
            c.features(),
            column,
            c.label(),
            c.labelEachStep(),
            c.weight()));
  }

  /**
   * The label of a sequence: a number, the number of a class, or an array; the same in all its rows
   * or empty in some.
   */
  public SequenceData label(String column) {
    return labelled(column, false);
  }

  /** A label of each row; an empty cell is masked. */
  public SequenceData labels(String column) {
    return labelled(column, true);
  }

  private SequenceData labelled(String column, boolean eachStep) {
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            c.sequence(), c.order(), c.features(), c.tokens(), column, eachStep, c.weight()));
  }

  /** A column with the weight of a sequence's loss, 0 or more, the same in all its rows. */
  public SequenceData weight(String column) {
    SequenceColumns c = columns;
    return with(
        new SequenceColumns(
            c.sequence(),
            c.order(),
            c.features(),
            c.tokens(),
            c.label(),
            c.labelEachStep(),
            column));
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

  /** Sequences to train on and to validate on, by shard, persisted until closed. */
  Parts parts(SequenceModel model, int shards, int batchSize) {
    requireComplete(model);
    SequenceColumns named = columns;
    JavaRDD<SequenceStep> steps =
        columns.select(table).toJavaRDD().map(row -> SequenceStep.of(row, named));
    return new Parts(
        sequences(steps, shards, false).persist(StorageLevel.MEMORY_AND_DISK()),
        sequences(steps, VALIDATION_PARTITIONS, true).persist(StorageLevel.MEMORY_AND_DISK()),
        model,
        batchSize);
  }

  private void requireComplete(SequenceModel model) {
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

  /** One array a partition. */
  private JavaRDD<Sequence[]> sequences(
      JavaRDD<SequenceStep> steps, int parts, boolean validation) {
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
        .mapPartitions(all -> List.<Sequence[]>of(gather(all, named)).iterator(), true);
  }

  /** Sequences of one partition by their names. */
  private static Sequence[] gather(Iterator<SequenceStep> steps, SequenceColumns columns) {
    Map<String, List<SequenceStep>> byName = new TreeMap<>();
    steps.forEachRemaining(
        step -> byName.computeIfAbsent(step.sequence, name -> new ArrayList<>()).add(step));
    return byName.values().stream()
        .map(rows -> new SequenceRows(rows, columns).sequence())
        .toArray(Sequence[]::new);
  }

  /** 64 bits of a name: those of {@link String#hashCode} and those of it from behind. */
  private static long hash(String name) {
    return Seed.of(name.hashCode(), new StringBuilder(name).reverse().toString().hashCode());
  }

  /** What is trained and validated on. */
  static final class Parts implements AutoCloseable {
    private final JavaRDD<Sequence[]> training;
    private final JavaRDD<Sequence[]> held;
    private final SequenceModel model;
    private final int batchSize;
    private @Nullable ShardedData<SequenceBatch> sharded;

    private Parts(
        JavaRDD<Sequence[]> training,
        JavaRDD<Sequence[]> held,
        SequenceModel model,
        int batchSize) {
      this.training = training;
      this.held = held;
      this.model = model;
      this.batchSize = batchSize;
    }

    /**
     * Shards of equal numbers of batches an epoch.
     *
     * @throws UnusableInputException if there is no sequence, or none to validate on
     */
    ShardedData<SequenceBatch> training(long seed) {
      List<Integer> sizes = training.map(part -> part.length).collect();
      long validation = held.map(part -> (long) part.length).fold(0L, Long::sum);
      int longest = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
      if (longest == 0 || validation == 0) {
        throw new UnusableInputException(
            "the table has "
                + sizes.stream().mapToLong(Integer::longValue).sum()
                + " sequences to train on and "
                + validation
                + " to validate on, expected at least one of each; see holdOut(...)");
      }
      int batches = (longest + batchSize - 1) / batchSize;
      SequenceModel own = model;
      int size = batchSize;
      JavaRDD<Shard<SequenceBatch>> shards =
          training.mapPartitionsWithIndex(
              (shard, parts) -> {
                Shard<SequenceBatch> one =
                    SequenceShard.shuffled(
                        own, parts.next(), size, batches, Seed.of(seed, SHARD, shard));
                return List.of(one).iterator();
              },
              true);
      sharded =
          new ShardedData<>(
              shards.persist(StorageLevel.MEMORY_AND_DISK()), sizes.size(), batches, batches);
      return sharded;
    }

    JavaRDD<Shard<SequenceBatch>> validation() {
      SequenceModel own = model;
      int size = batchSize;
      return held.map(part -> SequenceShard.inOrder(own, part, size));
    }

    @Override
    public void close() {
      if (sharded != null) {
        sharded.partitions().unpersist();
      }
      training.unpersist();
      held.unpersist();
    }
  }
}
