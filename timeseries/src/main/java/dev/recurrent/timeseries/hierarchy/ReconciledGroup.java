package dev.recurrent.timeseries.hierarchy;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/** The corrected forecasts of one hierarchy, time by time: points, and quantiles of draws. */
public final class ReconciledGroup {
  private final Hierarchy hierarchy;
  private final Reconciliation reconciliation;
  private final double @Nullable [][] errors;
  private final double[] levels;
  private final int draws;
  private final long seed;
  private @Nullable JointRanks ranks;

  /**
   * @param errors {@code [t][i]} of forecast i at time t; null for none
   * @param levels of the quantiles, rising; none for points alone
   * @param draws for the quantiles
   */
  public ReconciledGroup(
      Hierarchy hierarchy,
      Reconciliation reconciliation,
      double @Nullable [][] errors,
      double[] levels,
      int draws,
      long seed) {
    this.hierarchy = hierarchy;
    this.reconciliation = reconciliation;
    this.errors = errors;
    this.levels = levels.clone();
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Corrects the forecasts of one time.
   *
   * @param forecasts {@code [i]}: the point of forecast i, then its quantiles; replaced
   */
  public void correct(double[][] forecasts) {
    double[] points = Arrays.stream(forecasts).mapToDouble(forecast -> forecast[0]).toArray();
    reconciliation.correct(points);
    if (levels.length > 1) {
      quantiles(forecasts);
    }
    for (int i = 0; i < points.length; i++) {
      forecasts[i][0] = points[i];
    }
  }

  private void quantiles(double[][] forecasts) {
    int n = forecasts.length;
    JointRanks joint = ranks(forecasts);
    double[][] values = values(forecasts);
    double[][] drawn = new double[n][draws];
    double[] nodes = new double[n];
    for (int d = 0; d < draws; d++) {
      for (int i = 0; i < n; i++) {
        nodes[i] = values[i][joint.rank(i, d)];
      }
      reconciliation.correct(nodes);
      for (int i = 0; i < n; i++) {
        drawn[i][d] = nodes[i];
      }
    }
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
    for (int i = 0; i < n; i++) {
      percentile.setData(drawn[i]);
      for (int q = 0; q < levels.length; q++) {
        forecasts[i][1 + q] = percentile.evaluate(100 * levels[q]);
      }
    }
  }

  /** Of each forecast the values that are drawn, rising. */
  private double[][] values(double[][] forecasts) {
    QuantileCurve curve = new QuantileCurve(levels);
    double[] normal = QuantileCurve.strata(draws);
    double[][] values = new double[forecasts.length][];
    for (int i = 0; i < values.length; i++) {
      double[] quantiles = Arrays.copyOfRange(forecasts[i], 1, forecasts[i].length);
      values[i] = Arrays.stream(normal).map(z -> curve.at(quantiles, z)).toArray();
    }
    return values;
  }

  /** The same at all times, from the first. */
  private JointRanks ranks(double[][] forecasts) {
    JointRanks joint = ranks;
    if (joint == null) {
      double[] spreads =
          Arrays.stream(forecasts).mapToDouble(f -> f[f.length - 1] - f[1]).toArray();
      joint = JointRanks.of(hierarchy, errors, spreads, draws, seed);
      ranks = joint;
    }
    return joint;
  }
}
