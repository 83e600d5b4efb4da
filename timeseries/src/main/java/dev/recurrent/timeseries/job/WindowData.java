package dev.recurrent.timeseries.job;

import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Windows of many series as shards. Series are dealt out in turn; a few long ones are cut into as
 * many stretches of origins as there are shards.
 */
final class WindowData {
  /** Below so many series a shard, each series is cut. */
  private static final int FEW = 8;

  /** Values that a round may have to read of a shard: 64 MB. */
  private static final long VALUES_PER_PART = 16_000_000;

  private static final long MOST_WINDOWS = 200_000;
  private static final int VALIDATION_BATCH = 256;
  private static final long VALIDATION_WINDOWS = 20_000;

  private final SeriesTable table;
  private final WindowConfig config;
  private final SplitOptions.Rule split;
  private final int shards;
  private final int batchSize;
  private final long windows;
  private final int chunks;
  private final int stride;

  WindowData(
      SeriesTable table, WindowConfig config, SplitOptions.Rule split, int shards, int batchSize) {
    this.table = table;
    this.config = config;
    this.split = split;
    this.shards = shards;
    this.batchSize = batchSize;
    WindowConfig window = config;
    SplitOptions.Rule rule = split;
    windows =
        table
            .series()
            .map(s -> (long) Origins.training(s, window, rule.of(s.length()).train()).count(1))
            .fold(0L, Long::sum);
    if (windows == 0) {
      throw JobException.badInput(
          "no series is longer than the horizon of "
              + config.horizon()
              + " in its training rows; lower --horizon or give more rows");
    }
    stride = (int) Math.max(1, windows / MOST_WINDOWS);
    chunks = (int) Math.max(1, table.values() / (shards * VALUES_PER_PART));
  }

  /** Windows an epoch trains on. */
  long windows() {
    return windows / stride;
  }

  int stride() {
    return stride;
  }

  /** Batches of one shard in an epoch, if all shards had as many windows. */
  int batchesPerEpoch() {
    return (int) Math.max(1, windows() / ((long) batchSize * shards));
  }

  /** Cuts the shards. */
  ShardedData<WindowBatch> training(int localSteps) {
    int perChunk = Math.max(1, (batchesPerEpoch() + chunks - 1) / chunks);
    int batches = (perChunk + localSteps - 1) / localSteps * localSteps;
    WindowConfig window = config;
    SplitOptions.Rule rule = split;
    int parts = shards * chunks;
    boolean few = table.count() < (long) FEW * parts;
    int step = stride;
    int size = batchSize;
    JavaRDD<Shard<WindowBatch>> cut =
        table
            .series()
            .zipWithIndex()
            .flatMapToPair(
                pair -> {
                  TimeSeries s = pair._1();
                  Origins all = Origins.training(s, window, rule.of(s.length()).train());
                  return deal(all, pair._2(), parts, few, window);
                })
            .partitionBy(new IdentityPartitioner(parts))
            .mapPartitions(
                it ->
                    List.of((Shard<WindowBatch>) shard(it, window, step, size, batches)).iterator(),
                true)
            .persist(StorageLevel.DISK_ONLY());
    cut.count();
    return new ShardedData<>(cut, shards, batches, chunks * batches);
  }

  /** A series and its number, so that a shuffle's order does not show. */
  private record Dealt(long index, Origins origins) implements java.io.Serializable {}

  private static Iterator<Tuple2<Integer, Dealt>> deal(
      Origins all, long index, int parts, boolean few, WindowConfig config) {
    List<Tuple2<Integer, Dealt>> dealt = new ArrayList<>();
    if (!few) {
      int part = (int) (index % parts);
      dealt.add(new Tuple2<>(part, new Dealt(index, all.part(0, 1, config))));
      return dealt.iterator();
    }
    for (int part = 0; part < parts; part++) {
      dealt.add(new Tuple2<>(part, new Dealt(index, all.part(part, parts, config))));
    }
    return dealt.iterator();
  }

  private static WindowShard shard(
      Iterator<Tuple2<Integer, Dealt>> it, WindowConfig config, int stride, int size, int batches) {
    List<Dealt> dealt = new ArrayList<>();
    it.forEachRemaining(pair -> dealt.add(pair._2()));
    dealt.sort(Comparator.comparingLong(Dealt::index));
    List<Origins> origins =
        dealt.stream().map(Dealt::origins).filter(o -> o.count(stride) > 0).toList();
    return new WindowShard(config, origins, stride, size, batches, true);
  }

  /** All windows behind the training rows, every so many steps; one shard for each partition. */
  JavaRDD<Shard<WindowBatch>> validation() {
    WindowConfig window = config;
    SplitOptions.Rule rule = split;
    JavaRDD<Origins> origins =
        table
            .series()
            .map(
                s -> {
                  SplitOptions.Split rows = rule.of(s.length());
                  return Origins.between(s, window, rows.train(), rows.validation());
                });
    long all = origins.map(o -> (long) o.count(1)).fold(0L, Long::sum);
    if (all == 0) {
      throw JobException.badInput(
          "no series has "
              + window.horizon()
              + " rows (--horizon) behind its training rows to validate on; lower --train-rows");
    }
    int step = (int) Math.max(1, all / VALIDATION_WINDOWS);
    return origins
        .mapPartitions(
            it -> {
              List<Origins> own = new ArrayList<>();
              it.forEachRemaining(
                  o -> {
                    if (o.count(step) > 0) {
                      own.add(o.part(0, 1, window));
                    }
                  });
              long count = own.stream().mapToLong(o -> o.count(step)).sum();
              int batches = (int) ((count + VALIDATION_BATCH - 1) / VALIDATION_BATCH);
              return List.of(
                      (Shard<WindowBatch>)
                          new WindowShard(window, own, step, VALIDATION_BATCH, batches, false))
                  .iterator();
            })
        .persist(StorageLevel.DISK_ONLY());
  }
}
