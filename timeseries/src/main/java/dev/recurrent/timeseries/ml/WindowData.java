package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.Counts;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Windows of many series as shards. Series are dealt out in turn. A few long ones are cut into
 * stretches of origins, and these are dealt out in turn: so each shard has some of every season.
 */
public final class WindowData implements AutoCloseable {
  /** Below so many series a shard, each series is cut. */
  private static final int FEW = 8;

  /** Stretches of one series in a shard, where they are long enough. */
  private static final int STRETCHES = 8;

  /** Values that a round may have to read of a shard: 64 MB. */
  private static final long VALUES_PER_PART = 16_000_000;

  private static final long MOST_WINDOWS = 200_000;
  private static final int VALIDATION_BATCH = 256;
  private static final int VALIDATION_PART = 4 * VALIDATION_BATCH;
  private static final long VALIDATION_WINDOWS = 20_000;

  private final SeriesTable table;
  private final WindowConfig config;
  private final SplitRule split;
  private final int shards;
  private final int batchSize;
  private final WindowOrder order;
  private final long windows;
  private final int chunks;
  private final int stride;
  private final List<JavaRDD<?>> kept = new ArrayList<>();

  /**
   * @param plan whose number of shards is known
   * @param weights how often windows are trained on
   * @throws UnusableInputException if there is no window to train on, or none with a value to
   *     forecast
   */
  public WindowData(
      SeriesTable table,
      WindowConfig config,
      SplitRule split,
      RunPlan plan,
      WindowWeights weights) {
    this.table = table;
    this.config = config;
    this.split = split;
    shards = plan.cut().shards();
    batchSize = plan.cut().batchSize();
    order = new WindowOrder(weights, plan.training().seed());
    WindowConfig window = config;
    SplitRule rule = split;
    long[] counts =
        table
            .series()
            .map(s -> counts(Origins.training(s, window, rule.of(s.length()).train()), window))
            .fold(new long[2], Counts::plus);
    windows = counts[0];
    if (windows == 0) {
      throw new UnusableInputException(
          "no series is longer than the horizon of "
              + config.horizon()
              + " in its training rows; lower --horizon or give more rows");
    }
    if (counts[1] == 0) {
      throw new UnusableInputException(
          "no series has an observed value after the first context of "
              + config.contextLength()
              + " in its training rows; lower --context-length or give more rows");
    }
    stride = (int) Math.max(1, windows / MOST_WINDOWS);
    chunks = (int) Math.max(1, table.values() / (shards * VALUES_PER_PART));
  }

  /** Lets go of what it keeps on disks. */
  @Override
  public void close() {
    kept.forEach(JavaRDD::unpersist);
  }

  /** Windows an epoch trains on. */
  public long windows() {
    return windows / stride;
  }

  public int stride() {
    return stride;
  }

  /** Batches of one shard in an epoch, if all shards had as many windows. */
  public int batchesPerEpoch() {
    return (int) Math.max(1, windows() / ((long) batchSize * shards));
  }

  private static long[] counts(Origins origins, WindowConfig config) {
    return new long[] {origins.count(1), origins.observed(config.horizon())};
  }

  /** Cuts the shards. */
  public ShardedData<WindowBatch> training(int localSteps) {
    int perChunk = Math.max(1, (batchesPerEpoch() + chunks - 1) / chunks);
    int batches = (perChunk + localSteps - 1) / localSteps * localSteps;
    WindowConfig window = config;
    SplitRule rule = split;
    int step = stride;
    int size = batchSize;
    WindowOrder all = order;
    JavaRDD<Origins[]> dealt =
        dealt(
            table.series().map(s -> Origins.training(s, window, rule.of(s.length()).train())),
            shards * chunks,
            step);
    dealt.count();
    // Made anew in each task: what lies on disks is series, which any serializer can write.
    JavaRDD<Shard<WindowBatch>> cut =
        dealt.mapPartitionsWithIndex(
            (part, it) -> {
              Origins[] origins = it.next();
              Shard<WindowBatch> shard =
                  WindowShard.shuffled(window, origins, step, size, batches, all.of(part));
              return List.of(shard).iterator();
            },
            true);
    return new ShardedData<>(cut, shards, batches, chunks * batches);
  }

  /** Series dealt out in turn, or cut where they are few; one array a part, kept on disks. */
  private JavaRDD<Origins[]> dealt(JavaRDD<Origins> all, int parts, int step) {
    WindowConfig window = config;
    boolean few = table.count() < (long) FEW * parts;
    JavaRDD<Origins[]> dealt =
        all.zipWithIndex()
            .flatMapToPair(pair -> deal(pair._1(), pair._2(), parts, few, window))
            .partitionBy(new IdentityPartitioner(parts))
            .mapPartitions(it -> Collections.singleton(sorted(it, step)).iterator(), true)
            .persist(StorageLevel.DISK_ONLY());
    kept.add(dealt);
    return dealt;
  }

  /** With a number of the series and the stretch, so that a shuffle's order does not show. */
  static Iterator<Tuple2<Integer, Tuple2<Long, Origins>>> deal(
      Origins all, long index, int parts, boolean few, WindowConfig config) {
    List<Tuple2<Integer, Tuple2<Long, Origins>>> dealt = new ArrayList<>();
    if (!few) {
      int part = (int) (index % parts);
      dealt.add(new Tuple2<>(part, new Tuple2<>(index, all.part(0, 1, config))));
      return dealt.iterator();
    }
    int stretches = parts * stretches(all, parts, config);
    for (int i = 0; i < stretches; i++) {
      Origins stretch = all.part(i, stretches, config);
      dealt.add(new Tuple2<>(i % parts, new Tuple2<>(index * parts * STRETCHES + i, stretch)));
    }
    return dealt.iterator();
  }

  /** Each is as long as what it repeats of the series: a shard has at most twice its values. */
  private static int stretches(Origins all, int parts, WindowConfig config) {
    int repeated = config.contextLength() + config.reach() + config.horizon();
    return Math.max(1, Math.min(STRETCHES, all.count(1) / (parts * repeated)));
  }

  private static Origins[] sorted(Iterator<Tuple2<Integer, Tuple2<Long, Origins>>> it, int stride) {
    List<Tuple2<Long, Origins>> dealt = new ArrayList<>();
    it.forEachRemaining(pair -> dealt.add(pair._2()));
    dealt.sort(Comparator.comparingLong(Tuple2::_1));
    return dealt.stream().map(Tuple2::_2).filter(o -> o.count(stride) > 0).toArray(Origins[]::new);
  }

  /**
   * All windows behind the training rows, every so many steps. Parts follow from the number of
   * windows: the loss that chooses the parameters must not depend on the cluster's size.
   *
   * @throws UnusableInputException if there is no window, or none with a value to compare with
   */
  public JavaRDD<Shard<WindowBatch>> validation() {
    WindowConfig window = config;
    SplitRule rule = split;
    JavaRDD<Origins> origins =
        table
            .series()
            .map(
                s -> {
                  SplitRule.Split rows = rule.of(s.length());
                  return Origins.between(s, window, rows.train(), rows.validation());
                });
    long[] all = origins.map(o -> counts(o, window)).fold(new long[2], Counts::plus);
    if (all[0] == 0) {
      throw new UnusableInputException(
          "no series has "
              + window.horizon()
              + " rows (--horizon) after its training rows to validate on; lower --train-rows");
    }
    if (all[1] == 0) {
      throw new UnusableInputException(
          "no series has an observed value after its training rows to validate on; lower"
              + " --train-rows, or raise --validation-rows");
    }
    int step = (int) Math.max(1, all[0] / VALIDATION_WINDOWS);
    int parts = (int) Math.max(1, all[0] / step / VALIDATION_PART);
    return dealt(origins, parts, step)
        .map(
            some -> (Shard<WindowBatch>) WindowShard.inOrder(window, some, step, VALIDATION_BATCH));
  }
}
