package dev.recurrent.timeseries.job;

import dev.recurrent.spark.Shard;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.forecast.WindowCutter;
import java.util.List;

/**
 * Series and the origins in them that a shard trains on. Windows are drawn in a fixed shuffled
 * order; behind the last comes the first again, so that every shard has as many batches.
 */
final class WindowShard implements Shard<WindowBatch> {
  private static final long serialVersionUID = 1L;
  private static final double GOLDEN = 0.6180339887498949;

  private final WindowConfig config;
  private final List<Origins> series;
  private final int stride;
  private final int batchSize;
  private final int batches;
  private final boolean shuffled;
  private final long[] ends;

  WindowShard(
      WindowConfig config,
      List<Origins> series,
      int stride,
      int batchSize,
      int batches,
      boolean shuffled) {
    this.config = config;
    this.series = List.copyOf(series);
    this.stride = stride;
    this.batchSize = batchSize;
    this.batches = series.isEmpty() ? 0 : batches;
    this.shuffled = shuffled;
    ends = new long[series.size()];
    long sum = 0;
    for (int i = 0; i < ends.length; i++) {
      sum += series.get(i).count(stride);
      ends[i] = sum;
    }
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public WindowBatch batch(int index) {
    long all = ends[ends.length - 1];
    long first = (long) index * batchSize;
    // In order, the last batch holds what is left; shuffled, it is filled up.
    int size = shuffled ? batchSize : (int) Math.min(batchSize, all - first);
    WindowBatch batch = new WindowBatch(config, size);
    WindowCutter cutter = new WindowCutter(config);
    for (int b = 0; b < size; b++) {
      long n = shuffled ? shuffle((first + b) % all, all) : first + b;
      int i = find(n);
      long before = i == 0 ? 0 : ends[i - 1];
      Origins origins = series.get(i);
      int origin = origins.first() + (int) (n - before) * stride;
      cutter.cut(origins.series(), origin, batch, b, true);
    }
    return batch;
  }

  /** Steps of a size without a common divisor with n visit all of n. */
  private static long shuffle(long i, long n) {
    long step = Math.max(1, (long) (n * GOLDEN));
    while (gcd(step, n) != 1) {
      step++;
    }
    return i * step % n;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
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
