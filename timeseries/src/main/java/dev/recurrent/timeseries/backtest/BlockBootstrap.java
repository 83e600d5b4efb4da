package dev.recurrent.timeseries.backtest;

import dev.recurrent.math.Seed;
import java.io.Serializable;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Confidence intervals of ratios of errors, by a bootstrap of series and of blocks of origins. Its
 * size does not depend on the number of forecasts.
 *
 * <p>Errors of one series are alike, and so are errors of one time and of horizons that overlap. A
 * cell has the errors of one series in one block of time. In each of some replicates every series,
 * every block and every cell gets a random exponential weight (the Bayesian bootstrap, Rubin 1981),
 * which follows from its name and the replicate alone. So sums of parts can be added, and no
 * cluster decides anything. The variance of the logarithm of a ratio is that between series, plus
 * that between blocks, less that between cells, which both contain (Cameron, Gelbach and Miller
 * 2011).
 */
final class BlockBootstrap implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int REPLICATES = 200;
  private static final long SEED = 95;
  private static final int SERIES = 0;
  private static final int BLOCK = 1;
  private static final int CELL = 2;

  /** Fewer series or blocks say nothing of how they differ, if there are more of the other. */
  private static final int FEW = 8;

  /** Horizons that a block is long. */
  private static final int HORIZONS = 2;

  private final int columns;
  private final double[] totals;

  /** {@code sums[kind][replicate * columns + column]}. */
  private final double[][] sums;

  private long series;
  private long firstBlock = Long.MAX_VALUE;
  private long lastBlock = Long.MIN_VALUE;

  /**
   * @param columns sums of errors that each cell has
   */
  BlockBootstrap(int columns) {
    this.columns = columns;
    totals = new double[columns];
    sums = new double[CELL + 1][REPLICATES * columns];
  }

  /** The block of an origin's step. */
  static long block(long step, int horizon, int season) {
    return Math.floorDiv(step, (long) Math.max(HORIZONS * horizon, season));
  }

  /**
   * Adds the cells of a part of a series.
   *
   * @param name of the series
   * @param first whether it is the series' first part
   * @param blocks of each cell
   * @param errors sums of each cell, by column
   */
  void add(String name, boolean first, long[] blocks, double[][] errors) {
    long own = Seed.of(SEED, name.hashCode(), name.length());
    series += first ? 1 : 0;
    double[] bySeries = weights(Seed.of(own, SERIES));
    for (int i = 0; i < blocks.length; i++) {
      firstBlock = Math.min(firstBlock, blocks[i]);
      lastBlock = Math.max(lastBlock, blocks[i]);
      add(totals, errors[i], 0, 1);
      add(SERIES, errors[i], bySeries);
      add(BLOCK, errors[i], weights(Seed.of(SEED, BLOCK, blocks[i])));
      add(CELL, errors[i], weights(Seed.of(own, CELL, blocks[i])));
    }
  }

  private static double[] weights(long seed) {
    double[] weights = new double[REPLICATES];
    for (int r = 0; r < REPLICATES; r++) {
      weights[r] = -Math.log1p(-Seed.unit(Seed.bits(seed, r + 1L)));
    }
    return weights;
  }

  private void add(int kind, double[] errors, double[] weights) {
    for (int r = 0; r < REPLICATES; r++) {
      add(sums[kind], errors, r * columns, weights[r]);
    }
  }

  private void add(double[] to, double[] errors, int at, double weight) {
    for (int c = 0; c < columns; c++) {
      to[at + c] += weight * errors[c];
    }
  }

  /** The sums of both. */
  BlockBootstrap plus(BlockBootstrap other) {
    BlockBootstrap sum = new BlockBootstrap(columns);
    for (BlockBootstrap one : new BlockBootstrap[] {this, other}) {
      sum.series += one.series;
      sum.firstBlock = Math.min(sum.firstBlock, one.firstBlock);
      sum.lastBlock = Math.max(sum.lastBlock, one.lastBlock);
      sum.add(sum.totals, one.totals, 0, 1);
      for (int kind = 0; kind <= CELL; kind++) {
        for (int i = 0; i < sum.sums[kind].length; i++) {
          sum.sums[kind][i] += one.sums[kind][i];
        }
      }
    }
    return sum;
  }

  /** Series that were added. */
  long series() {
    return series;
  }

  private long blocks() {
    return lastBlock < firstBlock ? 0 : lastBlock - firstBlock + 1;
  }

  /**
   * The ratio of two columns.
   *
   * @param overlapping whether horizons overlap from one origin to the next
   */
  ErrorRatio ratio(int model, int baseline, boolean overlapping) {
    double ratio = totals[model] / totals[baseline];
    boolean bothMany = series >= FEW && blocks() >= FEW;
    long units = bothMany ? Math.min(series, blocks()) : Math.max(series, blocks());
    if (units < 2 || !(ratio > 0) || Double.isInfinite(ratio)) {
      return new ErrorRatio(ratio, Double.NaN, Double.NaN);
    }
    double variance = variance(series >= blocks() ? SERIES : BLOCK, model, baseline);
    if (bothMany) {
      double other = variance(series >= blocks() ? BLOCK : SERIES, model, baseline);
      double cells = variance(CELL, model, baseline);
      variance = Math.max(Math.max(variance, other), variance + other - cells);
    }
    // A border between two blocks cuts horizons: of the covariance of errors whose horizons overlap
    // it hides h / 3 of a block's length.
    double hidden = overlapping ? 1.0 / (3 * HORIZONS) : 0;
    double deviation = Math.sqrt(variance * units / (units - 1) / (1 - hidden));
    double reach =
        deviation * new TDistribution(null, units - 1).inverseCumulativeProbability(0.975);
    return new ErrorRatio(ratio, ratio * Math.exp(-reach), ratio * Math.exp(reach));
  }

  /** Of the logarithm of the ratio over the replicates. */
  private double variance(int kind, int model, int baseline) {
    double[] logs = new double[REPLICATES];
    double mean = 0;
    for (int r = 0; r < REPLICATES; r++) {
      int at = r * columns;
      logs[r] = Math.log(sums[kind][at + model] / sums[kind][at + baseline]);
      mean += logs[r] / REPLICATES;
    }
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    return squares / (REPLICATES - 1);
  }
}
