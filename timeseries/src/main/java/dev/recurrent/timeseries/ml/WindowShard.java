package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.Shard;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import dev.recurrent.timeseries.series.TimeSeries;
import org.jspecify.annotations.Nullable;

/**
 * Series and the origins in them that a shard trains on. Each epoch has windows in a new order;
 * behind the last comes the first again, so that every shard has as many batches.
 */
final class WindowShard implements Shard<WindowBatch> {
  private static final long serialVersionUID = 1L;

  private final WindowConfig config;
  private final Origins[] series;
  private final int stride;
  private final int batchSize;
  private final int batches;
  private final @Nullable WindowOrder windows;
  private final long[] ends;

  /** One epoch's order, computed when first asked for. */
  private transient long @Nullable [] order;

  private transient int orderedFor;

  private WindowShard(
      WindowConfig config,
      Origins[] series,
      int stride,
      int batchSize,
      int batches,
      @Nullable WindowOrder windows) {
    this.config = config;
    this.series = series;
    this.stride = stride;
    this.batchSize = batchSize;
    this.batches = series.length == 0 ? 0 : batches;
    this.windows = windows;
    ends = ends(series, stride);
  }

  /**
   * In an order that each epoch has of its own.
   *
   * @param stride an epoch has one in so many origins
   */
  static WindowShard shuffled(
      WindowConfig config,
      Origins[] series,
      int stride,
      int batchSize,
      int batches,
      WindowOrder windows) {
    return new WindowShard(config, series, stride, batchSize, batches, windows);
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
    int size = windows != null ? batchSize : (int) Math.min(batchSize, all - first);
    long[] shuffled = windows == null ? null : order(epoch, windows);
    WindowBatch batch = new WindowBatch(config, size);
    WindowCutter cutter = new WindowCutter(config);
    for (int b = 0; b < size; b++) {
      long window =
          shuffled == null ? window(first + b) : shuffled[(int) ((first + b) % shuffled.length)];
      TimeSeries one = series[WindowOrder.series(window)].series();
      int origin = WindowOrder.origin(window);
      int seen = windows == null ? origin : windows.history(config, epoch, first + b, origin);
      if (seen < origin) {
        // Cut as a new series is: no lag and no scale knows of what lies before.
        int end = Math.min(one.length(), origin + config.horizon());
        one = one.slice(origin - seen, end);
      }
      cutter.cut(one, seen, batch, b, true);
    }
    return batch;
  }

  @Override
  public WindowShard shuffledBy(long other) {
    return new WindowShard(
        config, series, stride, batchSize, batches, windows == null ? null : windows.of(other));
  }

  private long[] order(int epoch, WindowOrder own) {
    if (order == null || orderedFor != epoch) {
      order = own.epoch(epoch, series, stride);
      orderedFor = epoch;
    }
    return order;
  }

  private long window(long n) {
    int i = find(n);
    long before = i == 0 ? 0 : ends[i - 1];
    return WindowOrder.window(i, series[i].first() + (int) (n - before) * stride);
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
