package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.hierarchy.Reconciliation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What is done with each group of a hierarchy. Spark's Kryo reads no records. */
final class ReconcileRules implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The name of the sum of all; null where each value of the first column is its own group. */
  final @Nullable String total;

  final Reconciliation.Method method;
  final boolean nonNegative;

  /** Of the quantiles, rising. */
  final double[] levels;

  final int draws;
  final long seed;

  ReconcileRules(
      @Nullable String total,
      Reconciliation.Method method,
      boolean nonNegative,
      double[] levels,
      int draws,
      long seed) {
    this.total = total;
    this.method = method;
    this.nonNegative = nonNegative;
    this.levels = levels;
    this.draws = draws;
    this.seed = seed;
  }
}
