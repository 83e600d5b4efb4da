package dev.recurrent.timeseries.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.Shard;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Series and the origins in them that a shard trains on. Each epoch shuffles the windows anew;
 * behind the last comes the first again, so that every shard has as many batches.
 */
final class WindowShard implements Shard<WindowBatch> {
  private static final long serialVersionUID = 1L;
  private static final long ORDER = 403;

  private final WindowConfig config;
  private final Origins[] series;
  private final int stride;
  private final int batchSize;
  private final int batches;
  private final @Nullable Long seed;
  private final long[] ends;

  /** One epoch's order, computed when first asked for. */
  private transient int @Nullable [] order;

  private transient int orderedFor;

  private WindowShard(
      WindowConfig config,
      Origins[] series,
      int stride,
      int batchSize,
      int batches,
      @Nullable Long seed) {
    this.config = config;
    this.series = series;
    this.stride = stride;
    this.batchSize = batchSize;
    this.batches = series.length == 0 ? 0 : batches;
    this.seed = seed;
    ends = ends(series, stride);
  }

  /**
   * Shuffled by a seed and the epoch.
   *
   * @param stride from one origin to the next
   */
  static WindowShard shuffled(
      WindowConfig config, Origins[] series, int stride, int batchSize, int batches, long seed) {
    return new WindowShard(config, series, stride, batchSize, batches, seed);
  }

  /** In the order they come, the last batch as long as it is: for validation. */
  static WindowShard inOrder(WindowConfig config, Origins[] series, int stride, int batchSize) {
    long[] ends = ends(series, stride);
    long all = ends.length == 0 ? 0 : ends[ends.length - 1];
    int batches = (int) ((all + batchSize - 1) / batchSize);
    return new WindowShard(config, series, stride, batchSize, batches, null);
  }

  private static long[] ends(Origins[] series, int stride) {
    long[] ends = new long[series.length];
    long sum = 0;
    for (int i = 0; i < ends.length; i++) {
      sum += series[i].count(stride);
      ends[i] = sum;
    }
    return ends;
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public WindowBatch batch(int index) {
    return batch(index, 0);
  }

  @Override
  public WindowBatch batch(int index, int epoch) {
    long all = ends[ends.length - 1];
    long first = (long) index * batchSize;
    // In order, the last batch holds what is left; shuffled, it is filled up.
    int size = seed != null ? batchSize : (int) Math.min(batchSize, all - first);
    int[] shuffled = seed == null ? null : order(epoch, seed);
    WindowBatch batch = new WindowBatch(config, size);
    WindowCutter cutter = new WindowCutter(config);
    for (int b = 0; b < size; b++) {
      long n = shuffled == null ? first + b : shuffled[(int) ((first + b) % all)];
      int i = find(n);
      long before = i == 0 ? 0 : ends[i - 1];
      Origins origins = series[i];
      int origin = origins.first() + (int) (n - before) * stride;
      cutter.cut(origins.series(), origin, batch, b, true);
    }
    return batch;
  }

  private int[] order(int epoch, long own) {
    if (order == null || orderedFor != epoch) {
      SplittableRandom random = new SplittableRandom(Seed.of(own, ORDER, epoch));
      int[] all = new int[Math.toIntExact(ends[ends.length - 1])];
      for (int i = 0; i < all.length; i++) {
        // Inside out (Fisher and Yates): each order is as likely as any other.
        int j = random.nextInt(i + 1);
        all[i] = all[j];
        all[j] = i;
      }
      order = all;
      orderedFor = epoch;
    }
    return order;
  }

  private int find(long n) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > n) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
