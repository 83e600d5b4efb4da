package dev.recurrent.timeseries.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.WindowConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The windows of each epoch and their order: a function of the seed, the shard, and the epoch. A
 * window is a series' number and an origin in it, in one long.
 */
final class WindowOrder implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long ORDER = 403;
  private static final long HISTORY = 404;

  private final WindowWeights weights;
  private final long seed;

  WindowOrder(WindowWeights weights, long seed) {
    this.weights = weights;
    this.seed = seed;
  }

  /** That of one shard, or of a shard for the run of another seed. */
  WindowOrder of(long shardOrSeed) {
    return new WindowOrder(weights, Seed.of(seed, shardOrSeed));
  }

  static long window(int series, int origin) {
    return (long) series << Integer.SIZE | origin;
  }

  static int series(long window) {
    return (int) (window >>> Integer.SIZE);
  }

  static int origin(long window) {
    return (int) window;
  }

  /**
   * The windows of an epoch. By length each stretch of {@code stride} origins gives one of its own,
   * at random; else series are drawn by their weights, and origins of them.
   */
  long[] epoch(int epoch, Origins[] series, int stride) {
    SplittableRandom random = new SplittableRandom(Seed.of(seed, ORDER, epoch));
    long count = 0;
    for (Origins one : series) {
      count += one.count(stride);
    }
    long[] windows = new long[Math.toIntExact(count)];
    if (weights == WindowWeights.LENGTH || !drawn(windows, series, stride, random)) {
      shuffled(windows, series, stride, random);
    }
    return windows;
  }

  /**
   * The past values that a window of an epoch sees: all, or of a share of the windows a random
   * number below the context's length, small numbers as often as large ones by their logarithm.
   *
   * @param place of the window in the epoch
   */
  int history(WindowConfig config, int epoch, long place, int origin) {
    long own = Seed.of(seed, HISTORY, epoch, place);
    if (Seed.unit(Seed.bits(own, 0)) >= config.shortContexts()) {
      return origin;
    }
    double drawn = Math.pow(config.contextLength(), Seed.unit(Seed.bits(own, 1)));
    return Math.min(origin, (int) drawn - 1);
  }

  private static void shuffled(
      long[] windows, Origins[] series, int stride, SplittableRandom random) {
    int n = 0;
    for (int i = 0; i < series.length; i++) {
      for (int k = 0; k < series[i].count(stride); k++) {
        int at = series[i].first() + k * stride;
        int within = Math.min(stride, series[i].last() - at + 1);
        long window = window(i, within > 1 ? at + random.nextInt(within) : at);
        // Inside out (Fisher and Yates): each order is as likely as any other.
        int j = random.nextInt(n + 1);
        windows[n++] = windows[j];
        windows[j] = window;
      }
    }
  }

  /** Whether there was a weight to draw by. */
  private boolean drawn(long[] windows, Origins[] series, int stride, SplittableRandom random) {
    double[] ends = new double[series.length];
    double sum = 0;
    for (int i = 0; i < ends.length; i++) {
      sum += weights.of(series[i], stride);
      ends[i] = sum;
    }
    if (!(sum > 0)) {
      return false;
    }
    for (int n = 0; n < windows.length; n++) {
      int found = Arrays.binarySearch(ends, random.nextDouble() * sum);
      int i = Math.min(found < 0 ? -found - 1 : found + 1, ends.length - 1);
      windows[n] = window(i, series[i].first() + random.nextInt(series[i].count(1)));
    }
    return true;
  }
}
